import { describe, expect, test } from 'vitest';
import { studioForSpec } from './studio-fixture.ts';

const nowMs = Date.parse('2026-12-30T22:00:00Z');

describe('limits', () => {
  test.each([
    ['fleetDaily', 'FLEET_DAILY_BUDGET_EXCEEDED', '2026-12-31T00:00:00.000Z'],
    ['fleetMonthly', 'FLEET_MONTHLY_BUDGET_EXCEEDED', '2027-01-01T00:00:00.000Z'],
  ])('%s stops every agent with its code and the end of its period', async (limit, code, resetAt) => {
    const { call, post, control, bob, ann } = await studioForSpec({ now: () => nowMs });
    const id = await post();
    await control({ [limit]: { limit: 3 } });
    expect((await call('POST', `/api/showcase/${id}/like`, {}, bob)).status).toBe(200);
    for (const who of [bob, ann]) {
      expect(await call('POST', `/api/showcase/${id}/like`, {}, who)).toMatchObject({
        status: 429,
        body: { code, resetAt },
      });
    }
    expect((await call('GET', '/api/showcase', undefined, bob)).status).toBe(200);
  });

  test.each([
    ['agentDaily', 'AGENT_DAILY_LIMIT_EXCEEDED'],
    ['agentMonthly', 'AGENT_MONTHLY_LIMIT_EXCEEDED'],
  ])('%s stops that agent alone and says how much it used', async (limit, code) => {
    const { call, post, control, bob, ann } = await studioForSpec({ now: () => nowMs });
    const id = await post();
    await control({ [limit]: { limit: 2 } });
    expect(await call('POST', `/api/showcase/${id}/like`, {}, bob)).toMatchObject({
      status: 429,
      body: { code, usage: { used: 2, limit: 2 } },
    });
    expect((await call('POST', `/api/showcase/${id}/like`, {}, ann)).status).toBe(200);
  });

  test.each([
    ['past', { resetAt: '2026-12-29T22:00:00.000Z' }],
    ['far', { resetAt: '2036-12-27T22:00:00.000Z' }],
    ['garbage', { resetAt: 'soon, probably' }],
    ['2026-12-30T22:05:00.000Z', { resetAt: '2026-12-30T22:05:00.000Z' }],
  ])('resetAt can be %s', async (resetAt, expected) => {
    const { call, control, bob } = await studioForSpec({ now: () => nowMs });
    await control({ fleetDaily: { limit: 0, resetAt } });
    expect((await call('POST', '/api/showcase/x/like', {}, bob)).body).toMatchObject(expected);
  });

  test('resetAt can be missing', async () => {
    const { call, control, bob } = await studioForSpec();
    await control({ fleetDaily: { limit: 0, resetAt: 'missing' } });
    expect((await call('POST', '/api/showcase/x/like', {}, bob)).body).not.toHaveProperty('resetAt');
  });

  test('a new day begins at zero', async () => {
    let clock = nowMs;
    const { call, post, control, bob } = await studioForSpec({ now: () => clock });
    const id = await post();
    await control({ agentDaily: { limit: 2 } });
    expect((await call('POST', `/api/showcase/${id}/like`, {}, bob)).status).toBe(429);
    clock += 3 * 3_600_000;
    expect((await call('POST', `/api/showcase/${id}/like`, {}, bob)).status).toBe(200);
  });

  test('the rate limit answers 429 with Retry-After and another code', async () => {
    const { call, control, bob } = await studioForSpec({ now: () => nowMs });
    await control({ rateLimit: { perMinute: 2, retryAfterSeconds: 7 } });
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await call('GET', '/api/showcase', undefined, bob));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 429]);
    expect(answers[2]).toMatchObject({ headers: { 'retry-after': '7' }, body: { code: 'RATE_LIMITED' } });
  });
});

describe('the kill switch', () => {
  test('stops everything with 503 FLEET_PAUSED, the probe too, until it is lifted', async () => {
    const { call, control, bob } = await studioForSpec();
    const probe = () =>
      call('POST', '/api/execute/sync', {
        steps: [{ kind: 'generate', generator: 'shapes', params: { width: 16, height: 16 }, out: 'p' }],
      });
    await control({ paused: true });
    expect(await call('GET', '/api/showcase', undefined, bob)).toMatchObject({
      status: 503,
      body: { code: 'FLEET_PAUSED' },
    });
    expect(await probe()).toMatchObject({ status: 503, body: { code: 'FLEET_PAUSED' } });
    await control({ paused: false });
    expect((await probe()).status).toBe(200);
  });

  test('can stop writes alone, so that reading back goes on', async () => {
    const { call, post, control, bob } = await studioForSpec();
    const id = await post();
    await control({ paused: 'writes' });
    expect((await call('GET', '/api/showcase', undefined, bob)).status).toBe(200);
    expect((await call('POST', `/api/showcase/${id}/like`, {}, bob)).status).toBe(503);
  });
});

describe('permissions', () => {
  test('the token can be made worthless, an agent can be forbidden, and reset forgives both', async () => {
    const { call, control, bob, ann } = await studioForSpec();
    await control({ forbiddenAgents: ['pixel_bob'] });
    expect((await call('GET', '/api/showcase', undefined, bob)).status).toBe(403);
    expect((await call('GET', '/api/showcase', undefined, ann)).status).toBe(200);
    await control({ unauthorized: true });
    expect((await call('GET', '/api/showcase', undefined, ann)).status).toBe(401);
    await call('POST', '/__control/reset');
    expect((await call('GET', '/api/showcase', undefined, bob)).status).toBe(200);
  });

  test('the control surface refuses other addresses without the token, and unknown switches', async () => {
    const { app, control } = await studioForSpec();
    const from = (headers: Record<string, string>) =>
      app.inject({ method: 'GET', url: '/__control', remoteAddress: '10.1.2.3', headers });
    expect((await from({})).statusCode).toBe(403);
    expect((await from({ authorization: 'Bearer fst_spec' })).statusCode).toBe(200);
    expect((await control({ pausd: true })).status).toBe(400);
  });
});
