import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { draw } from '@fleet/domain/draws';
import { factId, STREAM, tickIdOf } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { seedAgent } from '@fleet/domain/persona/seeding';
import { expectedTicks, planTicks } from '@fleet/domain/timing/plan';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { describe, expect, test } from 'vitest';
import { fails } from '../gates.ts';
import { measure } from '../history.ts';
import { parseOptions, UsageError } from '../options.ts';
import { plannedFleet } from '../planned-fleet.ts';
import { nearTwins } from './near-twins.ts';
import { parseRecordedOptions } from './options.ts';
import { readHistory } from './read-history.ts';
import { mannersGates, rhythmGates } from './recorded-gates.ts';
import { recordedReport } from './report.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const stop = new AbortController().signal;
const by = { by: 'test', reason: '' };

/** A store whose clock stands where the story is; fleet time is wall time. */
const story = () => {
  let now = 0;
  const store = fakeEventStore(() => now);
  const tell = async (at: number, stream: string, ...events: FleetDomainEvent[]) => {
    now = at;
    const last = store.stream(stream).length;
    const none = { correlationId: 'c', causationId: null, traceparent: null };
    const encoded = events.map((event, i) =>
      encode(event, { ...none, id: factId(stream, last + i), occurredAtMs: at }),
    );
    await store.append(stream, encoded, last === 0 ? 'noStream' : last - 1);
  };
  const ended = (tickId: string, kind: 'post' | 'comment' | 'like' | 'browse'): ActivityEvent => ({
    type: 'TickEnded',
    data: {
      ...{ tickId, kind, outcome: 'done', code: null, reason: null, costUsd: 0, inputTokens: 0, outputTokens: 0 },
      ...{ model: null, prompt: null, tookMs: 1, shadow: false },
    },
  });
  const acted = (
    agentId: string,
    due: number,
    kind: 'post' | 'comment' | 'like' | 'browse',
    about: { postId?: string; text?: string; postedAt?: number } = {},
  ) => {
    const { postId = 'p', text = 'x', postedAt } = about;
    const tickId = tickIdOf(agentId, due);
    const events: ActivityEvent[] = [
      { type: 'TickAccepted', data: { tickId, due, kind, agentRevision: 0, shadow: false } },
    ];
    if (postedAt !== undefined) {
      const seen = [{ postId, createdAt: postedAt, comments: 0 }];
      events.push({ type: 'FeedBrowsed', data: { tickId, pages: 1, seen, opened: [] } });
    }
    if (kind === 'post')
      events.push({
        type: 'PostPublished',
        data: { tickId, postId, title: 'T', caption: text, imageUrl: 'https://i/' },
      });
    if (kind === 'comment')
      events.push({ type: 'CommentLeft', data: { tickId, postId, commentId: tickId, text, foundIn: tickId } });
    if (kind === 'like') events.push({ type: 'PostLiked', data: { tickId, postId, likeCount: 1, foundIn: tickId } });
    return tell(due, STREAM.activity(agentId), ...events, ended(tickId, kind));
  };
  return { store, tell, acted };
};

/** The fleet of `npm run plan`, recorded as scheduler and actors would have. */
const recordedPlan = async (flags: string, days: number) => {
  const of = parseOptions('realism', flags.split(' '));
  const { store, tell, acted } = story();
  const fleet = plannedFleet(of);
  const personas = BUILT_IN_PERSONAS.map((persona) => ({ version: 1, persona }));
  for (const [index, { plan }] of fleet.entries()) {
    const seeded = seedAgent({ fleetSeed: of.seed, index, personas, preset: of.preset });
    if (!seeded) throw new Error('no agent');
    const { config, username, personaId } = seeded;
    const persona = { id: personaId, version: 1 };
    const created = { agentId: plan.id, username, persona, seedIndex: index, config, by: 'test' };
    await tell(
      of.from,
      STREAM.agent(plan.id),
      { type: 'AgentCreated', data: created },
      { type: 'AgentProvisioned', data: { platformUserId: 'u', created: true } },
      { type: 'AgentStarted', data: by },
    );
  }
  const to = of.from + days * DAY_MS;
  return { of, fleet, store, tell, acted, to };
};

describe('the recorded history', () => {
  test('measures as the plan it followed', async () => {
    const { of, fleet, store, tell, acted, to } = await recordedPlan('--agents 12 --preset natural', 8);
    for (const { plan } of fleet)
      for (const due of planTicks(plan, of.seed, of.from, to)) await acted(plan.id, due, 'browse');
    await tell(to, STREAM.fleet, { type: 'ActivityLevelSet', data: { level: 1, ...by } });
    const history = await readHistory(store, {}, stop);
    if (!history) return expect.fail();
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    expect(sum(history.agents.map(({ moments }) => moments.length))).toBe(
      sum(fleet.map(({ plan }) => planTicks(plan, of.seed, of.from, to).length)),
    );
    expect(sum(history.agents.map(({ expected }) => expected))).toBeCloseTo(
      sum(fleet.map(({ plan }) => expectedTicks(plan, of.from, to))),
      3,
    );
    const measures = measure(history.agents, history.from, history.to);
    expect(measures.shortestGapMs).toBeGreaterThanOrEqual(5_000);
    expect(measures.mostCommon).toBe('browse');
  });

  test('expects nothing of an agent that is paused, asleep or deleted, of a fleet at rest, and of one that is down', async () => {
    const { of, fleet, store, tell } = await recordedPlan('--agents 1 --preset lively', 1);
    const [agent] = fleet;
    if (!agent) return expect.fail();
    const at = (hours: number) => of.from + hours * HOUR_MS;
    const { plan } = agent;
    const stream = STREAM.agent(plan.id);
    await tell(at(2), stream, { type: 'AgentPaused', data: by });
    await tell(at(3), stream, { type: 'AgentResumed', data: by });
    const until = new Date(at(5)).toISOString();
    await tell(at(4), stream, { type: 'AgentSlept', data: { until, code: 'X', reason: '' } });
    await tell(at(6), STREAM.fleet, { type: 'FleetPaused', data: { cause: 'operator', ...by } });
    await tell(at(7), STREAM.fleet, { type: 'FleetResumed', data: by });
    await tell(at(8), STREAM.fleet, { type: 'ActivityLevelSet', data: { level: 2, ...by } });
    const looked = {
      ...{
        pages: 1,
        items: 0,
        reached: 'end' as const,
        newestPostAt: null,
        unnamed: 0,
        activityPosition: null,
        behind: false,
      },
      ...{ found: [], counted: [], fleetLiked: [], open: [] },
    };
    for (const [i, hours] of [9, 11, 11.05].entries())
      await tell(at(hours), STREAM.gallery, { type: 'GalleryObserved', data: { runId: `r${i}`, ...looked } });
    await tell(at(12), stream, { type: 'AgentDeletionRequested', data: by });
    await tell(at(14), STREAM.fleet, { type: 'ActivityLevelSet', data: { level: 1, ...by } });
    const history = await readHistory(store, {}, stop);
    const meant = (from: number, to: number, level = 1) =>
      expectedTicks({ ...plan, level, effectiveFrom: at(from) }, at(from), at(to));
    const expected = meant(0, 2) + meant(3, 4) + meant(5, 6) + meant(7, 8) + meant(8, 9, 2) + meant(11, 12, 2);
    expect(history?.agents[0]?.expected).toBeCloseTo(expected, 3);
  });

  test('says for each gate what it lacks, and fails by none of those', async () => {
    const { fleet, store, acted, of } = await recordedPlan('--agents 3 --preset natural', 1);
    for (const [i, { plan }] of fleet.entries()) await acted(plan.id, of.from + HOUR_MS + i, 'browse');
    const history = await readHistory(store, {}, stop);
    if (!history) return expect.fail();
    const gates = rhythmGates(measure(history.agents, history.from, history.to), 'natural', 1 / 24);
    expect(gates).toHaveLength(10);
    expect(gates.every(({ lacks }) => lacks !== null)).toBe(true);
    expect(gates.some(fails)).toBe(false);
    const { text, failed } = recordedReport(history, 'natural');
    expect(failed).toBe(false);
    expect(text.match(/not enough history: /g)?.length).toBeGreaterThanOrEqual(10);
  });

  test('fails where there is enough of it: moments of one agent closer than five seconds', async () => {
    const { fleet, store, acted, of } = await recordedPlan('--agents 1 --preset lively', 1);
    const id = fleet[0]?.plan.id ?? '';
    for (let i = 0; i < 150; i++) await acted(id, of.from + i * 4_000, 'browse');
    const history = await readHistory(store, {}, stop);
    if (!history) return expect.fail();
    const { text, failed } = recordedReport(history, 'lively');
    expect(failed).toBe(true);
    expect(text).toMatch(/FAIL shortest gap of one agent +4.0 s/);
  });

  test('tells likes of one’s own, repeated ones, repeated comments and twins of texts', async () => {
    const { fleet, store, acted, of } = await recordedPlan('--agents 2 --preset lively', 1);
    const [one = '', two = ''] = fleet.map(({ plan }) => plan.id);
    const at = (seconds: number) => of.from + seconds * 1_000;
    await acted(one, at(10), 'post', { postId: 'p1', text: 'A quiet lamp on a walnut desk, with rain outside.' });
    await acted(two, at(20), 'like', { postId: 'p1' });
    await acted(two, at(30), 'comment', { postId: 'p1', text: 'The shadow does all the work here.' });
    const names = async () => {
      const history = await readHistory(store, {}, stop);
      return history ? mannersGates(history).filter(fails) : expect.fail();
    };
    expect(await names()).toEqual([]);
    await acted(two, at(40), 'like', { postId: 'p1' });
    await acted(one, at(50), 'like', { postId: 'p1' });
    await acted(two, at(60), 'comment', { postId: 'p1', text: 'Something new, altogether.' });
    await acted(one, at(70), 'comment', { postId: 'p1', text: 'Thanks, everybody!' });
    await acted(one, at(80), 'post', { postId: 'p2', text: 'A quiet lamp on a walnut desk, with snow outside.' });
    expect((await names()).map(({ name, value }) => `${value} ${name}`)).toEqual([
      '1 likes of one’s own post',
      '1 likes of the same post by the same agent',
      '1 comments on one’s own post',
      '1 comments on the same post by the same agent',
      expect.stringMatching(/^1, as in “A quiet lamp .*near-duplicates among 5 published texts$/),
    ]);
  });

  test('is null where nothing is recorded, or nothing in the window', async () => {
    const { store } = story();
    expect(await readHistory(store, {}, stop)).toBeNull();
    const { store: some, of } = await recordedPlan('--agents 1', 1);
    expect(await readHistory(some, { from: of.from + DAY_MS }, stop)).toBeNull();
  });
});

describe('twins of texts', () => {
  test('are found however far apart, within the last 10,000, and each once', () => {
    const word = (i: number, k: number) => Math.floor(draw('filler', i, k) * 36 ** 6).toString(36);
    const filler = Array.from({ length: 3_000 }, (_, i) => `${word(i, 1)} ${word(i, 2)} ${word(i, 3)} ${word(i, 4)}`);
    const text = 'Sketching a lighthouse at dusk, all mist and copper.';
    expect(nearTwins([text, ...filler, `${text}!`])).toEqual([{ text: `${text}!`, twin: text }]);
    expect(nearTwins([text, 'Nothing alike here', 'At all, really'])).toEqual([]);
    expect(nearTwins(['🔥', '❤️', '🔥'])).toEqual([{ text: '🔥', twin: '🔥' }]);
  });
});

describe('the flags of a recorded history', () => {
  const around = { env: {}, root: '/nowhere' };
  test('the event store is the one given, else that of the environment', () => {
    const own = { env: { EVENT_STORE_URL: 'esdb://127.0.0.1:2113' }, root: '/nowhere' };
    expect(parseRecordedOptions(['--from-history'], own).url).toBe('esdb://127.0.0.1:2113');
    const given = parseRecordedOptions(['--from-history', '--url', 'nats://127.0.0.1:4222', '--preset', 'lively'], own);
    expect(given).toMatchObject({ url: 'nats://127.0.0.1:4222', preset: 'lively' });
  });
  test.each([
    ['', 'no event store is known'],
    ['--url http://127.0.0.1:4000', 'give the event store'],
    ['--url nats://a --preset wild', '--preset is "wild"'],
    ['--url nats://a --from monday', '--from is "monday"'],
    ['--url nats://a --from 2026-03-02 --to 2026-03-02', '--from is not before --to'],
    ['--what', '--what'],
    ['--help', '--from-history'],
  ])('%s is told: %s', (flags, message) => {
    const args = ['--from-history', ...flags.split(' ').filter(Boolean)];
    expect(() => parseRecordedOptions(args, around)).toThrow(UsageError);
    expect(() => parseRecordedOptions(args, around)).toThrow(message);
  });
  test('no password of an address is repeated', () => {
    const args = ['--from-history', '--url', 'http://fleet:canary@127.0.0.1:1'];
    expect(() => parseRecordedOptions(args, around)).toThrow(/^(?!.*canary)/s);
  });
});
