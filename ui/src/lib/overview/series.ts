import type { ActivityKind, StatPoint } from '@fleet/domain/read-models/api';
import { kinds } from '#lib/kinds.ts';

const minuteMs = 60_000;

/** Minutes on an even grid, oldest first: `at` in ms, one array of counts per kind, the money of each minute. */
export type MinuteSeries = { at: number[]; counts: Record<ActivityKind, number[]>; costUsd: number[] };

/** Puts the given points on a grid of `minutes` full minutes that ends with the last full minute before `now`. */
export function toSeries(points: readonly StatPoint[], minutes: number, now: number): MinuteSeries {
  const end = Math.floor(now / minuteMs);
  const at = Array.from({ length: minutes }, (_, index) => (end - minutes + index) * minuteMs);
  const zeros = () => at.map(() => 0);
  const counts = Object.fromEntries(kinds.map((kind) => [kind, zeros()])) as Record<ActivityKind, number[]>;
  const costUsd = zeros();
  for (const point of points) {
    const index = Math.floor(Date.parse(point.at) / minuteMs) - (end - minutes);
    if (index < 0 || index >= minutes) continue;
    const row = counts[point.kind];
    row[index] = (row[index] ?? 0) + point.count;
    costUsd[index] = (costUsd[index] ?? 0) + point.costUsd;
  }
  return { at, counts, costUsd };
}

/** Sum of some kinds, minute by minute. */
export const sumOf = (series: MinuteSeries, of: readonly ActivityKind[]): number[] =>
  series.at.map((_, index) => of.reduce((sum, kind) => sum + (series.counts[kind][index] ?? 0), 0));
