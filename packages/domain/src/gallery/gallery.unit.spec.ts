import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../activity/activity-events.ts';
import { countFleetLike, type FleetLikes, noFleetLikes, readingBegins } from './fleet-likes.ts';
import type { GalleryEvent } from './gallery-events.ts';
import {
  evolveGallery,
  GALLERY_MEMORY,
  type GalleryState,
  gallerySnapshot,
  gallerySummaryDue,
  initialGallery,
  restoreGallery,
} from './gallery-state.ts';
import {
  commentsToRead,
  MAX_FACTS,
  observeGallery,
  type SeenComment,
  type SeenItem,
  type Sight,
} from './observe-gallery.ts';

const T0 = Date.UTC(2026, 2, 2, 12);
const iso = (ms: number) => new Date(ms).toISOString();

const item = (postId: string, change: Partial<SeenItem> = {}): SeenItem => ({
  ...{ postId, createdAt: T0, authorId: 'u-eva', by: 'person', likes: 0, comments: 0 },
  ...change,
});
const byAgent = (postId: string, change: Partial<SeenItem> = {}) =>
  item(postId, { authorId: 'u-mira', by: 'agent', ...change });
const comment = (commentId: string, change: Partial<SeenComment> = {}): SeenComment => ({
  ...{ commentId, createdAt: T0 + 1_000, authorId: 'u-tom', by: 'person' },
  ...change,
});
const quiet = noFleetLikes(new Map(), null);
const sight = (items: readonly SeenItem[], change: Partial<Sight> = {}): Sight => ({
  ...{ runId: 'observe.1', pages: 1, reached: 'end', skewMs: 0, items, comments: new Map(), fleet: quiet },
  ...change,
});

/** Runs of observing, one after the other, a minute apart. */
const runs = (...sights: readonly Sight[]) => {
  let state: GalleryState = initialGallery;
  const told: GalleryEvent[][] = [];
  for (const [i, one] of sights.entries()) {
    const events = observeGallery(state, one);
    told.push([...events]);
    for (const event of events) state = evolveGallery(state, event, { recordedAt: iso(T0 + i * 60_000) });
  }
  return { state, told };
};
const factsOf = (events: readonly GalleryEvent[] | undefined) =>
  (events ?? []).filter(({ type }) => type !== 'GalleryObserved');

const ids = { tickId: 'a.1', attemptId: 'a.1.publish.1' };
const attempted = (postId: string, attemptId = ids.attemptId): ActivityEvent => ({
  type: 'EffectAttempted',
  data: {
    ...{ tickId: ids.tickId, attemptId, n: 1, claimId: 'c', ceilingUsd: 0, attemptedAt: T0 },
    request: { step: 'publish', kind: 'like', postId },
  },
});
const succeeded: ActivityEvent = {
  type: 'EffectSucceeded',
  data: { ...ids, observed: 'answer', costUsd: 0, result: { step: 'publish', id: 'p1', liked: true } },
};
const failed: ActivityEvent = {
  type: 'EffectFailed',
  data: { ...ids, step: 'publish', code: 'gone', reason: '', costUsd: 0, again: false },
};
const unknown: ActivityEvent = {
  type: 'EffectUnknown',
  data: { ...ids, step: 'publish', reason: '', costUsd: 0 },
};
const abandoned: ActivityEvent = {
  type: 'TickAbandoned',
  data: { tickId: ids.tickId, kind: 'like', deliveries: 6, reason: '', costUsd: 0 },
};
const counting = (start: FleetLikes, ...events: ActivityEvent[]) => events.reduce(countFleetLike, start);

describe('observing the gallery', () => {
  test("tells of a person's post and comment once, however often they are seen, by ids and times alone", () => {
    const posts = [item('p1', { comments: 1 }), byAgent('p2')];
    const seen = sight(posts, { comments: new Map([['p1', [comment('c1')]]]) });
    const { told } = runs(seen, { ...seen, runId: 'observe.2' }, { ...seen, runId: 'observe.3' });
    expect(factsOf(told[0])).toEqual([
      { type: 'HumanPosted', data: { postId: 'p1', authorId: 'u-eva', postedAt: iso(T0) } },
      {
        type: 'HumanCommented',
        data: { commentId: 'c1', postId: 'p1', authorId: 'u-tom', commentedAt: iso(T0 + 1_000), on: 'person' },
      },
    ]);
    expect([factsOf(told[1]), factsOf(told[2])]).toEqual([[], []]);
    expect(told[2]?.at(-1)).toMatchObject({ data: { found: [], counted: [], newestPostAt: iso(T0) } });
  });

  test("takes away the fleet's own, and counts as nobody's what the platform names no author of", () => {
    const nobody = { authorId: null, by: 'unknown' } as const;
    const comments = [comment('c1', { by: 'agent' }), comment('c2', { ...nobody, createdAt: T0 + 2_000 })];
    const { told } = runs(
      sight([byAgent('p1', { comments: 2 }), item('p2', nobody)], { comments: new Map([['p1', comments]]) }),
    );
    expect(factsOf(told[0])).toEqual([]);
    expect(told[0]?.at(-1)).toMatchObject({ data: { unnamed: 2 } });
  });

  test("says moments by our clock, where the platform's is off", () => {
    const { told } = runs(sight([item('p1')], { skewMs: 90_000 }));
    expect(told[0]?.[0]).toMatchObject({ data: { postedAt: iso(T0 - 90_000) } });
  });

  test("a post of an agent whose user is gone by now stays an agent's", () => {
    const later = item('p1', { authorId: null, by: 'unknown', likes: 2 });
    const { told } = runs(sight([byAgent('p1')]), sight([later], { runId: 'observe.2' }));
    expect(factsOf(told[1])).toMatchObject([
      { type: 'ReactionsObserved', data: { on: 'agent', humanLikes: { before: 0, after: 2 } } },
    ]);
  });

  test('reads comments where the counter moved, and only tells of new ones, two of the same moment too', () => {
    const first = sight([item('p1', { comments: 1 })], { comments: new Map([['p1', [comment('c1')]]]) });
    const { state } = runs(first);
    expect(commentsToRead(state, [item('p1', { comments: 1 })])).toEqual([]);
    const items = [item('p1', { comments: 3 }), byAgent('p2', { comments: 1, createdAt: T0 + 1 }), item('p3')];
    expect(commentsToRead(state, items)).toEqual(['p1', 'p2']);
    const same = [comment('c3', { createdAt: T0 + 5_000 }), comment('c2'), comment('c1')];
    const second = sight(items, { runId: 'observe.2', comments: new Map([['p1', same]]) });
    const { told } = runs(first, second);
    expect(factsOf(told[1]).map(({ data }) => 'commentId' in data && data.commentId)).toEqual(
      expect.arrayContaining(['c2', 'c3']),
    );
    expect(factsOf(told[1])).toHaveLength(3);
    // p2's comments were not read: they still have to be.
    expect(commentsToRead(runs(first, second).state, items)).toEqual(['p2']);
  });

  test('a run tells a bounded number of facts, the oldest first, and the next ones go on', () => {
    const items = Array.from({ length: MAX_FACTS + 50 }, (_, i) => item(`p${i}`, { createdAt: T0 + i }));
    const { told } = runs(sight(items), sight(items, { runId: 'observe.2' }), sight(items, { runId: 'observe.3' }));
    expect(told.map((events) => factsOf(events).length)).toEqual([MAX_FACTS, 50, 0]);
  });
});

describe("people's likes", () => {
  const likes = (n: number, fleet: FleetLikes, runId = 'observe.1') =>
    sight([byAgent('p1', { likes: n })], { fleet, runId });

  test("are the counter's change less the fleet's own", () => {
    const fleet = counting(quiet, attempted('p1'), succeeded);
    const { told, state } = runs(likes(3, readingBegins(fleet)), likes(5, noFleetLikes(new Map(), null), 'observe.2'));
    expect(factsOf(told[0])).toMatchObject([
      { data: { likes: { before: 0, after: 3 }, fleetLikes: 1, humanLikes: { before: 0, after: 2 }, since: null } },
    ]);
    expect(factsOf(told[1])).toMatchObject([
      { data: { likes: { before: 3, after: 5 }, fleetLikes: 1, humanLikes: { before: 2, after: 4 }, since: iso(T0) } },
    ]);
    expect(state.posts.get('p1')).toMatchObject({ likes: 5, humanLikes: 4 });
  });

  test('are not told while a like of the fleet on the post is under way, or was while the gallery was read', () => {
    const under = readingBegins(counting(quiet, attempted('p1')));
    const done = counting(under, succeeded);
    expect([...done.unsettled]).toEqual(['p1']);
    const { told, state } = runs(likes(1, under), likes(1, { ...done, liked: new Map([['p1', 1]]) }, 'observe.2'));
    expect([factsOf(told[0]), factsOf(told[1])]).toEqual([[], []]);
    const settled = observeGallery(state, likes(1, noFleetLikes(state.open, null), 'observe.3'));
    expect(factsOf(settled)).toEqual([]);
    expect(state.fleetLikes.get('p1')).toBe(1);
  });

  test.each([
    ['that succeeded', succeeded, 1],
    ['that certainly failed', failed, 0],
    ['whose outcome is unknown', unknown, 1],
    ['of a tick that was given up', abandoned, 1],
  ])('a like of the fleet %s', (_, end, counts) => {
    const fleet = counting(quiet, attempted('p1'), end);
    expect(fleet.open.size).toBe(0);
    expect(fleet.liked.get('p1') ?? 0).toBe(counts);
  });

  test("wait until the fleet's own are counted to the end", () => {
    const { told } = runs(likes(4, { ...quiet, behind: true }));
    expect(factsOf(told[0])).toEqual([]);
  });

  test('never fall below none, and can be taken back', () => {
    const fleet = readingBegins(counting(quiet, attempted('p1'), unknown));
    expect(factsOf(runs(likes(0, fleet)).told[0])).toEqual([]);
    const { told } = runs(likes(2, quiet), likes(1, quiet, 'observe.2'));
    expect(factsOf(told[1])).toMatchObject([{ data: { humanLikes: { before: 2, after: 1 } } }]);
  });

  test('come to the truth in the end, whatever the order of likes, outcomes and runs', () => {
    type Step = 'person' | 'begin' | 'apply' | 'end' | 'observe';
    const step = fc.constantFrom<Step>('person', 'begin', 'apply', 'end', 'observe');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let [counter, people, attempt, stage] = [0, 0, 0, 0];
        let state = initialGallery;
        let log: ActivityEvent[] = [];
        let highest = 0;
        const observe = (runId: string) => {
          const before = counting(noFleetLikes(state.open, null), ...log);
          log = [];
          const events = observeGallery(state, likes(counter, readingBegins(before), runId));
          for (const event of events) state = evolveGallery(state, event, { recordedAt: iso(T0) });
          highest = Math.max(highest, state.posts.get('p1')?.humanLikes ?? 0);
          expect(state.posts.get('p1')?.humanLikes ?? 0).toBeLessThanOrEqual(people);
        };
        const attemptId = () => `a.${attempt}.publish.1`;
        for (const [i, one] of steps.entries()) {
          if (one === 'person') {
            people++;
            counter++;
          } else if (one === 'observe') observe(`observe.${i}`);
          else if (one === 'begin' && stage === 0) {
            attempt++;
            stage = 1;
            log.push(attempted('p1', attemptId()));
          } else if (one === 'apply' && stage === 1) {
            counter++;
            stage = 2;
          } else if (one === 'end' && stage === 2) {
            stage = 0;
            log.push({ ...succeeded, data: { ...succeeded.data, attemptId: attemptId() } } as ActivityEvent);
          }
        }
        if (stage === 1) counter++;
        if (stage > 0) log.push({ ...succeeded, data: { ...succeeded.data, attemptId: attemptId() } } as ActivityEvent);
        observe('last');
        expect(state.posts.get('p1')?.humanLikes ?? 0).toBe(people);
      }),
    );
  });
});

describe('the memory of observing', () => {
  test('is bounded: the oldest posts go, and are never told of again', () => {
    const many = (from: number, n: number) =>
      Array.from({ length: n }, (_, i) => byAgent(`p${from + i}`, { createdAt: T0 + from + i }));
    const first = sight(many(0, GALLERY_MEMORY.posts));
    const { state } = runs(first, sight(many(GALLERY_MEMORY.posts, 10), { runId: 'observe.2' }));
    expect(state.posts.size).toBeLessThanOrEqual(GALLERY_MEMORY.posts);
    expect(state.forgottenUntil).toBe(T0 + 9);
    expect(factsOf(observeGallery(state, sight([item('p3', { createdAt: T0 + 3 })])))).toEqual([]);
  });

  test('of the fleet’s likes is bounded by the last liked posts', () => {
    const liked = new Map(Array.from({ length: GALLERY_MEMORY.liked + 5 }, (_, i) => [`p${i}`, 1] as const));
    const { state } = runs(sight([], { fleet: { ...quiet, liked } }));
    expect(state.fleetLikes.size).toBe(GALLERY_MEMORY.liked);
    expect(state.fleetLikes.has('p0')).toBe(false);
  });

  test('stands whole in a summary, which is due after many runs; another one changes nothing', () => {
    const first = sight([item('p1', { comments: 1, likes: 2 }), byAgent('p2')], {
      comments: new Map([['p1', [comment('c1')]]]),
      fleet: { ...quiet, liked: new Map([['p2', 3]]), open: new Map([['x', 'p2']]), position: '7' },
    });
    const { state } = runs(first);
    const summary = JSON.parse(JSON.stringify(gallerySnapshot(state)));
    expect(restoreGallery(summary)).toEqual({ ...state, runsSinceSummary: 0 });
    const at = { recordedAt: iso(T0) };
    expect(evolveGallery(state, { type: 'GallerySummarized', data: { state: { v: 9 } } }, at)).toBe(state);
    expect(gallerySummaryDue(state)).toBe(false);
    expect(gallerySummaryDue({ ...state, runsSinceSummary: GALLERY_MEMORY.summaryEveryRuns })).toBe(true);
  });
});
