import { describe, expect, test } from 'vitest';
import { draw, drawer, weightedIndex } from './draws.ts';

/** Chi-square over 100 bins; 99 degrees of freedom stay under 149 in 999 of 1,000 cases. */
const chiSquare = (values: readonly number[]): number => {
  const bins = Array.from({ length: 100 }, () => 0);
  for (const value of values) {
    const bin = Math.floor(value * 100);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const expected = values.length / 100;
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};
const numbers = Array.from({ length: 50_000 }, (_, i) => i);
const correlation = (xs: readonly number[], ys: readonly number[]) =>
  xs.reduce((sum, x, i) => sum + (x - 0.5) * ((ys[i] ?? 0.5) - 0.5), 0) / xs.length / (1 / 12);

describe('draws', () => {
  test('are the same for the same seed and keys, everywhere and always', () => {
    expect(draw('floimg', 'agent', 7)).toBe(draw('floimg', 'agent', 7));
    expect(draw('floimg', 'agent', 7)).toMatchInlineSnapshot(`0.881767201890955`);
    expect(drawer('floimg', 'agent')(3, 4)).toMatchInlineSnapshot(`0.4031148562720016`);
  });

  test('differ when a seed, a key or the place between keys does', () => {
    const all = [draw('a', 'b', 'c'), draw('a', 'bc'), draw('ab', 'c'), draw('a', 'c', 'b'), draw('b', 'b', 'c')];
    expect(new Set(all).size).toBe(all.length);
  });

  test('are uniform over counting keys, text keys and pairs of integers', () => {
    const at = drawer('seed', 'x');
    for (const values of [
      numbers.map((i) => draw('seed', i)),
      numbers.map((i) => draw('seed', `agent-${i}`, 'like')),
      numbers.map((i) => at(i, 0)),
      numbers.map((i) => at(7, i)),
      numbers.map((i) => at(i >> 8, i & 255)),
    ]) {
      expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      expect(chiSquare(values)).toBeLessThan(149);
      expect(Math.abs(correlation(values, values.slice(1)))).toBeLessThan(0.02);
    }
  });

  test('of neighbouring agents have nothing to do with each other', () => {
    const one = drawer('seed', 'agent-1');
    const two = drawer('seed', 'agent-2');
    expect(
      Math.abs(
        correlation(
          numbers.map((i) => one(i, 1)),
          numbers.map((i) => two(i, 1)),
        ),
      ),
    ).toBeLessThan(0.02);
  });

  test('choose by weight, and nothing where nothing has any', () => {
    const counts = [0, 0, 0];
    for (const i of numbers) {
      const index = weightedIndex([1, 0, 3], draw('w', i)) ?? -1;
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect((counts[2] ?? 0) / (counts[0] ?? 1)).toBeCloseTo(3, 0);
    expect(weightedIndex([], 0.5)).toBeNull();
    expect(weightedIndex([0, 0], 0.5)).toBeNull();
    expect(weightedIndex([1, 2, 0], 1)).toBe(1);
  });
});
