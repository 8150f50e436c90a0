import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { type ExistingAgent, freshAgent } from '@fleet/domain/agent/agent-state';
import { encode } from '@fleet/domain/codec';
import { GALLERY_MEMORY } from '@fleet/domain/gallery/gallery-state';
import { agentIdOf, factId, STREAM } from '@fleet/domain/identity';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { manualClock } from '@fleet/testkit/manual-clock';
import { describe, expect, it } from 'vitest';
import { fakeGallery } from '../../test/fake-gallery.ts';
import { CONFIG } from '../../test/world.ts';
import type { KnownAgent } from '../follow/agents.ts';
import type { Signal } from '../gallery/refusals.ts';
import { foldGallery } from './gallery-stream.ts';
import { type ObserveDeps, observe } from './observe.ts';
import { createViewer } from './viewer.ts';

const MINUTE_MS = 60_000;
const EXISTING: ExistingAgent = {
  ...freshAgent({ id: '', username: '', persona: null, seedIndex: null, config: CONFIG }),
  ...{ desired: 'running', provisioned: true },
};

const stage = () => {
  const clock = manualClock();
  const events = fakeEventStore(clock.wallNow);
  const gallery = fakeGallery(clock);
  const warnings: string[] = [];
  const reported: Signal[] = [];
  let resting: string | null = null;
  const known = new Map<string, KnownAgent>();
  const directory = { get: (id: string) => known.get(id) ?? null, ids: () => known.keys() };
  const deps: ObserveDeps = {
    events,
    clock,
    sleep: clock.sleep,
    log: { info: () => {}, warn: (_, message) => void warnings.push(message), error: () => {} },
    floimg: gallery.floimg,
    callTimeoutMs: 30_000,
    isFleetUser: (username) => username.startsWith('ai_'),
    viewer: createViewer(directory),
    report: async (signal) => void reported.push(signal),
    notBecause: () => resting,
    signal: new AbortController().signal,
  };
  const job = (at = clock.wallNow()) => {
    const minute = Math.floor(at / MINUTE_MS);
    return { v: 1, jobId: `observe.${minute}`, kind: 'observe', at: minute * MINUTE_MS } as const;
  };
  const run = async (change: Partial<ObserveDeps> = {}) => {
    const how = await observe(job(), { ...deps, ...change });
    await clock.advance(MINUTE_MS);
    return how;
  };
  const facts = () => events.stream(STREAM.gallery).filter(({ type }) => !/^Gallery/.test(type));
  const comment = (postId: string, username: string, ageMs = 0) => {
    const before = gallery.comments.get(postId) ?? [];
    const user = { id: `u-${username}`, username, name: username };
    const one = { id: `c-${postId}-${before.length}`, content: 'nice', createdAt: clock.wallNow() - ageMs, user };
    gallery.comments.set(postId, [...before, one]);
  };
  const activity = async (username: string, ...facts: ActivityEvent[]) => {
    const stream = STREAM.activity(agentIdOf(username));
    for (const fact of facts) {
      const at = events.stream(stream).length;
      const envelope = { occurredAtMs: 0, correlationId: 'c', causationId: null, traceparent: null };
      await events.append(
        stream,
        [encode(fact, { ...envelope, id: factId(stream, at) })],
        at === 0 ? 'noStream' : at - 1,
      );
    }
  };
  const like = (username: string, postId: string) => {
    const ids = { tickId: `${username}.${postId}`, attemptId: `${username}.${postId}.publish.1` };
    const request = { step: 'publish', kind: 'like', postId } as const;
    const attempted = { ...ids, n: 1, claimId: 'c', ceilingUsd: 0, attemptedAt: 0, request };
    return {
      begin: () => activity(username, { type: 'EffectAttempted', data: attempted }),
      apply: () => void gallery.likes.add(`${username}|${postId}`),
      end: () =>
        activity(username, {
          type: 'EffectSucceeded',
          data: { ...ids, observed: 'answer', costUsd: 0, result: { step: 'publish', id: postId, liked: true } },
        }),
    };
  };
  return {
    known,
    ...{ clock, events, gallery, deps, job, run, facts, comment, activity, like, warnings, reported },
    rest: (why: string | null) => {
      resting = why;
    },
    last: () => events.stream(STREAM.gallery).findLast(({ type }) => type === 'GalleryObserved')?.data,
  };
};

describe('observing the gallery', () => {
  it('states what people did since the last look, each fact once, and looks in nobody’s name', async () => {
    const { gallery, run, facts, comment } = stage();
    const theirs = gallery.put('eva', 'Lamp', 'a lamp', '/1.png', 1_000);
    const ours = gallery.put('ai_mira', 'Vase', 'a vase', '/2.png');
    comment(ours, 'tom');
    comment(theirs, 'ai_mira');
    gallery.likes.add(`tom|${ours}`);
    expect(await run()).toBe('observed');
    expect(facts().map(({ type, data }) => [type, data])).toMatchObject([
      ['HumanPosted', { postId: theirs, authorId: 'u-eva' }],
      ['HumanCommented', { postId: ours, authorId: 'u-tom', on: 'agent' }],
      ['ReactionsObserved', { postId: ours, on: 'agent', humanLikes: { before: 0, after: 1 } }],
    ]);
    await run();
    comment(theirs, 'tom');
    await run();
    expect(facts().slice(3)).toMatchObject([{ type: 'HumanCommented', data: { postId: theirs, on: 'person' } }]);
    expect(gallery.calls.every(({ agent }) => agent === '')).toBe(true);
    const said = JSON.stringify(facts().map(({ data }) => data));
    for (const text of ['Lamp', 'a lamp', 'nice', 'eva"', 'tom"'])
      expect(said.replaceAll(/u-(eva|tom)"/g, '')).not.toContain(text);
  });

  it('takes away the fleet’s own likes, also one that lands while it looks', async () => {
    const { gallery, run, facts, like, deps } = stage();
    const post = gallery.put('eva', 'Lamp', '', '/1.png');
    await run();
    const [before, during, after] = [like('ai_ann', post), like('ai_ben', post), like('ai_cid', post)];
    await before.begin();
    before.apply();
    await before.end();
    await after.begin();
    after.apply();
    gallery.likes.add(`tom|${post}`);
    const items: typeof deps.floimg.items = async (...args) => {
      await during.begin();
      during.apply();
      const answer = await deps.floimg.items(...args);
      await during.end();
      return answer;
    };
    await run({ floimg: { ...deps.floimg, items } });
    expect(facts().filter(({ type }) => type === 'ReactionsObserved')).toEqual([]);
    await after.end();
    await run();
    expect(facts().filter(({ type }) => type === 'ReactionsObserved')).toMatchObject([
      { data: { likes: { before: 0, after: 4 }, fleetLikes: 3, humanLikes: { before: 0, after: 1 } } },
    ]);
  });

  it('reads on until it meets what it knows, and one page further down in turn', async () => {
    const { gallery, run, last, events } = stage();
    for (let i = 0; i < 400; i++)
      gallery.put(i % 2 ? 'ai_mira' : 'eva', `no. ${i}`, '', `/${i}.png`, (400 - i) * 1_000);
    await run();
    expect(last()).toMatchObject({ reached: 'end', pages: 9 });
    await run();
    await run();
    const calls = gallery.count('items');
    await run();
    expect(last()).toMatchObject({ reached: 'known', pages: 3 });
    expect(gallery.count('items') - calls).toBe(3);
    const deep = gallery.items.find(({ title }) => title === 'no. 0')?.id ?? '';
    gallery.likes.add(`tom|${deep}`);
    for (let i = 0; i < 8; i++) await run();
    expect((await foldGallery(events)).state.posts.get(deep)).toMatchObject({ humanLikes: 1 });
  });

  it('is bounded, whatever the gallery holds', async () => {
    const { gallery, run, last, facts } = stage();
    for (let i = 0; i < 1_500; i++) gallery.put('eva', `no. ${i}`, '', `/${i}.png`, (1_500 - i) * 1_000);
    await run();
    expect(last()).toMatchObject({ reached: 'limit', pages: 20 });
    for (let i = 0; i < 6; i++) await run();
    expect(facts().length).toBeLessThanOrEqual(GALLERY_MEMORY.posts);
    expect(new Set(facts().map(({ data }) => (data as { postId: string }).postId)).size).toBe(facts().length);
  });

  it('comes to one run when two look at the same time', async () => {
    const { gallery, deps, job, events, facts } = stage();
    gallery.put('eva', 'Lamp', '', '/1.png');
    const both = await Promise.all([observe(job(), deps), observe({ ...job(), jobId: 'observe.other' }, deps)]);
    expect(both.sort()).toEqual(['observed', 'overtaken']);
    expect(facts()).toHaveLength(1);
    expect(events.stream(STREAM.gallery)).toHaveLength(2);
  });

  it('leaves the platform alone while that rests, and drops a job whose minute is long over', async () => {
    const { gallery, run, rest, clock, deps, job } = stage();
    rest('the kill switch stands');
    expect(await run()).toBe('resting');
    rest(null);
    expect(await observe(job(clock.wallNow() - 4 * MINUTE_MS), deps)).toBe('stale');
    expect(gallery.calls).toEqual([]);
  });

  it.each([
    [{ kind: 'platform_paused', reason: '503' } as const, ['kill_switch']],
    [{ kind: 'throttled', retryAfterMs: 5_000, reason: '429' } as const, ['throttled']],
    [{ kind: 'unclear', reason: 'HTML' } as const, []],
    [{ kind: 'unsent', reason: 'refused' } as const, []],
  ])('states nothing when the platform answers %o, and says so', async (answer, signals) => {
    const { gallery, run, events, warnings, reported } = stage();
    gallery.put('eva', 'Lamp', '', '/1.png');
    gallery.fault('items', { kind: 'answer', answer });
    expect(await run()).toBe('missed');
    expect(events.stream(STREAM.gallery)).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(reported.map(({ kind }) => kind)).toEqual(signals);
    expect(await run()).toBe('observed');
  });

  it('looks in the name of an agent that the platform knows, where nobody may', async () => {
    const { gallery, run, facts, known, deps } = stage();
    gallery.put('eva', 'Lamp', '', '/1.png');
    const forbidden = { kind: 'answer', answer: { kind: 'forbidden', reason: '403' } } as const;
    gallery.fault('items', forbidden);
    expect(await run()).toBe('missed');
    const agent = (username: string, provisioned: boolean) =>
      known.set(username, {
        revision: 1,
        state: { ...EXISTING, id: agentIdOf(username), username, provisioned },
      });
    agent('ai_new', false);
    agent('ai_mira', true);
    gallery.fault('items', forbidden);
    expect(await run()).toBe('observed');
    expect(await run()).toBe('observed');
    expect(facts()).toHaveLength(1);
    expect(gallery.calls.map(({ agent }) => agent)).toEqual(['', '', 'ai_mira', 'ai_mira']);
    known.clear();
    expect(deps.viewer.current()).toBeNull();
  });

  it('passes over a post that is gone between the list and its comments', async () => {
    const { gallery, run, facts, comment } = stage();
    const post = gallery.put('eva', 'Lamp', '', '/1.png');
    comment(post, 'tom');
    gallery.fault('comments', { kind: 'answer', answer: { kind: 'gone', reason: '404' } });
    expect(await run()).toBe('observed');
    expect(facts().map(({ type }) => type)).toEqual(['HumanPosted']);
  });

  it('remembers by a summary now and then: what comes after it is enough to go on', async () => {
    const { gallery, run, events, facts } = stage();
    gallery.put('eva', 'Lamp', '', '/1.png');
    for (let i = 0; i < GALLERY_MEMORY.summaryEveryRuns + 3; i++) await run();
    const stream = events.stream(STREAM.gallery);
    expect(stream.filter(({ type }) => type === 'GallerySummarized')).toHaveLength(1);
    let read = 0;
    const counting = {
      ...events,
      read: (...args: Parameters<typeof events.read>) =>
        (async function* () {
          for await (const event of events.read(...args)) {
            read++;
            yield event;
          }
        })(),
    };
    const { state } = await foldGallery(counting);
    expect(read).toBeLessThan(10);
    expect(state.posts.size).toBe(1);
    expect(facts()).toHaveLength(1);
  });

  it('gives the job back when the event store is away', async () => {
    const { events, deps, job } = stage();
    events.setDown(true);
    await expect(observe(job(), deps)).rejects.toThrow();
  });
});
