import type { Schedule } from '../agent/agent-config.ts';
import { zoneOffsetMs } from './zone.ts';

const HOUR_MS = 3_600_000;

/** Whether a local hour, 0 to 23, lies in `[from, to)`; a range may cross midnight, equal ends are empty. */
const inRange = (hour: number, [from, to]: readonly [number, number]): boolean =>
  from <= to ? hour >= from && hour < to : hour >= from || hour < to;

/** Multiplier of a local day (0 is Sunday) and hour: how much faster than its intervals an agent acts. */
export const localMultiplier = (schedule: Schedule, day: number, hour: number): number => {
  if (!schedule.activeDays.includes(day)) return schedule.offPeakMultiplier;
  return schedule.peakHours.some((range) => inRange(hour, range)) ? schedule.peakMultiplier : 1;
};

/** Multiplier at a moment of fleet time, in the schedule's own zone. */
export const multiplierAt = (schedule: Schedule, ms: number): number => {
  const localHours = Math.floor((ms + zoneOffsetMs(schedule.timezone, ms)) / HOUR_MS);
  const localDays = Math.floor(localHours / 24);
  // 1 January 1970 was a Thursday.
  return localMultiplier(schedule, (((localDays + 4) % 7) + 7) % 7, localHours - localDays * 24);
};
