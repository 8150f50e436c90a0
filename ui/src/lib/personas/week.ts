import type { PersonaView } from '@fleet/domain/read-models/api';

type Schedule = PersonaView['schedule'];
export type HourKind = 'peak' | 'usual' | 'off';

/** Monday first, as operators plan; numbers are those of schedules (0 is Sunday). */
export const weekdays = [
  [1, 'Mon'],
  [2, 'Tue'],
  [3, 'Wed'],
  [4, 'Thu'],
  [5, 'Fri'],
  [6, 'Sat'],
  [0, 'Sun'],
] as const;

/** Whether an hour of the day lies in one of the ranges `[from, to)`; a range may cross midnight, equal ends are empty. */
export const inHours = (ranges: Schedule['peakHours'], hour: number): boolean =>
  ranges.some(([from, to]) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to));

/** How an agent lives through one hour of its week. */
export const hourKind = (schedule: Schedule, day: number, hour: number): HourKind => {
  if (!schedule.activeDays.includes(day)) return 'off';
  return inHours(schedule.peakHours, hour) ? 'peak' : 'usual';
};

/** "9–12, 20–4": the peak hours as text. */
export const hoursText = (ranges: Schedule['peakHours']) =>
  ranges.length === 0 ? 'no peak hours' : ranges.map(([from, to]) => `${from}–${to}`).join(', ');

/** "Mon, Tue, Wed" or "every day". */
export const daysText = (days: readonly number[]) =>
  weekdays.every(([day]) => days.includes(day))
    ? 'every day'
    : weekdays
        .filter(([day]) => days.includes(day))
        .map(([, name]) => name)
        .join(', ') || 'no day';

/** Each hour of the day, whether it is a busy one. */
export const hoursOn = (ranges: Schedule['peakHours']): boolean[] =>
  Array.from({ length: 24 }, (_, hour) => inHours(ranges, hour));

/** The fewest ranges that cover these hours; one that reaches midnight goes on into the morning. */
export function rangesOf(on: readonly boolean[]): [number, number][] {
  if (on.every(Boolean)) return [[0, 24]];
  const ranges: [number, number][] = [];
  for (const [hour, busy] of on.entries()) {
    const last = ranges.at(-1);
    if (!busy) continue;
    if (last && last[1] === hour) last[1] = hour + 1;
    else ranges.push([hour, hour + 1]);
  }
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first && last && first !== last && first[0] === 0 && last[1] === 24) {
    last[1] = first[1];
    ranges.shift();
  }
  return ranges;
}
