import { drawer } from '../draws.ts';
import { type Pace, paceOf } from './pace.ts';
import { MIN_GAP_S, type PlanAgent } from './plan-agent.ts';

/**
 * The `interval` model: moments are the points of an even grid in the schedule's operational time (pace.ts), one mean
 * interval apart, each moved by a hashed draw of its own so far that every gap lies within the agent's interval. A
 * point needs nothing but its number: windows compose exactly, the mean rate is exact, and the next moment is found in
 * constant time.
 */
export type Grid = {
  readonly pace: Pace;
  /** Operational seconds between points, before each is moved. */
  readonly step: number;
  readonly momentsPerS: number;
  readonly phase: number;
  /** Furthest move of a point either way. */
  readonly reach: number;
  readonly moveOf: (k: number) => number;
};

/**
 * Gaps are of `minIntervalS` to `maxIntervalS` operational seconds. Where the fastest hour would bring the shortest
 * under 5 s, the interval is narrowed around its mean; where it would bring the mean under 5 s, that hour is slowed.
 */
export const gridOf = (agent: PlanAgent, fleetSeed: string): Grid | null => {
  const { schedule, level } = agent;
  if (!(level > 0)) return null;
  const mean = (agent.minIntervalS + agent.maxIntervalS) / 2 / level;
  const shortest = agent.minIntervalS / level;
  const uncapped = paceOf(schedule);
  if (!uncapped) return null;
  const slowed = MIN_GAP_S * uncapped.fastest > mean;
  const pace = slowed ? paceOf(schedule, mean / MIN_GAP_S) : uncapped;
  if (!pace) return null;
  const narrowed = Math.max(shortest, Math.min(mean, MIN_GAP_S * pace.fastest));
  const chance = drawer(fleetSeed, 'interval', agent.id);
  return {
    pace,
    step: mean,
    momentsPerS: 1 / mean,
    phase: chance(0, 0) * mean,
    reach: (mean - narrowed) / 2,
    // Numbers of points pass 2^32 only in a far future; their high part goes into the second key.
    moveOf: (k) => chance(k | 0, 1 + Math.floor(k / 2 ** 32)),
  };
};

export const momentAt = ({ pace, step, phase, reach, moveOf }: Grid, k: number): number =>
  Math.floor(pace.momentOf(phase + k * step + (2 * moveOf(k) - 1) * reach));

/** Number of the first point at or after a moment. */
export const firstPoint = (grid: Grid, ms: number): number => {
  let k = Math.floor((grid.pace.at(ms) - grid.phase - grid.reach) / grid.step) - 1;
  while (momentAt(grid, k) < ms) k++;
  return k;
};
