import type { Schedule } from '@fleet/domain/agent/agent-config';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { multiplierAt } from '@fleet/domain/timing/multiplier';

/** A feed a person can read and a machine that stays cool: 20 to 60 actions a minute, the most in the liveliest hours. */
export const ACTIONS_PER_MINUTE = 50;
/** A fleet day in eight hours: quick enough to see the light change, slow enough to read along. */
export const LOCAL_TIME_SCALE = 3;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Paced = { readonly minIntervalS: number; readonly maxIntervalS: number; readonly schedule: Schedule };

/** Actions a fleet minute at a moment, all agents together, at activity level 1. */
export const actionsPerFleetMinute = (agents: readonly Paced[], atMs: number): number =>
  agents.reduce(
    (sum, { minIntervalS, maxIntervalS, schedule }) =>
      sum + (60 * multiplierAt(schedule, atMs)) / ((minIntervalS + maxIntervalS) / 2),
    0,
  );

/**
 * The activity level at which these agents keep the local pace now, rounded to two figures; at most 1, so that a small
 * fleet is not driven harder than its personas.
 */
export const localLevel = (agents: readonly Paced[], atMs: number, timeScale: number): number => {
  const perMinute = actionsPerFleetMinute(agents, atMs) * timeScale;
  if (perMinute <= ACTIONS_PER_MINUTE) return 1;
  return Number((ACTIONS_PER_MINUTE / perMinute).toPrecision(2));
};

const weightedActivity = (atMs: number): number =>
  BUILT_IN_PERSONAS.reduce((sum, { weight, schedule }) => sum + weight * multiplierAt(schedule, atMs), 0);

/**
 * An hour when most personas are awake: the liveliest pair of hours of the seven days that begin today (UTC), fleet
 * time in ms. The real hour does not matter.
 */
export const livelyHour = (wallMs: number): number => {
  const midnight = Math.floor(wallMs / DAY_MS) * DAY_MS;
  let best = midnight;
  let most = -1;
  for (let hour = 0; hour < 7 * 24; hour++) {
    const at = midnight + hour * HOUR_MS;
    const activity = weightedActivity(at + HOUR_MS / 2) + weightedActivity(at + 1.5 * HOUR_MS);
    if (activity > most + 1e-9) {
      most = activity;
      best = at;
    }
  }
  return best;
};
