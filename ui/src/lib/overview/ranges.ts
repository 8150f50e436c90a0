import type { StatPoint } from '@fleet/domain/read-models/api';

/** How far back the chart looks: always relative to now. */
export type Range = { id: string; label: string; minutes: number; stepMinutes: number };

export const tenMinutes: Range = { id: '10m', label: '10 min', minutes: 10, stepMinutes: 1 };
export const oneHour: Range = { id: '1h', label: '1 h', minutes: 60, stepMinutes: 1 };
export const ranges: readonly Range[] = [
  tenMinutes,
  oneHour,
  { id: '6h', label: '6 h', minutes: 360, stepMinutes: 5 },
  { id: '24h', label: '24 h', minutes: 1_440, stepMinutes: 20 },
];

/** The range that was asked for; else ten minutes while nothing is older than that, and an hour afterwards. */
export function rangeOf(wanted: string | null, lastHour: readonly StatPoint[], now: number): Range {
  const found = ranges.find(({ id }) => id === wanted);
  if (found) return found;
  const since = now - (tenMinutes.minutes + 1) * 60_000;
  return lastHour.some(({ at }) => Date.parse(at) < since) ? oneHour : tenMinutes;
}
