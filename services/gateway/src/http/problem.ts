import { STATUS_CODES } from 'node:http';
import type { FieldError } from '@fleet/domain/decision';
import type { Problem } from '@fleet/domain/read-models/api';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** An answer that is not the one asked for (RFC 9457): thrown by handlers, made into a body by the error handler. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Of `count_changed`: how many match now. */
  readonly matched: number | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly matched?: number;
    } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
    this.matched = more.matched;
  }
}

export const notFound = (what: string, id: string) => new HttpProblem(404, 'not_found', `There is no ${what} ${id}.`);
export const invalid = (detail: string, errors: readonly FieldError[]) =>
  new HttpProblem(422, 'invalid', detail, { errors });
export const unavailable = (part: string) =>
  new HttpProblem(503, `${part}_unavailable`, `The ${part.replaceAll('_', ' ')} does not answer; try again shortly.`, {
    headers: { 'retry-after': '2' },
  });

/** The body of a problem. `instance` is the path without its query, which may hold what should not be repeated. */
export const problemBody = (
  problem: Pick<HttpProblem, 'status' | 'code' | 'message' | 'errors'> & Partial<Pick<HttpProblem, 'matched'>>,
  url: string,
  traceId: string,
): Problem => ({
  type: `urn:floimg-fleet:problem:${problem.code}`,
  title: STATUS_CODES[problem.status] ?? 'Error',
  status: problem.status,
  detail: problem.message,
  instance: url.split('?', 1)[0] ?? url,
  code: problem.code,
  traceId,
  ...(problem.errors ? { errors: problem.errors.map(({ field, message }) => ({ field, message })) } : {}),
  ...(problem.matched === undefined ? {} : { matched: problem.matched }),
});
