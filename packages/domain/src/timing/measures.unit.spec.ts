import { describe, expect, test } from 'vitest';
import { draw } from '../draws.ts';
import {
  addGap,
  binFromS,
  binOf,
  burstiness,
  burstinessOf,
  gapBins,
  gapMoments,
  memory,
  memoryOf,
  misplaced,
  noGaps,
  quantile,
  topTenth,
  valleyAtHour,
} from './measures.ts';

const MINUTE_MS = 60_000;
const draws = (n: number, purpose: string) => Array.from({ length: n }, (_, i) => draw('measures', purpose, i));

describe('burstiness', () => {
  test('is −1 of regular, 0 of accidental and far above 0 of bursty gaps', () => {
    expect(burstiness(new Array(100).fill(60))).toBeCloseTo(-1, 1);
    const byChance = draws(5_000, 'exponential').map((at) => -Math.log(1 - at));
    expect(Math.abs(burstiness(byChance))).toBeLessThan(0.05);
    const visits = Array.from({ length: 500 }, (_, i) => (i % 5 === 0 ? 500 : 1));
    expect(burstiness(visits)).toBeGreaterThan(0.3);
  });
});

describe('memory', () => {
  test('is 1 where long follows long, −1 where long follows short, about 0 by chance', () => {
    expect(memory(Array.from({ length: 100 }, (_, i) => i))).toBeCloseTo(1, 5);
    expect(memory(Array.from({ length: 100 }, (_, i) => i % 2))).toBeCloseTo(-1, 1);
    expect(Math.abs(memory(draws(5_000, 'memory')))).toBeLessThan(0.05);
    expect(memory([3, 3, 3, 3])).toBe(0);
  });
});

describe('moments of gaps', () => {
  test('grown gap by gap say what the gaps themselves say, as Kim & Jo and Goh & Barabási define it', () => {
    const gaps = draws(400, 'moments').map((at, i) => (i % 7 === 0 ? 90_000 : 40) * (0.1 + at));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    const [r, n] = [deviation / mean, gaps.length];
    const expected = (Math.sqrt(n + 1) * r - Math.sqrt(n - 1)) / ((Math.sqrt(n + 1) - 2) * r + Math.sqrt(n - 1));
    const grown = gaps.reduce(addGap, noGaps);
    expect(grown).toEqual(gapMoments(gaps));
    expect(burstinessOf(grown)).toBeCloseTo(expected, 9);
    expect(memoryOf(grown)).toBeCloseTo(memory(gaps), 12);
  });

  test('of no gap or of one say nothing and do not break', () => {
    expect(burstinessOf(noGaps)).toBeNaN();
    expect(memoryOf(noGaps)).toBe(0);
    expect(memoryOf(addGap(noGaps, 5))).toBe(0);
  });
});

test('a gap lies in the bin that begins at or before it', () => {
  for (const gapMs of [1_000, 5_001, 61_000, 3_600_000, 86_400_000]) {
    const bin = binOf(gapMs);
    expect(binFromS(bin)).toBeLessThanOrEqual(gapMs / 1_000 + 1e-9);
    expect(binFromS(bin + 1)).toBeGreaterThan(gapMs / 1_000);
  }
});

describe('the valley at one hour', () => {
  const binned = (gapsMs: readonly number[]) => {
    const bins = gapBins();
    for (const gap of gapsMs) bins[binOf(gap)] = (bins[binOf(gap)] ?? 0) + 1;
    return bins;
  };
  test('is empty between minutes and days, and none in one heap of gaps', () => {
    const visits = draws(2_000, 'visits').map((at, i) => (i % 5 === 0 ? 900 : 2) * (0.5 + at) * MINUTE_MS);
    expect(valleyAtHour(binned(visits))).toBeLessThan(0.05);
    const heap = draws(2_000, 'heap').map((at) => 60 * 10 ** (2 * at - 1) * MINUTE_MS);
    expect(valleyAtHour(binned(heap))).toBeGreaterThan(0.7);
    expect(valleyAtHour(gapBins())).toBe(1);
  });
});

test('misplaced is the share that lies elsewhere than planned, whatever the totals', () => {
  expect(misplaced([2, 2, 4], [1, 1, 2])).toBe(0);
  expect(misplaced([1, 0], [0, 1])).toBe(1);
  expect(misplaced([3, 1], [1, 1])).toBeCloseTo(0.25, 10);
});

test('quantiles and the busiest tenth', () => {
  const ten = [5, 1, 9, 3, 7, 2, 8, 4, 6, 10];
  expect(quantile(ten, 0.5)).toBe(6);
  expect(quantile([], 0.5)).toBeNaN();
  expect(topTenth(ten)).toBeCloseTo(10 / 55, 10);
});
