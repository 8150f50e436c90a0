import { hourIn } from '#lib/format.ts';

const hourMs = 3_600_000;
const hoursOfWeek = 168;
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const dayFormats = new Map<string, Intl.DateTimeFormat>();
/** Day of the week (0 is Sunday) at a moment in a zone. */
export const dayIn = (at: number, timeZone: string): number => {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone });
    dayFormats.set(timeZone, format);
  }
  return dayNames.indexOf(format.format(at));
};

/** The quarter hours that begin the hours of all zones there are. */
const startsOf = (now: number) => Math.floor(now / (hourMs / 4)) * (hourMs / 4);

/**
 * The last time that it was this hour of this weekday in the zone, begun by `now` (ms, the fleet's clock): `[from, to)`.
 * Null where the zone skips the hour (a change of clocks).
 */
export function lastHour(
  day: number,
  hour: number,
  timeZone: string,
  now: number,
): { from: number; to: number } | null {
  for (let step = 0; step < hoursOfWeek * 4 + 4; step++) {
    const at = startsOf(now) - step * (hourMs / 4);
    if (hourIn(at, timeZone) === hour && dayIn(at, timeZone) === day) return { from: at, to: at + hourMs };
  }
  return null;
}

/** The same span by the wall clock, for a fleet whose clock stands at `fleetNow` and runs `scale` times as fast. */
export const toWall = (span: { from: number; to: number }, fleetNow: number, wallNow: number, scale: number) => ({
  from: wallNow - (fleetNow - span.from) / scale,
  to: wallNow - (fleetNow - span.to) / scale,
});

/** Actions of a cell per hour looked at; null where nobody looked. */
export const perHour = (actual: number, observedHours: number): number | null =>
  observedHours > 0 ? actual / observedHours : null;

/** Edges of gaps: "5 s", "2 min", "3 h", "2 d". */
export const gapText = (seconds: number): string => {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
};
