import { encode } from '@fleet/domain/codec';
import { agentIdOf, factId, STREAM } from '@fleet/domain/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observe } from '../src/jobs/observe.ts';
import { openStudioWorld, type StudioWorld } from './studio-world.ts';

type Tally = { byHumans: { posts: number; comments: number; likes: number }; byAgents: { likes: number } };

/** The stand-in Studio counts its own people: what the fleet observed from outside must come to the same. */
describe('people as observed, and as the gallery itself counts them', () => {
  let studio: StudioWorld;
  let ticks = 0;
  const agents = ['mira', 'otto', 'finn'];

  const observeOnce = async () => {
    const { clock, store } = studio.world;
    await clock.advance(60_000);
    const minute = Math.floor(clock.wallNow() / 60_000);
    return observe(
      { v: 1, jobId: `observe.${minute}`, kind: 'observe', at: minute * 60_000 },
      {
        ...{ events: store, clock, sleep: clock.sleep, callTimeoutMs: 30_000, floimg: studio.client },
        log: { info: () => {}, warn: () => {}, error: () => {} },
        isFleetUser: (username) => agents.includes(username),
        viewer: { current: () => null, refused: () => false },
        report: async () => {},
        notBecause: () => null,
        signal: new AbortController().signal,
      },
    );
  };
  const observed = () => {
    const events = studio.world.store.stream(STREAM.gallery);
    const of = (type: string) => events.filter((event) => event.type === type);
    const likes = of('ReactionsObserved').map(({ data }) => (data as { humanLikes: Change }).humanLikes);
    return {
      posts: of('HumanPosted').length,
      comments: of('HumanCommented').length,
      likes: likes.reduce((sum, { before, after }) => sum + after - before, 0),
    };
  };
  type Change = { before: number; after: number };
  const tally = () => studio.state<Tally>();

  /** A like by an agent, with the events that the actor's protocol leaves behind. */
  const likes = async (username: string) => {
    const { store } = studio.world;
    const stream = STREAM.activity(agentIdOf(username));
    const none = { key: null, traceparent: null, signal: new AbortController().signal };
    const acting = studio.acting(username);
    const items = await studio.client.items(acting, { limit: 20, offset: 0, sort: 'recent' }, none);
    const target = items.kind === 'ok' ? items.value.find(({ isLiked, user }) => isLiked === false && user) : undefined;
    if (!target) return;
    const ids = { tickId: `${username}.${++ticks}`, attemptId: `${username}.${ticks}.publish.1` };
    const append = async (event: Parameters<typeof encode>[0]) => {
      const at = store.stream(stream).length;
      const envelope = { occurredAtMs: 0, correlationId: 'c', causationId: null, traceparent: null };
      const encoded = encode(event, { ...envelope, id: factId(stream, at) });
      await store.append(stream, [encoded], at === 0 ? 'noStream' : at - 1);
    };
    const request = { step: 'publish', kind: 'like', postId: target.id } as const;
    const attempted = { ...ids, n: 1, claimId: 'c', ceilingUsd: 0, attemptedAt: 0, request };
    await append({ type: 'EffectAttempted', data: attempted });
    const liked = await studio.client.like(acting, target.id, none);
    if (liked.kind !== 'ok') throw new Error(liked.reason);
    const result = { step: 'publish', id: target.id, liked: true } as const;
    await append({ type: 'EffectSucceeded', data: { ...ids, observed: 'answer', costUsd: 0, result } });
  };

  beforeAll(async () => {
    studio = await openStudioWorld();
    for (const username of agents) await studio.agent(username);
  });
  afterAll(() => studio.close());

  test('are the same numbers, run by run, while agents like as well', async () => {
    for (let round = 0; round < 5; round++) {
      await studio.control({ humansAct: 14 });
      for (const username of agents) await likes(username);
      expect(await observeOnce()).toBe('observed');
      const { byHumans, byAgents } = await tally();
      expect(observed()).toEqual(byHumans);
      expect(byAgents.likes).toBeGreaterThanOrEqual(round + 1);
    }
    const { byHumans } = await tally();
    expect(byHumans.posts).toBeGreaterThan(5);
    expect(byHumans.comments).toBeGreaterThan(5);
    expect(byHumans.likes).toBeGreaterThan(5);
  });

  test('stay the same where nothing happens, and when an agent’s user is removed', async () => {
    const before = await tally();
    await observeOnce();
    await observeOnce();
    expect(observed()).toEqual(before.byHumans);
    const none = { key: null, traceparent: null, signal: new AbortController().signal };
    await studio.client.deprovision(agentIdOf('finn'), 'finn', none);
    await observeOnce();
    expect(observed()).toEqual((await tally()).byHumans);
  });

  test('are missed and made up for when the gallery does not answer', async () => {
    const before = observed();
    await studio.control({ humansAct: 10, faults: [{ kind: 'html', route: 'GET /api/showcase', times: 1 }] });
    expect(await observeOnce()).toBe('missed');
    expect(observed()).toEqual(before);
    expect(await observeOnce()).toBe('observed');
    expect(observed()).toEqual((await tally()).byHumans);
  });

  test('are not looked for in anybody’s name', async () => {
    const calls = await studio.calls();
    const read = calls.filter(({ route }) => route === 'GET /api/showcase/:id/comments');
    expect(read.length).toBeGreaterThan(0);
    expect(read.every(({ agent }) => agent === null)).toBe(true);
  });
});
