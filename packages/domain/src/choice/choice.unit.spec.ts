import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw } from '../draws.ts';
import {
  CANDIDATE_MAX_AGE_MS,
  candidatesFor,
  commentCandidates,
  type GalleryPost,
  interestOverlap,
  pickLike,
  recency,
} from './candidates.ts';
import { actionOfTick, type Cooldown, chooseAction } from './choose-action.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const now = Date.UTC(2026, 2, 2);
const HOUR_MS = 3_600_000;
/** No post to cool down from. */
const warm: Cooldown = { due: now, lastPostDue: null, cooldownMs: 60_000 };
const post = (id: string, change: Partial<GalleryPost> = {}): GalleryPost => ({
  id,
  title: 'Untitled',
  description: '',
  createdAt: now - HOUR_MS,
  user: { username: 'someone' },
  ...change,
});

describe('the choice of an action', () => {
  test('follows the weights as weights', () => {
    fc.assert(
      fc.property(unit, unit, unit, (wPost, wComment, wLike) => {
        const weights = { post: wPost, comment: wComment, like: wLike };
        const counts = { post: 0, comment: 0, like: 0, browse: 0 };
        const n = 4_000;
        for (let i = 0; i < n; i++) counts[chooseAction(weights, draw('choice', i))]++;
        const total = Math.max(1, wPost + wComment + wLike);
        expect(Math.abs(counts.post / n - wPost / total)).toBeLessThan(0.04);
        expect(Math.abs(counts.comment / n - wComment / total)).toBeLessThan(0.04);
        expect(Math.abs(counts.like / n - wLike / total)).toBeLessThan(0.04);
      }),
      { numRuns: 30 },
    );
  });

  test('of a tick is decided by seed and tick alone, by the draw that actors make', () => {
    const weights = { post: 0.2, comment: 0.2, like: 0.2 };
    for (let i = 0; i < 100; i++)
      expect(actionOfTick(weights, 'seed', `a.${i}`, warm)).toBe(
        chooseAction(weights, draw('seed', `a.${i}`, 'action')),
      );
  });

  test('is no post within the cooldown of the last one: what the other weights choose instead', () => {
    const weights = { post: 0.5, comment: 0.2, like: 0.2 };
    const within = { due: now + 59_999, lastPostDue: now, cooldownMs: 60_000 };
    const counts = { post: 0, comment: 0, like: 0, browse: 0 };
    for (let i = 0; i < 4_000; i++) counts[actionOfTick(weights, 'seed', `a.${i}`, within)]++;
    expect(counts.post).toBe(0);
    for (const kind of ['comment', 'like'] as const) expect(counts[kind] / 4_000).toBeCloseTo(0.3, 1);
    const over = { ...within, due: now + 60_000 };
    for (let i = 0; i < 100; i++)
      expect(actionOfTick(weights, 'seed', `a.${i}`, over)).toBe(actionOfTick(weights, 'seed', `a.${i}`, warm));
  });

  test('is always browsing without weights', () => {
    fc.assert(fc.property(unit, (at) => chooseAction({ post: 0, comment: 0, like: 0 }, at) === 'browse'));
  });
});

describe('candidates', () => {
  test("are others' posts, of known authors, under 14 days old, not touched before, each once", () => {
    const fresh = post('fresh');
    const posts = [
      fresh,
      fresh,
      post('own', { user: { username: 'me' } }),
      post('nobody', { user: null }),
      post('old', { createdAt: now - CANDIDATE_MAX_AGE_MS }),
      post('young enough', { createdAt: now - CANDIDATE_MAX_AGE_MS + 1 }),
      post('touched'),
    ];
    const found = candidatesFor(posts, { username: 'me', done: new Set(['touched']) }, now);
    expect(found.map(({ id }) => id)).toEqual(['fresh', 'young enough']);
  });

  test('overlap by the words of interests, singular or plural', () => {
    expect(interestOverlap(['pixel art', 'tilesets'], 'A small tileset for caves')).toBe(0.5);
    expect(interestOverlap(['pixel art', 'tilesets'], 'Pixels and one tileset')).toBe(1);
    expect(interestOverlap([], 'anything')).toBe(0);
  });

  test("of one's interests and fresh ones are liked more often", () => {
    const posts = [
      post('dull'),
      post('mine', { title: 'Pixel art' }),
      post('stale', { title: 'Pixel art', createdAt: now - 48 * HOUR_MS }),
    ];
    const counts: Record<string, number> = {};
    for (let i = 0; i < 1_000; i++) {
      const id = pickLike(posts, ['pixel art'], now, () => true, draw('like', i))?.id ?? 'none';
      counts[id] = (counts[id] ?? 0) + 1;
    }
    expect(counts.mine).toBeGreaterThan(5 * (counts.dull ?? 0));
    expect(counts.dull).toBeGreaterThan(counts.stale ?? 0);
    expect(pickLike([], ['pixel art'], now, () => true, 0.5)).toBeNull();
  });

  test("of people are liked rather than agents' of the same age and interest", () => {
    const posts = [post('by a person'), post('by an agent', { user: { username: 'ai_1' } })];
    const isAgent = (username: string) => username.startsWith('ai_');
    const liked = Array.from({ length: 2_000 }, (_, i) => pickLike(posts, [], now, isAgent, draw('human', i))?.id);
    expect(liked.filter((id) => id === 'by a person').length / 2_000).toBeCloseTo(0.8, 1);
  });

  test("of people are offered while they wait: the unanswered ones first, crowded ones like anybody's", () => {
    const posts = [
      post('crowded', { commentCount: 6, createdAt: now - 13 * 24 * HOUR_MS }),
      post('answered', { commentCount: 5, createdAt: now - 5 * HOUR_MS }),
      post('alone', { commentCount: 0, createdAt: now - 9 * HOUR_MS }),
      post("an agent's", { user: { username: 'ai_1' }, commentCount: 0, createdAt: now - 60_000 }),
    ];
    const isAgent = (username: string) => username.startsWith('ai_');
    const offered = commentCandidates(posts, [], now, isAgent, 6, (id) => draw('wait', id)).map(({ id }) => id);
    expect(offered.slice(0, 2)).toEqual(['alone', 'answered']);
    expect(offered.slice(2).sort()).toEqual(["an agent's", 'crowded']);
  });

  test('draw reactions as posts of people do: half within an hour, 80 % in a day, 90 % in five', () => {
    // A gallery with a post every ten minutes for two weeks, seen whole by many, each at another moment.
    const everyMs = 10 * 60_000;
    const posts = Array.from({ length: (14 * 24 * HOUR_MS) / everyMs }, (_, i) =>
      post(`p${i}`, { createdAt: now - everyMs * i }),
    );
    const n = 2_000;
    const ages = Array.from({ length: n }, (_, i) => {
      const at = now + everyMs * draw('when', i);
      return at - (pickLike(posts, [], at, () => true, draw('reaction', i))?.createdAt ?? 0);
    });
    const within = (hours: number) => ages.filter((age) => age <= hours * HOUR_MS).length / n;
    expect(Math.abs(within(1) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(within(24) - 0.8)).toBeLessThan(0.05);
    expect(Math.abs(within(120) - 0.9)).toBeLessThan(0.05);
  });

  test('fade without an end and without a step', () => {
    for (let ageMs = 1; ageMs < CANDIDATE_MAX_AGE_MS; ageMs *= 1.7) {
      expect(recency(ageMs)).toBeLessThan(recency(ageMs / 1.7));
      expect(recency(ageMs)).toBeGreaterThan(0);
    }
    expect(recency(-5_000)).toBe(1);
  });

  test("for a comment are at most 8, people's posts first, always the same for the same draws", () => {
    const posts = Array.from({ length: 30 }, (_, i) =>
      post(`p${i}`, { user: { username: i % 10 === 0 ? `person${i}` : `ai_${i}` } }),
    );
    const choose = (seed: string) =>
      commentCandidates(
        posts,
        ['art'],
        now,
        (username) => username.startsWith('ai_'),
        6,
        (id) => draw(seed, id),
      ).map(({ id }) => id);
    expect(choose('a')).toHaveLength(8);
    expect(choose('a').slice(0, 3).sort()).toEqual(['p0', 'p10', 'p20']);
    expect(choose('a')).toEqual(choose('a'));
    expect(choose('a')).not.toEqual(choose('b'));
  });
});
