import { BusError } from '@fleet/platform/bus';
import { EventStoreError } from '@fleet/platform/eventstore';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpProblem, invalid, PROBLEM_TYPE, problemBody, unavailable } from './problem.ts';

/** `/schedule/timezone` → `schedule.timezone`. */
const fieldOf = (pointer: string) => pointer.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/');

const FRAMEWORK: Readonly<Record<string, (message: string) => HttpProblem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new HttpProblem(413, 'body_too_large', 'The body is over 64 kB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new HttpProblem(415, 'unsupported_media_type', 'Only application/json is understood.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (message) => new HttpProblem(400, 'malformed_request', message),
  FST_ERR_BAD_URL: () => new HttpProblem(400, 'malformed_request', 'The path is not a valid URL.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new HttpProblem(404, 'not_found', 'There is nothing by this name.'),
};

/** Not reached, shutting down, full; or a schema that its service has not made yet (42P01, 3F000). */
const UNREACHABLE = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH|57P0|53300|08|42P01|3F000)/;
const isDatabaseDown = (error: Error & { code?: unknown }) =>
  (typeof error.code === 'string' && UNREACHABLE.test(error.code)) ||
  /Connection terminated|timeout exceeded when trying to connect/.test(error.message);

/** Says what an error means to a client; null for what nobody foresaw. */
export const problemOf = (error: FastifyError | Error): HttpProblem | null => {
  if (error instanceof HttpProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = (error as FastifyError).validationContext ?? 'request';
    const errors = error.validation.map(({ instancePath, message }) => ({
      field: fieldOf(instancePath) || where,
      message: message ?? 'is not valid',
    }));
    if (where === 'params') return new HttpProblem(404, 'not_found', 'There is nothing by this id.');
    return invalid(`The ${where === 'querystring' ? 'query' : where} is not valid.`, errors);
  }
  if (error instanceof EventStoreError && error.code === 'unavailable') return unavailable('event_store');
  if (error instanceof BusError) return unavailable('nats');
  const known = 'code' in error && typeof error.code === 'string' ? FRAMEWORK[error.code] : undefined;
  if (known) return known(error.message);
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    if (error.statusCode === 400) return new HttpProblem(400, 'malformed_request', error.message);
    if (error.statusCode < 500) return new HttpProblem(error.statusCode, 'refused', error.message);
  }
  return isDatabaseDown(error) ? unavailable('database') : null;
};

export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: HttpProblem) =>
  reply
    .code(problem.status)
    .headers(problem.headers)
    .type(PROBLEM_TYPE)
    .serializer(JSON.stringify)
    .send(problemBody(problem, request.url, request.id));

/** Every failure leaves as a problem; what nobody foresaw is logged whole and told in one neutral sentence. */
export const handleErrors = (app: FastifyInstance) => {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(request, reply, problem);
    request.log.error({ err: error }, 'request failed');
    const detail = 'Something went wrong here; the log has it under this trace id.';
    return sendProblem(request, reply, new HttpProblem(500, 'internal', detail));
  });
};
