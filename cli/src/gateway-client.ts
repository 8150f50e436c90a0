import { randomUUID } from 'node:crypto';
import { Problem } from '@fleet/domain/read-models/api';
import type { z } from 'zod';
import { CliError } from './surroundings.ts';
import type { Target } from './target.ts';

const requestTimeoutMs = 30_000;

/** Calls of the gateway's API; everything but the agreed answer is a CliError in words. */
export type GatewayClient = {
  get<T>(path: string, answer: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
  delete<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T>;
};

export const createGatewayClient = (target: Target): GatewayClient => {
  const call = async <T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    answer: z.ZodType<T>,
  ): Promise<T> => {
    const writes = method !== 'GET';
    const response = await fetch(target.api + path, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(requestTimeoutMs),
      headers: {
        authorization: `Bearer ${target.token}`,
        accept: 'application/json',
        ...(writes ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      },
      ...(writes ? { body: JSON.stringify(body) } : {}),
    }).catch((error: unknown) => {
      throw new CliError(unreachable(target, error), { cause: error });
    });
    const text = await response.text();
    if (!response.ok) throw new CliError(refusal(target, response.status, text));
    const parsed = answer.safeParse(parseJson(text));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new CliError(
        `${target.api}${path} answered something else than agreed (${issue?.path.join('.')}: ${issue?.message}). ` +
          'Is it a FloImg Fleet of this version?',
      );
    }
    return parsed.data;
  };
  return {
    get: (path, answer) => call('GET', path, undefined, answer),
    post: (path, body, answer) => call('POST', path, body, answer),
    patch: (path, body, answer) => call('PATCH', path, body, answer),
    delete: (path, body, answer) => call('DELETE', path, body, answer),
  };
};

const unreachable = (target: Target, error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
  const advice =
    target.from === 'run file'
      ? 'Its run ended without tidying up? npm start starts it again.'
      : 'Is it running there?';
  return `The fleet at ${target.api} does not answer (${code}). ${advice}`;
};

const refusal = (target: Target, status: number, text: string): string => {
  const problem = Problem.safeParse(parseJson(text));
  if (status === 401) return `The fleet at ${target.api} does not take this token. Check --token or FLEET_ADMIN_TOKEN.`;
  if (!problem.success) return `${target.api} answered ${status}. Is that the address of a FloImg Fleet?`;
  const { title, detail, errors } = problem.data;
  return [detail ?? title, ...(errors ?? []).map(({ field, message }) => `  ${field}: ${message}`)].join('\n');
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
