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
