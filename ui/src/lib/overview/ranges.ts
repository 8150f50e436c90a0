import type { StatPoint } from '@fleet/domain/read-models/api';

/** What the chart looks at: so far back from now, or a span picked on it. */
export type Range = {
  id: string;
  label: string;
  minutes: number;
  stepMinutes: number;
  /** Wall ms at which it ends, for a part of the past that was picked; without, it ends now. */
  to?: number;
};

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

const minuteMs = 60_000;
/** The API tells minutes of a week at most. */
const mostMinutes = 7 * 1_440;

/** A span picked on the chart (or sent as an address): whole minutes, at least two; null when it is none. */
export function spanOf(
  from: string | null,
  to: string | null,
  label: (from: number, to: number) => string,
): Range | null {
  const [begin, end] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
  if (Number.isNaN(begin) || Number.isNaN(end) || end <= begin) return null;
  const minutes = Math.min(mostMinutes, Math.max(2, Math.ceil((end - begin) / minuteMs)));
  const stepMinutes = minutes <= 120 ? 1 : minutes <= 480 ? 5 : minutes <= 1_440 ? 20 : 120;
  return { id: 'span', label: label(begin, end), minutes, stepMinutes, to: end };
}
