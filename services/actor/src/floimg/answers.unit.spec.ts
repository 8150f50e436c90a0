import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { interpret, isOutage } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { MAX_SLEEP_MS } from './waits.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const response = (status: number, body: unknown, headers: Record<string, string> = {}): Exchange => ({
  kind: 'response',
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  fault: null,
});
const read = (exchange: Exchange, notFound: 'gone' | 'no_route' = 'gone') =>
  interpret(exchange, { what: 'POST /x', schema: z.object({ id: z.string() }), notFound, nowWallMs: now });

describe('an answer of the platform', () => {
  it('is its value, unknown fields left aside, with the skew of the clocks', () => {
    const date = new Date(now + 3_000).toUTCString();
    expect(read(response(200, { id: 'a', extra: 1 }, { date }))).toEqual({
      kind: 'ok',
      value: { id: 'a' },
      skewMs: 3_000,
    });
    expect(read(response(201, { id: 'a' }))).toMatchObject({ kind: 'ok', skewMs: null });
    expect(read(response(200, { id: 'a' }, { date: 'soon' }))).toMatchObject({ skewMs: null });
  });

  it.each([
    [401, {}, 'unauthorized'],
    [403, {}, 'forbidden'],
    [404, {}, 'gone'],
    [400, { errors: [{ path: 'title' }] }, 'invalid'],
    [422, { error: 'bad title' }, 'invalid'],
    [409, {}, 'invalid'],
    [503, { code: 'FLEET_PAUSED' }, 'platform_paused'],
    [503, {}, 'unclear'],
    [502, '<html>Bad gateway</html>', 'unclear'],
    [500, { statusCode: 500, message: 'boom' }, 'unclear'],
    [408, {}, 'unclear'],
    [302, '', 'unclear'],
    [200, '', 'unclear'],
    [200, '{"id":"a', 'unclear'],
    [200, { id: 7 }, 'unclear'],
    [200, [], 'unclear'],
    [200, 'null', 'unclear'],
    [204, '', 'unclear'],
  ] as const)('HTTP %i %j is %s', (status, body, kind) => {
    expect(read(response(status, body)).kind).toBe(kind);
  });

  it('is a wrong address rather than a lost post where a fixed route is not found', () => {
    expect(read(response(404, {}), 'no_route')).toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining('FLOIMG_API_URL'),
    });
  });

  it.each([
    ['2026-03-01T18:00:00Z', now + 6 * HOUR],
    ['2026-02-01T00:00:00Z', now + MINUTE],
    ['2036-03-01T00:00:00Z', now + MAX_SLEEP_MS],
    ['tomorrow-ish', now + HOUR],
    [undefined, now + HOUR],
    [12345, now + HOUR],
  ])('a limit that resets at %s ends as promised', (resetAt, untilWall) => {
    for (const [code, kind] of [
      ['FLEET_DAILY_BUDGET_EXCEEDED', 'fleet_limit'],
      ['FLEET_MONTHLY_BUDGET_EXCEEDED', 'fleet_limit'],
      ['AGENT_DAILY_LIMIT_EXCEEDED', 'agent_limit'],
      ['AGENT_MONTHLY_LIMIT_EXCEEDED', 'agent_limit'],
    ] as const) {
      expect(read(response(429, { code, resetAt, usage: { used: 1, limit: 1 } }))).toMatchObject({
        kind,
        code,
        untilWall,
      });
    }
  });

  it.each([
    ['7', 7_000],
    ['0', 1_000],
    ['999999', HOUR],
    [new Date(now + 90_000).toUTCString(), 90_000],
    ['a while', 30_000],
    [undefined, 30_000],
  ])('a rate limit with Retry-After %s backs off', (header, retryAfterMs) => {
    const headers = header === undefined ? {} : { 'retry-after': header };
    expect(read(response(429, 'slow down', headers))).toMatchObject({ kind: 'throttled', retryAfterMs });
    expect(read(response(429, { code: 'SOMETHING_NEW' }, headers))).toMatchObject({ kind: 'throttled' });
  });

  it('tells a workflow that failed for certain from a server that broke', () => {
    const coded = { status: 'error', error: 'Unknown operation', errorCode: 'TRANSFORM_ERROR', retryable: false };
    expect(read(response(500, coded))).toMatchObject({
      kind: 'workflow_failed',
      code: 'TRANSFORM_ERROR',
      retryable: false,
    });
    expect(read(response(500, { status: 'error', error: 'no prompt' }))).toMatchObject({
      kind: 'workflow_failed',
      code: null,
      retryable: null,
    });
  });

  it('keeps reasons to one bounded line', () => {
    const answer = read(response(400, { error: `a\n\u0007b ${'x'.repeat(5_000)}` }));
    if (answer.kind !== 'invalid') throw new Error(answer.kind);
    expect(answer.reason.length).toBeLessThanOrEqual(300);
    expect(answer.reason).not.toContain('\n');
    expect(answer.reason).not.toContain('\u0007');
  });

  it('is nothing at all when it was never sent, and unclear when the connection broke', () => {
    expect(read({ kind: 'unsent', reason: 'ECONNREFUSED' }).kind).toBe('unsent');
    expect(read({ kind: 'broken', reason: 'reset' }).kind).toBe('unclear');
  });
});

describe('an outage', () => {
  it('is silence and server errors, not a refusal, a pause or a failed workflow', () => {
    expect(isOutage({ kind: 'unsent', reason: '' })).toBe(true);
    expect(isOutage({ kind: 'broken', reason: '' })).toBe(true);
    expect(isOutage(response(502, '<html>'))).toBe(true);
    expect(isOutage(response(503, { code: 'FLEET_PAUSED' }))).toBe(false);
    expect(isOutage(response(500, { status: 'error' }))).toBe(false);
    expect(isOutage(response(429, {}))).toBe(false);
    expect(isOutage(response(200, 'not JSON'))).toBe(false);
  });
});
