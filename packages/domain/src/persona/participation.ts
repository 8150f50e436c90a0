import { draw } from '../draws.ts';
import { normalQuantile } from '../timing/normal.ts';

/** How much of a part an agent takes: most look in now and then, a few are there daily and make most of the posts. */
export type Participation = {
  /** Visits a day at activity level 1, averaged over its week. */
  readonly sessionsPerDay: number;
  /** Share of its moments that are not browsing. */
  readonly engagement: number;
};

/** Log-normal visits a day: half of the agents have fewer than this; between the bounds. */
const SESSIONS_MEDIAN = 0.8;
const SESSIONS_DEVIATION = 1.5;
const SESSIONS_MIN = 0.1;
const SESSIONS_MAX = 8;
/**
 * Log-normal engagement, so spread that a tenth of the agents makes about four fifths of the posts, and so placed that
 * over all agents' moments one third is not browsing.
 */
const ENGAGEMENT_MEDIAN = 0.0183;
const ENGAGEMENT_DEVIATION = 2.5;
const ENGAGEMENT_MAX = 0.9;
/** Who comes often does more there. */
const CORRELATION = 0.8;

/** The average agent's: for one that is made by itself and should be neither. */
export const AVERAGE_PARTICIPATION: Participation = { sessionsPerDay: 1.75, engagement: 1 / 3 };

/** Steps of the two-dimensional golden sequence (powers of the plastic number). */
const STEPS = [0.7548776662466927, 0.5698402909980532] as const;
const EDGE = 1e-4;

/**
 * The part taken by the agent at one place of a seeded sequence. Places are spread evenly over the two tails rather
 * than drawn one by one, so that a fleet of two dozen has its few busy ones just as one of a thousand has.
 */
export const participationOf = (fleetSeed: string, index: number): Participation => {
  const [activity, posting] = STEPS.map((step, i) => {
    const at = (draw(fleetSeed, 'participation', i) + index * step) % 1;
    return normalQuantile(Math.min(1 - EDGE, Math.max(EDGE, at)));
  }) as [number, number];
  const sessions = SESSIONS_MEDIAN * Math.exp(SESSIONS_DEVIATION * activity);
  const mixed = CORRELATION * activity + Math.sqrt(1 - CORRELATION ** 2) * posting;
  return {
    sessionsPerDay: Math.round(100 * Math.min(SESSIONS_MAX, Math.max(SESSIONS_MIN, sessions))) / 100,
    engagement: Math.min(ENGAGEMENT_MAX, ENGAGEMENT_MEDIAN * Math.exp(ENGAGEMENT_DEVIATION * mixed)),
  };
};
