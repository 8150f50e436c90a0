import { agentIdOf } from '@fleet/domain/identity';
import { Agent, Fleet, page, StatPoint } from '@fleet/domain/read-models/api';
import { AuditEntry } from '@fleet/domain/read-models/audit';
import { CostsView } from '@fleet/domain/read-models/costs';
import { SettingsView } from '@fleet/domain/read-models/settings';
import { TimingView } from '@fleet/domain/read-models/timing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { insertAgent } from './rows.ts';

/** A Monday noon by the fleet clock; the wall clock stands still at the real time. */
const fleetMs = Date.UTC(2026, 2, 2, 12, 10);
const wallMs = Date.now();
const hourMs = 3_600_000;
let fixture: Fixture;
let monotonicMs = 0;
beforeAll(async () => {
  fixture = await startGateway({
    clock: {
      ...{ fleetNow: () => fleetMs, wallNow: () => wallMs, monotonicNow: () => monotonicMs, scale: () => 1 },
      wallAt: (ms: number) => ms,
    },
  });
  await insertAgent(fixture, { username: 'ann', persona: 'data_viz' });
  await insertAgent(fixture, { username: 'bob', persona: 'ai_artist' });
  await insertAgent(fixture, { username: 'cat', persona: 'data_viz', status: 'paused' });
});
afterAll(() => fixture.stop());

const ask = (url: string) => fixture.app.inject({ url: `/api/v1${url}`, headers: { host: 'localhost', ...bearer } });
const get = async (url: string) => {
  const answer = await ask(url);
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};

describe('the audit', () => {
  const list = async (query = '') => page(AuditEntry).parse(await get(`/audit${query}`));
  const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  beforeAll(async () => {
    const insert = (n: number, row: Record<string, unknown>) => {
      const all: Record<string, unknown> = {
        ...{ id: uuid(n), position: n >> 1, at: new Date(Date.UTC(2026, 2, 2, 9, n)), by: 'operator:admin' },
        ...{ action: 'agent.pause', target_kind: 'agent', target_id: agentIdOf('ann'), target_name: 'Ann 100%' },
        ...{ outcome: 'done', operation_id: null, revision: n, ...row },
      };
      const columns = Object.keys(all);
      return fixture.read(
        `insert into audit (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
        Object.values(all),
      );
    };
    await insert(2, { reason: 'too loud' });
    await insert(3, {
      by: 'cli',
      action: 'fleet.setLevel',
      target_kind: 'fleet',
      target_id: 'main',
      target_name: null,
      detail: 'activity level 2',
    });
    await insert(4, { by: 'nats', outcome: 'refused', code: 'invalid_state', reason: 'the agent is idle' });
    await insert(5, { action: 'agent.stop', operation_id: uuid(99), target_id: agentIdOf('bob') });
  });

  it('comes newest first, whole entries, page by page', async () => {
    const { data, next } = await list();
    expect([data.map(({ id }) => id), next]).toEqual([[5, 4, 3, 2].map(uuid), null]);
    expect(data[2]).toEqual({
      ...{ id: uuid(3), at: '2026-03-02T09:03:00.000Z', by: 'cli', action: 'fleet.setLevel', position: '1' },
      ...{ target: { kind: 'fleet', id: 'main', name: null }, outcome: 'done', code: null, reason: null },
      ...{ detail: 'activity level 2', operationId: null },
    });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const found: Awaited<ReturnType<typeof list>> = await list(`?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...found.data.map(({ id }) => id));
      cursor = found.next;
    }
    expect(seen).toEqual([5, 4, 3, 2].map(uuid));
  });

  it.each([
    ['who', 'by=cli,nats', [4, 3]],
    ['what', 'action=agent.pause', [4, 2]],
    ['a kind of target', 'target=fleet', [3]],
    ['one target', `target=${agentIdOf('bob')}`, [5]],
    ['the outcome', 'outcome=refused', [4]],
    ['an operation', `operation=${uuid(99)}`, [5]],
    ['words of why, whom or what', 'q=LOUD', [2]],
    ['words in which no character is special', 'q=100%25', [5, 4, 2]],
    ['time', 'from=2026-03-02T09:04:00Z&to=2026-03-02T09:05:00Z', [4]],
  ])('is filtered by %s', async (_what, query, expected) => {
    expect((await list(`?${query}`)).data.map(({ id }) => id)).toEqual(expected.map(uuid));
  });

  it.each([
    ['outcome=perhaps', 422, 'invalid'],
    ['operation=x', 422, 'invalid'],
    ['colour=red', 422, 'invalid'],
    ['cursor=abc', 400, 'malformed_cursor'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await ask(`/audit?${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

describe('timing', () => {
  const look = async (query = '') => TimingView.parse(await get(`/timing${query}`));
  const sum = (week: number[][]) => week.flat().reduce((a, b) => a + b, 0);
  beforeAll(async () => {
    await fixture.read(`insert into quarter_stats values ('2026-03-01 18:15Z', 'data_viz', 3),
      ('2026-03-01 18:45Z', 'ai_artist', 5), ('2026-03-02 12:00Z', '', 1), ('2026-02-20 00:00Z', 'data_viz', 7)`);
    await fixture.read(`insert into gap_bins values ('data_viz', 10, 4), ('ai_artist', 12, 6)`);
    for (const [username, squares] of [
      ['ann', 60 * 400],
      ['bob', 60 * 100],
    ] as const)
      await fixture.read(`insert into agent_rhythm values ($1, now(), 60, 600, $2, 59 * 100, 10, 10, $3, 0)`, [
        agentIdOf(username),
        squares,
        JSON.stringify(new Array(24).fill(1)),
      ]);
  });

  it('tells what was done by weekday and hour in the zone that was asked for', async () => {
    const utc = await look('?days=7');
    expect(utc.timeZone).toBe('UTC');
    expect([utc.actual[0]?.[18], utc.actual[1]?.[12]]).toEqual([8, 1]);
    expect(sum(utc.actual)).toBe(9);
    const kolkata = await look('?days=7&tz=Asia/Kolkata');
    expect([kolkata.actual[0]?.[23], kolkata.actual[1]?.[0]]).toEqual([3, 5]);
    const kathmandu = await look('?days=7&tz=Asia/Kathmandu');
    expect([kathmandu.actual[1]?.[0], kathmandu.actual[1]?.[17]]).toEqual([8, 1]);
    expect(sum((await look('?days=7&persona=ai_artist')).actual)).toBe(5);
  });

  it('looks back no further than there was a fleet, and says how long it looked at each hour', async () => {
    const whole = await look('?days=90');
    expect(whole.from).toBe('2026-02-20T00:00:00.000Z');
    expect(whole.to).toBe(new Date(fleetMs).toISOString());
    expect(sum(whole.actual)).toBe(16);
    expect(sum(whole.observedHours)).toBeCloseTo(10 * 24 + 12 + 1 / 6, 2);
    expect(whole.observedHours[1]?.[12]).toBeCloseTo(1 + 1 / 6, 2);
  });

  it('tells the plan of the week to come, of running agents as they are configured', async () => {
    const { planned, plannedFrom } = await look('?days=7');
    expect(plannedFrom).toEqual({ agents: 2, of: 2 });
    expect(sum(planned)).toBeGreaterThan(0);
    // Agents of rows.ts are active on Sundays and Mondays alone.
    expect(sum(planned.slice(2))).toBeLessThan(sum(planned));
    expect((await look('?days=7&persona=data_viz')).plannedFrom).toEqual({ agents: 1, of: 1 });
    expect((await look('?days=7&persona=nobody')).plannedFrom).toEqual({ agents: 0, of: 0 });
  });

  it('tells gaps and burstiness beside what people measure as', async () => {
    const { gaps, burstiness } = await look();
    expect(gaps.map(({ count }) => count)).toEqual([4, 0, 6]);
    expect(gaps[0]?.fromS).toBeCloseTo(10 ** (10 / 8), 9);
    expect(burstiness).toMatchObject({ agents: 2, humanFrom: 0.3 });
    const ann = await look('?persona=data_viz');
    expect(ann.gaps.map(({ count }) => count)).toEqual([4]);
    expect(ann.burstiness.agents).toBe(1);
    expect((await look('?persona=nobody')).burstiness).toMatchObject({ agents: 0, median: null, memory: null });
  });

  it('may be a minute old, not more', async () => {
    const before = sum((await look('?days=7')).actual);
    await fixture.read(`update quarter_stats set count = count + 1 where quarter = '2026-03-02 12:00Z'`);
    expect(sum((await look('?days=7')).actual)).toBe(before);
    monotonicMs += 60_001;
    expect(sum((await look('?days=7')).actual)).toBe(before + 1);
  });

  it.each(['tz=Mars/Base', 'days=0', 'days=91', 'days=x', 'zone=UTC'])('refuses %s', async (query) => {
    const answer = await ask(`/timing?${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'invalid']);
  });
});

describe('costs', () => {
  const costs = async (query: string) => CostsView.parse(await get(`/costs?from=2026-03-01&to=2026-03-02${query}`));
  beforeAll(async () => {
    await fixture.read(`insert into daily_stats values ('2026-03-01', 'data_viz', 'post', 'm1', 2, 100, 50, 0.3),
      ('2026-03-02', 'data_viz', 'comment', 'm2', 4, 40, 20, 0.1), ('2026-03-02', '', 'browse', '', 9, 0, 0, 0),
      ('2026-02-01', 'data_viz', 'post', 'm1', 1, 1, 1, 99)`);
    await fixture.read(
      `insert into daily_usage values ('2026-03-01', $1, 'post@1', 2, 100, 50, 0.3), ('2026-03-02', $2, 'comment@1', 4, 40, 20, 0.1)`,
      [agentIdOf('ann'), agentIdOf('gone')],
    );
  });

  it('are split by persona, model, prompt or agent, dearest first', async () => {
    const keys = async (by: string) => (await costs(`&by=${by}`)).rows.map(({ key, costUsd }) => [key, costUsd]);
    expect(await keys('persona')).toEqual([
      ['data_viz', 0.4],
      [null, 0],
    ]);
    expect(await keys('model')).toEqual([
      ['m1', 0.3],
      ['m2', 0.1],
      [null, 0],
    ]);
    expect(await keys('prompt')).toEqual([
      ['post@1', 0.3],
      ['comment@1', 0.1],
    ]);
    const { rows } = await costs('&by=agent');
    expect(rows).toEqual([
      { key: agentIdOf('ann'), name: 'Name of ann', count: 2, inputTokens: 100, outputTokens: 50, costUsd: 0.3 },
      { key: agentIdOf('gone'), name: null, count: 4, inputTokens: 40, outputTokens: 20, costUsd: 0.1 },
    ]);
  });

  it('say what one action costs, and the total of all', async () => {
    const view = await costs('');
    expect(view).toMatchObject({ by: 'persona', from: '2026-03-01', to: '2026-03-02' });
    expect(view.total).toEqual({ count: 15, inputTokens: 140, outputTokens: 70, costUsd: 0.4 });
    expect(view.perAction).toEqual([
      { kind: 'browse', count: 9, costUsd: 0, usdEach: 0 },
      { kind: 'comment', count: 4, costUsd: 0.1, usdEach: 0.025 },
      { kind: 'post', count: 2, costUsd: 0.3, usdEach: 0.15 },
    ]);
  });

  it.each(['by=moon', 'from=2026-03-02&to=2026-03-01', 'from=yesterday'])('refuse %s', async (query) => {
    expect((await ask(`/costs?${query}`)).statusCode).toBe(422);
  });
});

describe('what lists and the overview are given besides', () => {
  it('hours of wall time for longer ranges', async () => {
    const hour = `date_trunc('hour', now()) - interval '2 hours'`;
    await fixture.read(
      `insert into hour_stats values (${hour}, 'post', 4, 0.25), (now() - interval '9 days', 'like', 1, 0)`,
    );
    const { data } = page(StatPoint).parse(await get('/stats/hours'));
    expect(data.map(({ kind, count, costUsd }) => [kind, count, costUsd])).toEqual([['post', 4, 0.25]]);
    expect((await ask('/stats/hours?from=2020-01-01T00:00:00Z')).statusCode).toBe(422);
  });

  it('the rate of errors of the last quarter of an hour, and how late ticks are', async () => {
    expect(Fleet.parse(await get('/fleet'))).toMatchObject({ errorRate: null, tickLateness: null });
    await fixture.read(`insert into minute_stats values (date_trunc('minute', now()), 'post', 3, 0),
      (date_trunc('minute', now()), 'rejected', 1, 0), (date_trunc('minute', now()), 'skipped', 50, 0),
      (now() - interval '1 hour', 'unknown', 50, 0)`);
    expect(Fleet.parse(await get('/fleet')).errorRate).toBe(0.25);
    const [scheduler] = fixture.services;
    if (scheduler) fixture.services[0] = { ...scheduler, data: { latenessP50Ms: 2, latenessP99Ms: 11 } };
    const lateness = async () => Fleet.parse(await get('/fleet')).tickLateness;
    await expect.poll(lateness, { timeout: 10_000 }).toEqual({ p50Ms: 2, p99Ms: 11 });
  });

  it("agents' last day by the hour and their next action, where a list asks for them", async () => {
    const hour = Math.floor(wallMs / hourMs);
    await fixture.read('update agent_rhythm set hours = $1, hours_to = $2 where agent_id = $3', [
      ...[JSON.stringify([...new Array(23).fill(0), 6]), hour - 2, agentIdOf('ann')],
    ]);
    const list = async (query: string) => page(Agent).parse(await get(`/agents${query}`)).data;
    const plain = await list('');
    expect(plain.every((agent) => agent.lastHours === undefined && agent.nextActionAt === undefined)).toBe(true);
    const [ann, bob, cat] = await list('?with=hours,next');
    expect(ann?.lastHours?.slice(-4)).toEqual([0, 6, 0, 0]);
    expect(bob?.lastHours).toEqual(new Array(24).fill(0));
    expect(Date.parse(ann?.nextActionAt ?? '')).toBeGreaterThan(fleetMs);
    expect(cat).toMatchObject({ nextActionAt: null, lastHours: new Array(24).fill(0) });
    expect((await ask('/agents?with=everything')).statusCode).toBe(422);
  });

  it('the configuration, without secrets', async () => {
    const text = JSON.stringify(SettingsView.parse(await get('/settings')));
    expect(text).toContain('http://127.0.0.1:4001');
    expect(text).not.toContain(bearer.authorization.slice('Bearer '.length));
  });

  it('descriptions of all of it', async () => {
    const described = await fixture.app.inject({ url: '/docs/json', headers: { host: 'localhost', ...bearer } });
    const paths = ['audit', 'timing', 'costs', 'prices', 'settings', 'stats/hours', 'operations/{id}/results'];
    expect(Object.keys(described.json().paths)).toEqual(expect.arrayContaining(paths.map((path) => `/api/v1/${path}`)));
    const operation = described.json().paths['/api/v1/operations/{id}/undo'].post;
    expect(operation.description).toContain('10 s');
  });
});
