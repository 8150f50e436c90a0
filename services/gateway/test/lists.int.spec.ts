import { agentIdOf } from '@fleet/domain/identity';
import { Activity, Agent, DailyStat, Fleet, PersonaView, page, StatPoint } from '@fleet/domain/read-models/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { insertActivity, insertAgent, moveCheckpoint } from './rows.ts';

let fixture: Fixture;
const HOUR_MS = 3_600_000;
const soon = () => new Date(Date.now() + HOUR_MS).toISOString();
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

beforeAll(async () => {
  fixture = await startGateway();
  await insertAgent(fixture, { username: 'ann', persona: 'data_viz', spend: 0.1, lastActiveAt: ago(1) });
  await insertAgent(fixture, {
    username: 'bob',
    persona: 'ai_artist',
    spend: 0.30000000000000004,
    lastActiveAt: ago(2),
  });
  await insertAgent(fixture, { username: 'cat', spend: 0.3, status: 'paused' });
  await insertAgent(fixture, { username: 'dan', persona: 'data_viz', sleepingUntil: soon(), spend: 1e-7 });
  await insertAgent(fixture, { username: 'eve', persona: 'data_viz', sleepingUntil: ago(1), spend: 5 });
  await insertAgent(fixture, { username: 'per_cent', status: 'error', spend: 2 });
  await insertAgent(fixture, { username: 'gone', persona: 'data_viz', status: 'deleted' });
  const kinds = ['post', 'comment', 'like', 'browse', 'rejected'];
  for (let i = 1; i <= 25; i++)
    await insertActivity(fixture, {
      id: `t${i}`,
      position: Math.ceil(i / 2),
      kind: kinds[i % 5] ?? 'post',
      username: i % 2 ? 'ann' : 'bob',
      persona: i % 2 ? 'data_viz' : 'ai_artist',
      ...(i % 6 === 0 ? { post: 'p/6' } : {}),
      text: i === 7 ? 'A 100% sunny day, ünïcode 🌞' : null,
      recordedAt: new Date(Date.UTC(2026, 2, 2, 12, i)).toISOString(),
    });
  await moveCheckpoint(fixture, 13);
  await fixture.read(`insert into personas (id, version, definition, changed_at) values ('data_viz', 2, $1, now())`, [
    JSON.stringify({
      id: 'data_viz',
      name: 'Data',
      vibe: 'v',
      tier: 'casual',
      weight: 0.8,
      usernamePrefix: 'data_',
      minIntervalS: 300,
      maxIntervalS: 900,
      weights: { post: 0.4, comment: 0.3, like: 0.6 },
      schedule: {
        timezone: 'Europe/London',
        activeDays: [1],
        peakHours: [],
        peakMultiplier: 2,
        offPeakMultiplier: 0.2,
      },
      interests: ['charts'],
      personality: 'p',
      workflow: 'chart',
      names: ['A'],
      handles: ['aa'],
    }),
  ]);
  const minute = `date_trunc('minute', now()) - interval '1 minute'`;
  await fixture.read(`insert into minute_stats values (${minute}, 'post', 4, 0.25), (${minute}, 'like', 9, 0)`);
  await fixture.read(
    `insert into daily_stats values ((now() at time zone 'utc')::date, 'data_viz', 'post', 'm', 4, 100, 50, 0.25),
       ((now() at time zone 'utc')::date, '', 'like', '', 9, 0, 0, 0), ('2020-01-01', 'data_viz', 'post', 'm', 1, 1, 1, 9)`,
  );
});
afterAll(() => fixture.stop());

const get = async (url: string) => {
  const answer = await fixture.app.inject({ url: `/api/v1${url}`, headers: { host: 'localhost', ...bearer } });
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json();
};
const agents = async (query: string) => page(Agent).parse(await get(`/agents${query}`));
const names = async (query: string) => (await agents(query)).data.map(({ username }) => username);
const walk = async (path: string, limit: number) => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const found: { data: { id: string }[]; next: string | null } = await get(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...found.data.map(({ id }) => id));
    cursor = found.next;
  } while (cursor);
  return seen;
};

describe('the list of agents', () => {
  it('leaves deleted ones out unless they are asked for', async () => {
    expect(await names('')).toEqual(['ann', 'bob', 'cat', 'dan', 'eve', 'per_cent']);
    expect(await names('?status=deleted')).toEqual(['gone']);
    expect(await names('?status=deleted,paused')).toEqual(['cat', 'gone']);
  });

  it('tells sleeping from running by the wall clock', async () => {
    expect(await names('?status=sleeping')).toEqual(['dan']);
    expect(await names('?status=running')).toEqual(['ann', 'bob', 'eve']);
    expect(await names('?status=running&status=sleeping')).toEqual(['ann', 'bob', 'dan', 'eve']);
  });

  it('filters by persona and by part of a name, in which no character is special', async () => {
    expect(await names('?persona=data_viz')).toEqual(['ann', 'dan', 'eve']);
    expect(await names('?persona=none,ai_artist')).toEqual(['bob', 'cat', 'per_cent']);
    expect(await names('?q=NAME%20OF%20B')).toEqual(['bob']);
    expect(await names('?q=_')).toEqual(['per_cent']);
    expect(await names('?q=%25')).toEqual([]);
    expect(await names(`?q=${encodeURIComponent("'; drop table agents; --")}`)).toEqual([]);
  });

  it('is walked to its end in every order, each agent once, whatever the page size', async () => {
    for (const field of ['name', 'username', 'status', 'createdAt', 'lastActiveAt', 'spendUsd', 'errorStreak', 'posts'])
      for (const sort of [field, `-${field}`]) {
        const whole = await walk(`/agents?sort=${sort}`, 100);
        expect(whole).toHaveLength(6);
        for (const limit of [1, 2, 5]) expect(await walk(`/agents?sort=${sort}`, limit)).toEqual(whole);
      }
    expect(await names('?sort=-spendUsd')).toEqual(['eve', 'per_cent', 'bob', 'cat', 'ann', 'dan']);
    expect((await names('?sort=-lastActiveAt')).slice(0, 2)).toEqual(['ann', 'bob']);
  });

  it('refuses a cursor of another order', async () => {
    const { next } = await agents('?limit=1&sort=name');
    const url = `/api/v1/agents?limit=1&sort=-spendUsd&cursor=${next}`;
    const answer = await fixture.app.inject({ url, headers: { host: 'localhost', ...bearer } });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'malformed_cursor']);
  });
});

describe('the list of activities', () => {
  const list = async (query: string) => page(Activity).parse(await get(`/activity${query}`)).data;

  it('comes newest first, and is walked without gap or repeat', async () => {
    const whole = await walk('/activity', 200);
    expect(whole).toHaveLength(25);
    expect(whole[0]).toBe('t25');
    for (const limit of [1, 4, 7]) expect(await walk('/activity', limit)).toEqual(whole);
  });

  it('filters by agent, kind, persona, text and time', async () => {
    expect(await list(`?agent=${agentIdOf('bob')}`)).toHaveLength(12);
    expect((await list('?kind=post,like')).map(({ kind }) => kind).sort()).toEqual([
      ...Array(5).fill('like'),
      ...Array(5).fill('post'),
    ]);
    expect(await list('?kind=post&kind=like')).toHaveLength(10);
    expect(await list('?persona=data_viz&kind=like')).toHaveLength(2);
    expect((await list('?post=p%2F6')).map(({ id }) => id)).toEqual(['t24', 't18', 't12', 't6']);
    expect((await list('?post=p/6&kind=like')).map(({ id }) => id)).toEqual(['t12']);
    expect((await list(`?q=${encodeURIComponent('100% SUNNY')}`)).map(({ id }) => id)).toEqual(['t7']);
    expect((await list('?from=2026-03-02T12:24:00Z')).map(({ id }) => id)).toEqual(['t25', 't24']);
    expect((await list('?to=2026-03-02T13:02:00%2B01:00')).map(({ id }) => id)).toEqual(['t1']);
  });

  it('gives one by its id', async () => {
    expect(Activity.parse(await get('/activity/t7'))).toMatchObject({ id: 't7', synthetic: true, position: '4' });
  });
});

describe('what the fleet is like', () => {
  it('is told with counts, money, lag and the last minute', async () => {
    const fleet = Fleet.parse(await get('/fleet'));
    expect(fleet).toMatchObject({ status: 'running', activityLevel: 1, position: '13', lagMs: 0, problems: [] });
    expect(fleet.agents).toEqual({ total: 6, idle: 0, running: 3, paused: 1, sleeping: 1, error: 1, deleted: 1 });
    expect(fleet.spend).toEqual({ today: 0.25, held: 0, cap: 5 });
    expect(fleet.lastMinute).toMatchObject({ post: 4, like: 9, comment: 0, skipped: 0 });
  });

  it('shows personas with their agents', async () => {
    const { data } = page(PersonaView).parse(await get('/personas'));
    expect(data).toMatchObject([{ id: 'data_viz', version: 2, agents: 3, retired: false }]);
  });

  it('gives figures by minute and by day', async () => {
    expect(
      page(StatPoint)
        .parse(await get('/stats/minutes'))
        .data.map(({ kind, count }) => [kind, count]),
    ).toEqual([
      ['like', 9],
      ['post', 4],
    ]);
    const { data } = page(DailyStat).parse(await get('/stats/daily'));
    expect(data.map(({ personaId, model, costUsd }) => [personaId, model, costUsd])).toEqual([
      [null, null, 0],
      ['data_viz', 'm', 0.25],
    ]);
    expect(page(DailyStat).parse(await get('/stats/daily?from=2020-01-01&to=2020-01-01')).data).toHaveLength(1);
  });

  it('is not ready before the projector has made the read model, and says so', async () => {
    const early = await startGateway({}, { readModel: false });
    try {
      const ready = await early.app.inject({ url: '/ready', headers: { host: 'localhost' } });
      expect(ready.statusCode).toBe(503);
      expect(ready.json().checks).toContainEqual(
        expect.objectContaining({ name: 'read_model', ok: false, message: "waits for the projector's read model" }),
      );
      const fleet = await early.app.inject({ url: '/api/v1/fleet', headers: { host: 'localhost', ...bearer } });
      expect([fleet.statusCode, fleet.json().code]).toEqual([503, 'database_unavailable']);
    } finally {
      await early.stop();
    }
  });
});
