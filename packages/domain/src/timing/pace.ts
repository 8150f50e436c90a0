import type { Schedule } from '../agent/agent-config.ts';
import { localMultiplier } from './multiplier.ts';
import { stretchAt, type ZoneTable, zoneTable } from './zone.ts';

/**
 * Operational time of a schedule: the integral of its multiplier, in seconds. It runs twice as fast in hours of
 * multiplier 2 and stands in hours of 0, so that what is evenly spaced in it follows the schedule in real time.
 * In closed form (local weeks repeat between two changes of the zone's offset), so any moment costs the same.
 */
export type Pace = {
  /** Operational seconds at a moment. Grows with it; only differences mean anything. */
  at(ms: number): number;
  /** The moment (not rounded) at which operational time passes a value. */
  momentOf(operational: number): number;
  /** Highest multiplier of a week. */
  readonly fastest: number;
  /** Operational seconds of a week of seven times 24 hours. */
  readonly weekS: number;
};

const HOUR_MS = 3_600_000;
const HOURS = 168;
const WEEK_MS = HOURS * HOUR_MS;
const PACES_MAX = 4_096;

/** Local hours of a week that begins where the epoch did, on a Thursday. */
type Week = { readonly rates: readonly number[]; readonly sums: readonly number[]; readonly total: number };

const weekOf = (schedule: Schedule, cap: number): Week => {
  const rates = Array.from({ length: HOURS }, (_, hour) =>
    Math.min(cap, localMultiplier(schedule, (4 + Math.floor(hour / 24)) % 7, hour % 24)),
  );
  const sums = [0];
  for (const rate of rates) sums.push((sums.at(-1) ?? 0) + rate * 3_600);
  return { rates, sums, total: sums[HOURS] ?? 0 };
};

const localAt = ({ rates, sums, total }: Week, localMs: number): number => {
  const week = Math.floor(localMs / WEEK_MS);
  const rest = localMs - week * WEEK_MS;
  const hour = Math.min(HOURS - 1, Math.floor(rest / HOUR_MS));
  return week * total + (sums[hour] ?? 0) + ((rates[hour] ?? 0) * (rest - hour * HOUR_MS)) / 1_000;
};

/** Inverse of `localAt`: in an hour that stands still there is nothing to find, the next one that moves is taken. */
const localMomentOf = ({ rates, sums, total }: Week, value: number): number => {
  const week = Math.floor(value / total);
  const rest = value - week * total;
  let low = 0;
  let high = HOURS - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle + 1] ?? 0) > rest) high = middle;
    else low = middle + 1;
  }
  const rate = rates[low] ?? 0;
  const into = rate > 0 ? Math.min(3_600, (rest - (sums[low] ?? 0)) / rate) : 0;
  return week * WEEK_MS + low * HOUR_MS + into * 1_000;
};

const build = (schedule: Schedule, cap: number): Pace | null => {
  const week = weekOf(schedule, cap);
  if (!(week.total > 0)) return null;
  /** Per stretch of the zone: what keeps operational time continuous, and its value at the stretch's start. */
  const shifts: number[] = [0];
  const begins: number[] = [Number.NEGATIVE_INFINITY];
  const extend = ({ starts, offsets }: ZoneTable) => {
    for (let i = shifts.length; i < starts.length; i++) {
      const start = starts[i] ?? 0;
      const before = localAt(week, start + (offsets[i - 1] ?? 0)) + (shifts[i - 1] ?? 0);
      begins.push(before);
      shifts.push(before - localAt(week, start + (offsets[i] ?? 0)));
    }
  };
  const tableUntil = (ms: number): ZoneTable => {
    const table = zoneTable(schedule.timezone, ms);
    if (table.starts.length > shifts.length) extend(table);
    return table;
  };
  return {
    fastest: Math.max(...week.rates),
    weekS: week.total,
    at: (ms) => {
      const { starts, offsets } = tableUntil(ms);
      const i = stretchAt(starts, ms);
      return localAt(week, ms + (offsets[i] ?? 0)) + (shifts[i] ?? 0);
    },
    momentOf: (operational) => {
      // Without changes of offset this would be the moment; with them it is a day off at most per stretch known.
      const rough = localMomentOf(week, operational);
      const { offsets } = tableUntil(rough + WEEK_MS);
      const i = stretchAt(begins, operational);
      return localMomentOf(week, operational - (shifts[i] ?? 0)) - (offsets[i] ?? 0);
    },
  };
};

const paces = new Map<string, Pace | null>();

/** The pace of a schedule, no hour of it faster than `cap`; null when it never moves. Kept, since personas share it. */
export const paceOf = (schedule: Schedule, cap: number = Number.POSITIVE_INFINITY): Pace | null => {
  const { timezone, activeDays, peakHours, peakMultiplier, offPeakMultiplier } = schedule;
  const key = `${timezone}|${activeDays}|${peakHours.join(';')}|${peakMultiplier}|${offPeakMultiplier}|${cap}`;
  const known = paces.get(key);
  if (known !== undefined) return known;
  if (paces.size >= PACES_MAX) paces.clear();
  const pace = build(schedule, cap);
  paces.set(key, pace);
  return pace;
};
