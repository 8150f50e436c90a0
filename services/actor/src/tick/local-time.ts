type Formats = Readonly<Record<'moment' | 'hour' | 'day', Intl.DateTimeFormat>>;

/** Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Formats>();
const ZONES_KEPT = 500;

const formatsOf = (timeZone: string): Formats => {
  const known = formats.get(timeZone);
  if (known) return known;
  const of = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone, ...parts });
  const made = {
    moment: of({ weekday: 'long', hour: '2-digit', minute: '2-digit' }),
    hour: of({ hour: '2-digit', hourCycle: 'h23' }),
    day: of({ dateStyle: 'short' }),
  };
  if (formats.size < ZONES_KEPT) formats.set(timeZone, made);
  return made;
};

/** A moment where somebody lives: weekday and time for the prompt, the hour (0 to 23), the date. */
export const localTime = (timezone: string, ms: number) => {
  const { moment, hour, day } = formatsOf(timezone);
  return { moment: moment.format(ms), hour: Number(hour.format(ms)), day: day.format(ms) };
};
