import type { ActivityKind, StatPoint } from '@fleet/domain/read-models/api';
import { kinds } from '#lib/kinds.ts';

const minuteMs = 60_000;

/** Steps of time on an even grid, oldest first: `at` in ms, one array of counts per kind, the money of each step. */
export type Series = {
  at: number[];
  stepMinutes: number;
  counts: Record<ActivityKind, number[]>;
  costUsd: number[];
};

/** Puts the given points on a grid of `minutes` full minutes, `stepMinutes` each, that ends with the last full step before `now`. */
export function toSeries(points: readonly StatPoint[], minutes: number, now: number, stepMinutes = 1): Series {
  const stepMs = stepMinutes * minuteMs;
  const steps = Math.floor(minutes / stepMinutes);
  const first = Math.floor(now / stepMs) - steps;
  const at = Array.from({ length: steps }, (_, index) => (first + index) * stepMs);
  const zeros = () => at.map(() => 0);
  const counts = Object.fromEntries(kinds.map((kind) => [kind, zeros()])) as Record<ActivityKind, number[]>;
  const costUsd = zeros();
  for (const point of points) {
    const index = Math.floor(Date.parse(point.at) / stepMs) - first;
    if (index < 0 || index >= steps) continue;
    const row = counts[point.kind];
    row[index] = (row[index] ?? 0) + point.count;
    costUsd[index] = (costUsd[index] ?? 0) + point.costUsd;
  }
  return { at, stepMinutes, counts, costUsd };
}

/** Sum of some kinds, step by step. */
export const sumOf = (series: Series, of: readonly ActivityKind[]): number[] =>
  series.at.map((_, index) => of.reduce((sum, kind) => sum + (series.counts[kind][index] ?? 0), 0));
