import { normalQuantile } from './normal.ts';
import { MIN_GAP_S } from './plan-agent.ts';

/**
 * What one visit looks like, in operational seconds: how many moments, at what gaps, and how much quiet follows; and
 * how often visits have to be proposed for so many to take place.
 */
export type SessionShape = {
  /** No session has more. */
  readonly momentsMax: number;
  readonly momentsMean: number;
  /** Longest time from its first moment to its last. */
  readonly longestS: number;
  /** After the last moment: no other session begins within. */
  readonly quietS: number;
  /** A draw in [0, 1) to a number of moments. */
  momentsOf(at: number): number;
  /** A draw in [0, 1) to a gap. */
  gapOf(at: number): number;
  /**
   * Proposals per operational second and unit of rank, so that at level 1 as many moments come about as asked for,
   * although proposals that overlap one of lower rank are dropped.
   */
  proposalsFor(momentsPerS: number): number;
  /** Moments per operational second that come of so many proposals (times the level). */
  takePlace(proposals: number): number;
};

const HOUR_S = 3_600;
/** From first to last moment: also what a window has to look back. */
export const SESSION_LONGEST_S = 8 * HOUR_S;
const MOMENTS_MAX = 24;
/** Chance that one more moment follows: five moments on average, one visit in five is a single look. */
const GOES_ON = 0.8;
/** Who comes back within this time has not been away. */
const QUIET_S = 30 * 60;
/** Gaps are log-normal between the agent's intervals, which lie this many deviations from the median. */
const DEVIATIONS = 2;
const BELOW = 0.022750131948179; // Φ(−2)
/** Sessions fill at most this share of what there is room for. */
const FULLEST = 0.9;
const NODES = 16;

const meanOf = (of: (at: number) => number): number =>
  Array.from({ length: NODES }, (_, i) => of((i + 0.5) / NODES)).reduce((sum, value) => sum + value, 0) / NODES;

/** Intervals in seconds; `fastest`: the schedule's highest multiplier, at which no gap may fall under 5 s. */
const build = (minIntervalS: number, maxIntervalS: number, fastest: number): SessionShape => {
  const low = Math.max(minIntervalS, MIN_GAP_S * fastest);
  const high = Math.max(low, maxIntervalS);
  const middle = Math.sqrt(low * high);
  const deviation = Math.log(high / low) / 2 / DEVIATIONS;
  const gapOf = (at: number) =>
    Math.min(high, Math.max(low, middle * Math.exp(deviation * normalQuantile(BELOW + at * (1 - 2 * BELOW)))));
  const momentsMax = Math.min(MOMENTS_MAX, 1 + Math.floor(SESSION_LONGEST_S / high));
  const quietS = Math.max(QUIET_S, high);

  const chances = Array.from({ length: momentsMax }, (_, i) =>
    i + 1 < momentsMax ? (1 - GOES_ON) * GOES_ON ** i : GOES_ON ** i,
  );
  const momentsMean = chances.reduce((sum, chance, i) => sum + chance * (i + 1), 0);
  const gapMean = meanOf(gapOf);
  const takes = (moments: number) => (moments - 1) * gapMean + quietS;
  // Two sessions overlap if either begins before the other has ended: the room one needs is its own time and another's.
  const rooms = chances.map((chance, i) => ({
    moments: chance * (i + 1),
    roomS: takes(i + 1) + takes(momentsMean),
  }));
  /** Of proposals with Poisson chance, those of rank 0 to 1 without a lower one in their room; and the slope. */
  const taking = (proposals: number) => {
    let sum = 0;
    let slope = 0;
    for (const { moments, roomS } of rooms) {
      const alone = Math.exp(-proposals * roomS);
      sum += (moments * (1 - alone)) / roomS;
      slope += moments * alone;
    }
    return { sum, slope };
  };
  const fullest = FULLEST * rooms.reduce((sum, { moments, roomS }) => sum + moments / roomS, 0);

  return {
    momentsMax,
    momentsMean,
    longestS: (momentsMax - 1) * high,
    quietS,
    momentsOf: (at) => Math.min(momentsMax, 1 + Math.floor(Math.log(1 - at) / Math.log(GOES_ON))),
    gapOf,
    takePlace: (proposals) => taking(proposals).sum,
    proposalsFor: (momentsPerS) => {
      const goal = Math.min(momentsPerS, fullest);
      // Newton's method from below: what takes place grows ever more slowly with what is proposed, so no step is too far.
      let proposals = goal / momentsMean;
      for (let i = 0; i < 40; i++) {
        const { sum, slope } = taking(proposals);
        const step = (goal - sum) / slope;
        proposals += step;
        if (step < proposals * 1e-7) break;
      }
      return proposals;
    },
  };
};

const SHAPES_MAX = 4_096;
const shapes = new Map<number, SessionShape>();

/** The shape of an agent's sessions; kept, since many share one. `fastest`: its schedule's highest multiplier. */
export const sessionShape = (minIntervalS: number, maxIntervalS: number, fastest: number): SessionShape => {
  // Intervals are whole numbers under 2^17, multipliers at most 10 with two digits: one number holds all three.
  const key = (minIntervalS * 2 ** 17 + maxIntervalS) * 1_024 + Math.round(fastest * 100);
  const known = shapes.get(key);
  if (known) return known;
  if (shapes.size >= SHAPES_MAX) shapes.clear();
  const shape = build(minIntervalS, maxIntervalS, fastest);
  shapes.set(key, shape);
  return shape;
};
