import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busiestTenthShare, distinct, distinct2, saidBefore } from './diversity.ts';

describe('word pairs', () => {
  it('are counted as distinct-n has them', () => {
    expect(distinct(['a b a b'], 1)).toBe(0.5);
    expect(distinct(['a b c', 'A b d.'], 2)).toBe(3 / 4);
    expect(distinct(['one', 'two'], 2)).toBe(1);
    expect(distinct([], 2)).toBe(1);
  });

  it('are not told of fewer than twenty texts', () => {
    const texts = (count: number) => Array.from({ length: count }, (_, i) => `the lamp number ${i}`);
    expect(distinct2(texts(19))).toBeNull();
    // "the lamp" and "lamp number" come twenty times, "number i" once each: 22 of 60.
    expect(distinct2(texts(20))).toBeCloseTo(22 / 60);
  });
});

describe('the share of the busiest tenth', () => {
  it('is theirs of all posts', () => {
    // Ten posters: one with 11 posts, nine with one.
    const few = [
      { posts: 1, agents: 9 },
      { posts: 11, agents: 1 },
    ];
    expect(busiestTenthShare(few)).toBe(11 / 20);
    // Of thirty, the three busiest: two with 10, one of the three with 5.
    const more = [
      { posts: 5, agents: 3 },
      { posts: 10, agents: 2 },
      { posts: 1, agents: 25 },
    ];
    expect(busiestTenthShare(more)).toBe(25 / 60);
  });

  it('is not told of fewer than ten', () => {
    expect(busiestTenthShare([{ posts: 3, agents: 9 }])).toBeNull();
    expect(busiestTenthShare([])).toBeNull();
  });

  it('is a share, and a tenth where all are alike', () => {
    const counts = fc.uniqueArray(fc.record({ posts: fc.integer({ min: 1, max: 99 }), agents: fc.nat(50) }), {
      selector: ({ posts }) => posts,
    });
    fc.assert(
      fc.property(counts, (byCount) => {
        const share = busiestTenthShare(byCount);
        if (share !== null) expect(share > 0 && share <= 1).toBe(true);
      }),
    );
    expect(busiestTenthShare([{ posts: 7, agents: 40 }])).toBeCloseTo(0.1);
  });
});

describe('words that were said before', () => {
  it('are those that failed for it, and no others', () => {
    expect(saidBefore([{ check: 'near-duplicate', ok: false }])).toBe(true);
    expect(saidBefore([{ check: 'caption-repeated', ok: false, note: 'said before' }])).toBe(true);
    expect(
      saidBefore([
        { check: 'comment-repeated', ok: true },
        { check: 'caption-links', ok: false },
      ]),
    ).toBe(false);
    expect(saidBefore([])).toBe(false);
  });
});
