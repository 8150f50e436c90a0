import type { Problem } from '@fleet/domain/read-models/api';
import { session } from '#lib/state/session.svelte.ts';

/** An answer other than 2xx, or none at all (`status` 0: the gateway could not be reached). */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

const requestTimeoutMs = 15_000;

const problemOf = async (response: Response): Promise<Problem> => {
  const fallback = {
    type: 'about:blank',
    title: response.statusText || 'Error',
    status: response.status,
    code: 'http',
  };
  const body: unknown = await response.json().catch(() => null);
  return body && typeof body === 'object' ? { ...fallback, ...body } : fallback;
};

const unreachable = (cause: unknown): Problem => ({
  type: 'about:blank',
  title: 'The gateway cannot be reached',
  status: 0,
  code: 'unreachable',
  detail:
    cause instanceof Error && cause.name === 'TimeoutError'
      ? `No answer within ${requestTimeoutMs / 1000} s.`
      : 'The connection was refused or broke off.',
});

/** A key that makes a repeated write the same write (randomUUID needs a secure context; this does not). */
const idempotencyKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** One request to the gateway. Throws ApiError; a 401 also shows the sign-in screen. */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['idempotency-key'] = idempotencyKey();
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError(unreachable(cause));
  }
  if (response.status === 401 && path !== '/session') session.signedOut();
  if (!response.ok) throw new ApiError(await problemOf(response));
  const answer: unknown = response.status === 204 ? undefined : await response.json();
  if (method !== 'GET') remember(answer);
  return answer as T;
}

const base = '/api/v1';
const ownWritesForMs = 10_000;
let written = { position: '', until: 0 };

/** What a command did is seen by the next reads: its position goes along with them for a while. */
const remember = (answer: unknown) => {
  if (answer && typeof answer === 'object' && 'position' in answer && typeof answer.position === 'string')
    written = { position: answer.position, until: Date.now() + ownWritesForMs };
};

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const waits = Date.now() < written.until && /^\/(agents|fleet|personas)\b/.test(path);
  const minPosition = waits ? `${path.includes('?') ? '&' : '?'}minPosition=${written.position}` : '';
  return request<T>('GET', base + path + minPosition, undefined, signal);
}
export const post = <T>(path: string, body: unknown = {}) => request<T>('POST', base + path, body);
export const patch = <T>(path: string, body: unknown) => request<T>('PATCH', base + path, body);
export const put = <T>(path: string, body: unknown) => request<T>('PUT', base + path, body);
export const remove = <T>(path: string) => request<T>('DELETE', base + path);

/** A query string of what is set; empty values are left out. */
export const query = (values: Record<string, string | number | null | undefined>): string => {
  const set = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)]))}`;
};

/** The sentence to show for whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
