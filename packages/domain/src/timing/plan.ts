import type { Schedule } from '../agent/agent-config.ts';
import { drawer } from '../draws.ts';
import { type Pace, paceOf } from './pace.ts';

/**
 * When agents act, by the `interval` model: a pure function of agent, seed and window. Moments are the points of an
 * even grid in the schedule's operational time (pace.ts), one mean interval apart, each moved by a hashed draw of its
 * own so far that every gap lies within the agent's interval. A point needs nothing but its number: windows compose
 * exactly, the mean rate is exact, and the next moment is found in constant time.
 */
export type PlanAgent = {
  readonly id: string;
  readonly schedule: Schedule;
  readonly minIntervalS: number;
  readonly maxIntervalS: number;
  /** The fleet's activity level, 0 to 4. */
  readonly level: number;
  /** Fleet ms; no moment lies before. */
  readonly effectiveFrom: number;
};

/** No two moments of one agent are closer. */
export const MIN_GAP_MS = 5_000;
/** One millisecond more, because moments are rounded down. */
const MIN_GAP_S = (MIN_GAP_MS + 1) / 1_000;

type Grid = {
  readonly pace: Pace;
  /** Operational seconds between points, before each is moved. */
  readonly step: number;
  readonly phase: number;
  /** Furthest move of a point either way. */
  readonly reach: number;
  readonly moveOf: (k: number) => number;
};

/**
 * Gaps are of `minIntervalS` to `maxIntervalS` operational seconds. Where the fastest hour would bring the shortest
 * under 5 s, the interval is narrowed around its mean; where it would bring the mean under 5 s, that hour is slowed.
 */
const gridOf = (agent: PlanAgent, fleetSeed: string): Grid | null => {
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
    phase: chance(0, 0) * mean,
    reach: (mean - narrowed) / 2,
    // Numbers of points pass 2^32 only in a far future; their high part goes into the second key.
    moveOf: (k) => chance(k | 0, 1 + Math.floor(k / 2 ** 32)),
  };
};

const momentAt = ({ pace, step, phase, reach, moveOf }: Grid, k: number): number =>
  Math.floor(pace.momentOf(phase + k * step + (2 * moveOf(k) - 1) * reach));

/** Number of the first point at or after a moment. */
const firstPoint = (grid: Grid, ms: number): number => {
  let k = Math.floor((grid.pace.at(ms) - grid.phase - grid.reach) / grid.step) - 1;
  while (momentAt(grid, k) < ms) k++;
  return k;
};

/**
 * The first due moment after `after` (exclusive) and before `horizon` (exclusive), fleet ms; null when there is none.
 * Constant time, about three microseconds.
 */
export const nextDue = (agent: PlanAgent, fleetSeed: string, after: number, horizon: number): number | null => {
  const grid = gridOf(agent, fleetSeed);
  const from = Math.max(after + 1, agent.effectiveFrom);
  if (!grid || from >= horizon) return null;
  const due = momentAt(grid, firstPoint(grid, from));
  return due < horizon ? due : null;
};

/** All due moments in `[from, to)`, ascending, fleet ms; at most one per 5 s of the window. */
export const planTicks = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number[] => {
  const grid = gridOf(agent, fleetSeed);
  const start = Math.max(from, agent.effectiveFrom);
  if (!grid || start >= to) return [];
  const moments: number[] = [];
  for (let k = firstPoint(grid, start); ; k++) {
    const due = momentAt(grid, k);
    if (due >= to) return moments;
    moments.push(due);
  }
};

/** How many due moments lie in `[from, to)`, however long that is, in constant time. */
export const countTicks = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number => {
  const grid = gridOf(agent, fleetSeed);
  const start = Math.max(from, agent.effectiveFrom);
  return !grid || start >= to ? 0 : firstPoint(grid, to) - firstPoint(grid, start);
};
