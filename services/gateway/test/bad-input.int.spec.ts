import { Problem } from '@fleet/domain/read-models/api';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
});
afterAll(() => fixture.stop());

const ID = '00000000-0000-5000-8000-000000000000';
const send = (options: InjectOptions) =>
  fixture.app.inject({ ...options, headers: { host: '127.0.0.1:4000', ...bearer, ...options.headers } });

const cases: readonly [string, InjectOptions, number, string][] = [
  ['an unknown agent', { method: 'GET', url: `/api/v1/agents/${ID}` }, 404, 'not_found'],
  ['an agent id that is none', { method: 'GET', url: '/api/v1/agents/nobody' }, 404, 'not_found'],
  ['starting an unknown agent', { method: 'POST', url: `/api/v1/agents/${ID}/start` }, 404, 'not_found'],
  ['changing an unknown agent', { method: 'PATCH', url: `/api/v1/agents/${ID}`, payload: {} }, 404, 'not_found'],
  ['deleting an unknown agent', { method: 'DELETE', url: `/api/v1/agents/${ID}` }, 404, 'not_found'],
  ['an unknown activity', { method: 'GET', url: '/api/v1/activity/none' }, 404, 'not_found'],
  ['an unknown operation', { method: 'GET', url: `/api/v1/operations/${ID}` }, 404, 'not_found'],
  ['an unknown path of the API', { method: 'GET', url: '/api/v1/nothing' }, 404, 'not_found'],
  ['a wrong method', { method: 'PUT', url: '/api/v1/agents', payload: {} }, 405, 'method_not_allowed'],
  [
    'a wrong method on one agent',
    { method: 'POST', url: `/api/v1/agents/${ID}`, payload: {} },
    405,
    'method_not_allowed',
  ],
  ['GET of a command', { method: 'GET', url: '/api/v1/fleet/pause' }, 405, 'method_not_allowed'],
  [
    'text as a body',
    { method: 'POST', url: '/api/v1/agents', payload: 'x', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported_media_type',
  ],
  [
    'a form as a body',
    {
      method: 'POST',
      url: '/api/v1/fleet/pause',
      payload: 'a=b',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    415,
    'unsupported_media_type',
  ],
  [
    'broken JSON',
    { method: 'POST', url: '/api/v1/agents', payload: '{"a":', headers: { 'content-type': 'application/json' } },
    400,
    'malformed_json',
  ],
  [
    'a body of 1 MB',
    { method: 'POST', url: '/api/v1/agents', payload: { name: 'x'.repeat(1_000_000) } },
    413,
    'body_too_large',
  ],
  ['a malformed cursor', { method: 'GET', url: '/api/v1/agents?cursor=%2b%2a' }, 400, 'malformed_cursor'],
  ['a zero character in a query', { method: 'GET', url: '/api/v1/agents?persona=%00' }, 400, 'malformed_request'],
  ['a zero character in a path', { method: 'GET', url: '/api/v1/activity/a%00' }, 400, 'malformed_request'],
  [
    'a zero character in a text',
    { method: 'POST', url: '/api/v1/fleet/pause', payload: { reason: 'a\0b' } },
    422,
    'invalid',
  ],
  [
    'half a surrogate pair',
    { method: 'POST', url: '/api/v1/fleet/pause', payload: { reason: '\ud83c' } },
    422,
    'invalid',
  ],
  [
    'deep nesting',
    {
      method: 'POST',
      url: '/api/v1/fleet/pause',
      payload: `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
      headers: { 'content-type': 'application/json' },
    },
    422,
    'invalid',
  ],
  [
    'a field that would change prototypes',
    {
      method: 'POST',
      url: '/api/v1/fleet/pause',
      payload: '{"__proto__":{"a":1}}',
      headers: { 'content-type': 'application/json' },
    },
    400,
    'malformed_json',
  ],
  ['a malformed activity cursor', { method: 'GET', url: '/api/v1/activity?cursor=abc' }, 400, 'malformed_cursor'],
  ['an unknown status', { method: 'GET', url: '/api/v1/agents?status=flying' }, 422, 'invalid'],
  ['an unknown sort', { method: 'GET', url: '/api/v1/agents?sort=shoeSize' }, 422, 'invalid'],
  ['a limit too high', { method: 'GET', url: '/api/v1/activity?limit=5000' }, 422, 'invalid'],
  ['an unknown query parameter', { method: 'GET', url: '/api/v1/agents?colour=red' }, 422, 'invalid'],
  ['a position that is none', { method: 'GET', url: '/api/v1/fleet?minPosition=-1' }, 422, 'invalid'],
  ['a level above 4', { method: 'PATCH', url: '/api/v1/fleet', payload: { activityLevel: 9 } }, 422, 'invalid'],
  ['no level', { method: 'PATCH', url: '/api/v1/fleet' }, 422, 'invalid'],
  ['seeding none', { method: 'POST', url: '/api/v1/agents/seed', payload: { count: 0 } }, 422, 'invalid'],
  ['seeding too many', { method: 'POST', url: '/api/v1/agents/seed', payload: { count: 1_001 } }, 422, 'invalid'],
  [
    'seeding from an unknown persona',
    { method: 'POST', url: '/api/v1/agents/seed', payload: { count: 1, persona: 'pirate' } },
    422,
    'invalid_persona',
  ],
  [
    'an operation on nothing',
    { method: 'POST', url: '/api/v1/operations', payload: { action: 'start' } },
    422,
    'invalid',
  ],
  [
    'an operation on both',
    { method: 'POST', url: '/api/v1/operations', payload: { action: 'start', ids: [ID], filter: {} } },
    422,
    'invalid',
  ],
  [
    'an unknown action',
    { method: 'POST', url: '/api/v1/operations', payload: { action: 'fly', filter: {} } },
    422,
    'invalid',
  ],
  [
    'an act that is none',
    { method: 'POST', url: `/api/v1/agents/${ID}/act`, payload: { kind: 'dance' } },
    422,
    'invalid',
  ],
  ['minutes of a year', { method: 'GET', url: '/api/v1/stats/minutes?from=2025-01-01T00:00:00Z' }, 422, 'invalid'],
  [
    'another Host name',
    { method: 'GET', url: '/api/v1/fleet', headers: { host: 'evil.example' } },
    403,
    'host_not_allowed',
  ],
];

describe('bad input', () => {
  it.each(cases)('answers %s with a problem', async (_what, options, status, code) => {
    const answer = await send(options);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(Problem.parse(answer.json()).status).toBe(status);
    if (status === 405) expect(answer.headers.allow).toMatch(/GET|POST/);
  });

  it('names every wrong field of a new agent', async () => {
    const payload = {
      username: 'No Spaces!',
      name: '',
      persona: 'data_viz',
      minIntervalS: 1,
      weights: { post: 2, comment: 0, like: 0 },
      schedule: { timezone: 'Mars/Base', activeDays: [9], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
      colour: 'red',
    };
    const answer = await send({ method: 'POST', url: '/api/v1/agents', payload });
    expect(answer.statusCode).toBe(422);
    const fields = Problem.parse(answer.json()).errors?.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining([
        'username',
        'name',
        'minIntervalS',
        'weights.post',
        'schedule.timezone',
        'schedule.activeDays.0',
      ]),
    );
  });

  it('names the fields that are missing where no persona gives them', async () => {
    const answer = await send({
      method: 'POST',
      url: '/api/v1/agents',
      payload: { username: 'lonely', name: 'Lonely' },
    });
    expect(answer.statusCode).toBe(422);
    const fields = Problem.parse(answer.json()).errors?.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['personality', 'schedule', 'weights', 'workflow']));
  });
});
