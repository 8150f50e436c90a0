import { randomBytes } from 'node:crypto';
import type { Refusal } from '@fleet/domain/decision';
import { traceIdOf, traceparentOf } from '@fleet/domain/trace';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Order } from '../command/execute.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Head } from '../read/head.ts';

const STATUS: Readonly<Record<string, number>> = {
  not_found: 404,
  invalid_config: 422,
  invalid_caps: 422,
  invalid_level: 422,
  invalid_persona: 422,
};

/** A refused command as an answer: 404 and 422 where the request is at fault, else 409, which says the state. */
export const refusedProblem = ({ code, reason, errors }: Refusal) =>
  new HttpProblem(STATUS[code] ?? 409, code, reason, errors ? { errors } : {});

/** Who orders, as it stands in events. The CLI names itself; a name in a header never makes anyone more than they are. */
export const orderOf = (request: FastifyRequest): Order => {
  const given = request.headers.traceparent;
  const traced = typeof given === 'string' && traceIdOf(given) !== null;
  return {
    by: request.headers['x-client'] === 'cli' ? 'cli' : request.principal,
    correlationId: request.id,
    // Without one it begins here: the request's id is a trace id.
    traceparent: traced ? given : traceparentOf(request.id, randomBytes(8).toString('hex')),
  };
};

/** Makes what was done seen: waits for a position, and says so in a header where the read model is not there yet. */
export const awaitPosition = async (head: Head, minPosition: string | undefined, reply: FastifyReply) => {
  if (minPosition === undefined) return;
  if (!(await head.reached(BigInt(minPosition)))) reply.header('fleet-stale', 'true');
};
