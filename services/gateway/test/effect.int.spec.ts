import { agentIdOf } from '@fleet/domain/identity';
import { EffectView } from '@fleet/domain/read-models/effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effectRange } from '../src/read/effect.ts';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The hour that is full by now, so that nothing of the spec depends on the minute it runs in. */
const HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();

describe('what people and agents did, side by side', () => {
  let fixture: Fixture;
  const get = async (query = '') => {
    const answer = await fixture.app.inject({ url: `/api/v1/effect${query}`, headers: bearer });
    return { status: answer.statusCode, body: answer.json(), view: () => EffectView.parse(answer.json()) };
  };
  const count = (table: 'effect_hours' | 'effect_days', at: string, counts: readonly number[]) =>
    fixture.read(
      `insert into ${table} (${table === 'effect_hours' ? 'hour' : 'day'}, human_posts, human_comments, human_likes,
         drawn_comments, drawn_likes, posts, comments, likes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [at, ...counts],
    );
  const humanPost = (id: string, author: string, at: number) =>
    fixture.read('insert into human_posts values ($1, $2, $3)', [id, author, iso(at)]);
  const humanComment = (id: string, post: string, author: string, at: number) =>
    fixture.read("insert into human_comments values ($1, $2, $3, 'person', $4)", [id, post, author, iso(at)]);
  const activity = (
    id: string,
    username: string,
    post: string,
    at: number,
    { kind = 'comment', shadow = false } = {},
  ) =>
    fixture.read(
      `insert into activities (id, position, kind, action, agent_id, agent_name, username, at, recorded_at, post_id,
         cost_usd, input_tokens, output_tokens, took_ms, shadow, revision)
       values ($1, 1, $2, 'post', $3, 'Someone', $4, $5, $5, $6, 0, 0, 0, 5, $7, 0)`,
      [id, kind, agentIdOf(username), username, iso(at), post, shadow],
    );

  beforeAll(async () => {
    fixture = await startGateway();
  });
  afterAll(() => fixture.stop());

  it('is unknown, not zero, before anybody has looked', async () => {
    const { view } = await get();
    expect(view()).toMatchObject({
      ...{ observedAt: null, humanShare: null, points: [], costPerHumanEngagementUsd: null, bucket: 'hour' },
      alive: { newestPostAt: null, humanPosts: 0, answeredWithinHour: 0, answeredShare: null },
    });
    const fleet = await fixture.app.inject({ url: '/api/v1/fleet', headers: bearer });
    expect(fleet.json().humanShare).toBeNull();
  });

  it('adds up the hours of the range, the share of people, and what an engagement of theirs cost', async () => {
    await count('effect_hours', iso(HOUR), [2, 3, 4, 1, 3, 6, 4, 10]);
    await count('effect_hours', iso(HOUR - HOUR_MS), [1, 0, 0, 0, 0, 2, 2, 1]);
    await count('effect_hours', iso(HOUR - 30 * HOUR_MS), [100, 0, 0, 0, 0, 0, 0, 0]);
    await fixture.read('insert into minute_stats values ($1, $2, 3, 0.02)', [iso(HOUR + 60_000), 'post']);
    await fixture.read('insert into minute_stats values ($1, $2, 3, 5)', [iso(HOUR - 30 * HOUR_MS), 'post']);
    await fixture.read('update gallery set observed_at = $1, newest_post_at = $2', [iso(HOUR + 9), iso(HOUR + 5)]);
    const { view } = await get();
    expect(view()).toMatchObject({
      totals: { human: { posts: 3, comments: 3, reactions: 4 }, synthetic: { posts: 8, comments: 6, likes: 11 } },
      ...{ humanShare: 0.3, drawn: { likes: 3, comments: 1 }, costPerHumanEngagementUsd: 0.005 },
      alive: { newestPostAt: iso(HOUR + 5) },
      observedAt: iso(HOUR + 9),
    });
    expect(view().points.map(({ at }) => at)).toEqual([iso(HOUR - HOUR_MS), iso(HOUR)]);
    const fleet = await fixture.app.inject({ url: '/api/v1/fleet', headers: bearer });
    expect(fleet.json().humanShare).toBeCloseTo(0.3);
  });

  it('tells which posts of people were answered within an hour by somebody else, person or agent', async () => {
    for (const [i, id] of ['by-agent', 'by-person', 'by-self', 'too-late', 'in-shadow', 'alone'].entries())
      await humanPost(id, `u-${i % 4}`, HOUR + i);
    await activity('t1', 'mira', 'by-agent', HOUR + 50 * 60_000);
    await activity('t2', 'mira', 'too-late', HOUR + 2 * HOUR_MS);
    await activity('t3', 'mira', 'in-shadow', HOUR + 1_000, { shadow: true });
    await activity('t4', 'otto', 'alone', HOUR + 1_000, { kind: 'like' });
    await humanComment('c1', 'by-person', 'u-9', HOUR + 59 * 60_000);
    await humanComment('c2', 'by-self', 'u-2', HOUR + 1_000);
    await humanPost('long ago', 'u-7', HOUR - 40 * HOUR_MS);
    const { view } = await get(`?from=${iso(HOUR)}&to=${iso(HOUR + HOUR_MS)}`);
    expect(view().alive).toMatchObject({ humanPosts: 6, answeredWithinHour: 2, answeredShare: 2 / 6 });
    // u-0 to u-3 posted, u-9 commented; mira and otto acted in the gallery.
    expect(view().totals).toMatchObject({ human: { people: 5 }, synthetic: { agents: 2 } });
  });

  it('tells long ranges by UTC days, from what is kept for ever', async () => {
    const day = (ms: number) => iso(ms).slice(0, 10);
    await count('effect_days', day(HOUR - 20 * DAY_MS), [5, 5, 5, 5, 5, 5, 5, 5]);
    await count('effect_days', day(HOUR - 300 * DAY_MS), [1, 1, 1, 1, 1, 1, 1, 1]);
    for (const [at, person] of [
      [HOUR - 20 * DAY_MS, 'u-1'],
      [HOUR - 300 * DAY_MS, 'u-1'],
      [HOUR - 300 * DAY_MS, 'u-2'],
    ] as const)
      await fixture.read('insert into person_days values ($1, $2)', [day(at), person]);
    await fixture.read("insert into daily_stats values ($1, '', 'post', '', 1, 0, 0, 0.6)", [day(HOUR - 20 * DAY_MS)]);
    const { view } = await get(`?from=${iso(HOUR - 310 * DAY_MS)}&to=${iso(HOUR)}`);
    expect(view()).toMatchObject({
      bucket: 'day',
      drawn: { likes: 6, comments: 6 },
      costPerHumanEngagementUsd: expect.closeTo(0.05),
    });
    expect(view().totals.human).toEqual({ posts: 6, comments: 6, reactions: 6, people: 2 });
    expect(view().points.map(({ at }) => at.slice(0, 10))).toEqual([day(HOUR - 300 * DAY_MS), day(HOUR - 20 * DAY_MS)]);
  });

  it('is a problem to see when nobody has looked for minutes, but not while the platform wants to be left alone', async () => {
    const problems = async () => {
      const answer = await fixture.app.inject({ url: '/api/v1/fleet', headers: bearer });
      return (answer.json() as { problems: { part: string }[] }).problems.filter(({ part }) => part === 'gallery');
    };
    const looked = (agoMs: number) => fixture.read('update gallery set observed_at = $1', [iso(Date.now() - agoMs)]);
    await looked(60_000);
    expect(await problems()).toEqual([]);
    await looked(6 * 60_000);
    expect(await problems()).toMatchObject([{ message: expect.stringContaining('not observed') }]);
    await fixture.read("update fleet set platform_paused = true, platform_cause = 'kill_switch'");
    expect(await problems()).toEqual([]);
    await fixture.read('update fleet set platform_paused = false, platform_cause = null');
  });

  it.each([
    ['?from=yesterday', 'from'],
    ['?to=2026-03-02', 'to'],
    [`?from=${iso(HOUR)}&to=${iso(HOUR)}`, 'must be before to'],
    [`?from=${iso(HOUR - 401 * DAY_MS)}`, 'within 400 days'],
    ['?what=1', 'what'],
    ['?minPosition=-1', 'minPosition'],
  ])('refuses %s and says why', async (query, said) => {
    const { status, body } = await get(query);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain(said);
  });

  it('is for those who are logged in', async () => {
    expect((await fixture.app.inject({ url: '/api/v1/effect' })).statusCode).toBe(401);
  });
});

describe('the range of an effect', () => {
  it('is widened to whole hours, or to whole days where it is long or long ago', () => {
    const at = Date.UTC(2026, 2, 2, 10, 20);
    expect(effectRange(at - DAY_MS, at, at)).toEqual({
      ...{ from: new Date(Date.UTC(2026, 2, 1, 10)), to: new Date(Date.UTC(2026, 2, 2, 11)), bucket: 'hour' },
    });
    const days = { from: new Date(Date.UTC(2026, 0, 1)), to: new Date(Date.UTC(2026, 2, 3)), bucket: 'day' };
    expect(effectRange(Date.UTC(2026, 0, 1, 5), at, at)).toEqual(days);
    expect(effectRange(at - DAY_MS, at, at + 200 * DAY_MS).bucket).toBe('day');
  });
});
