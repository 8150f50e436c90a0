import { z } from 'zod';
import type { Answer } from '../ports.ts';
import type { Exchange } from './exchange.ts';
import { clockSkewMs, limitEndsAt, retryAfterMs } from './waits.ts';

const MAX_REASON_CHARS = 300;

/** Fields of error bodies, each taken only where it has the type it should have. */
const ErrorBody = z.object({
  code: z.string().max(100).optional().catch(undefined),
  resetAt: z.unknown().optional(),
  status: z.unknown().optional(),
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
  message: z.unknown().optional(),
  errorCode: z.string().max(100).nullable().optional().catch(undefined),
  retryable: z.boolean().nullable().optional().catch(undefined),
});
type ErrorBody = z.infer<typeof ErrorBody>;

const parseJson = (text: string | null): unknown => {
  if (text === null || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const errorBodyOf = (text: string | null): ErrorBody => {
  const parsed = ErrorBody.safeParse(parseJson(text));
  return parsed.success ? parsed.data : {};
};

/** One readable line, bounded, without control characters. */
export const oneLine = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ').trim();
  return line.length > MAX_REASON_CHARS ? `${line.slice(0, MAX_REASON_CHARS - 1)}…` : line;
};

const wordsOf = (body: ErrorBody, text: string | null): string => {
  for (const field of [body.error, body.message, body.errors]) {
    if (typeof field === 'string' && field !== '') return field;
    if (typeof field === 'object' && field !== null) return JSON.stringify(field).slice(0, 1_000);
  }
  return (text ?? '').slice(0, 200);
};

export type Expectations<T> = {
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** What a 404 means: the thing addressed is gone, or (no such route) the base URL is wrong. */
  readonly notFound: 'gone' | 'no_route';
  readonly nowWallMs: number;
};

const refused = (status: number, reason: string, notFound: 'gone' | 'no_route'): Answer<never> | null => {
  switch (status) {
    case 401:
      return { kind: 'unauthorized', reason };
    case 403:
      return { kind: 'forbidden', reason };
    case 404:
    case 410:
      return notFound === 'gone'
        ? { kind: 'gone', reason }
        : { kind: 'invalid', reason: `${reason} (is FLOIMG_API_URL right?)` };
    // The server gave up waiting for a body: it may still have it from a proxy that retries.
    case 408:
      return { kind: 'unclear', reason };
    default:
      return status >= 400 && status < 500 ? { kind: 'invalid', reason } : null;
  }
};

const limited = (exchange: Exchange & { kind: 'response' }, body: ErrorBody, reason: string, nowWallMs: number) => {
  const code = body.code ?? '';
  const untilWall = limitEndsAt(body.resetAt, nowWallMs);
  if (/^FLEET_(DAILY|MONTHLY)_BUDGET_EXCEEDED$/.test(code)) {
    return { kind: 'fleet_limit', code, untilWall, reason } as const;
  }
  if (/^AGENT_(DAILY|MONTHLY)_LIMIT_EXCEEDED$/.test(code)) {
    return { kind: 'agent_limit', code, untilWall, reason } as const;
  }
  const retry = retryAfterMs(exchange.headers['retry-after'], nowWallMs);
  return { kind: 'throttled', retryAfterMs: retry, reason } as const;
};

/** Every row of the platform's error table, and everything that is in no table, as one value. */
export const interpret = <T>(exchange: Exchange, expected: Expectations<T>): Answer<T> => {
  if (exchange.kind === 'unsent') return { kind: 'unsent', reason: oneLine(`${expected.what}: ${exchange.reason}`) };
  if (exchange.kind === 'broken') return { kind: 'unclear', reason: oneLine(`${expected.what}: ${exchange.reason}`) };

  const { status, body: text, headers } = exchange;
  if (status >= 200 && status < 300) {
    if (text === null) return { kind: 'unclear', reason: `${expected.what}: ${exchange.fault}` };
    const json = parseJson(text);
    if (json === undefined && text !== '') return { kind: 'unclear', reason: `${expected.what}: not JSON` };
    const parsed = expected.schema.safeParse(json);
    if (parsed.success) {
      return { kind: 'ok', value: parsed.data, skewMs: clockSkewMs(headers.date, expected.nowWallMs) };
    }
    const first = parsed.error.issues[0];
    const where = first === undefined ? '' : ` at ${first.path.join('.') || 'the top'}: ${first.message}`;
    return { kind: 'unclear', reason: oneLine(`${expected.what}: an answer of another shape${where}`) };
  }

  const body = errorBodyOf(text);
  const words = wordsOf(body, text);
  const reason = oneLine(`${expected.what}: HTTP ${status}${body.code ? ` ${body.code}` : ''}${words && ` ${words}`}`);
  if (status >= 300 && status < 400) {
    return { kind: 'unclear', reason: `${reason} (a redirect, which is never followed: correct FLOIMG_API_URL)` };
  }
  if (status === 429) return limited(exchange, body, reason, expected.nowWallMs);
  if (status === 503 && body.code === 'FLEET_PAUSED') return { kind: 'platform_paused', reason };
  if (status === 500 && body.status === 'error') {
    return { kind: 'workflow_failed', code: body.errorCode ?? null, retryable: body.retryable ?? null, reason };
  }
  return refused(status, reason, expected.notFound) ?? { kind: 'unclear', reason };
};

/** Whether the exchange speaks of an outage, which is what the breaker counts; a refusal is a platform at work. */
export const isOutage = (exchange: Exchange): boolean => {
  if (exchange.kind !== 'response') return true;
  if (exchange.status < 500) return false;
  const body = errorBodyOf(exchange.body);
  return !(exchange.status === 503 && body.code === 'FLEET_PAUSED') && body.status !== 'error';
};
