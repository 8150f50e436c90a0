/** How figures, money and times are written. All pure; "now" is always an argument. */

const number = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = (value: number) => (Math.abs(value) < 10_000 ? number.format(value) : compact.format(value));

/** Dollars: cents from $0.10 up, four digits below, "$0" for nothing, so that a tenth of a cent stays visible. */
export const usd = (value: number): string => {
  if (value === 0) return '$0';
  if (value < 0.1) return `$${value.toFixed(4)}`;
  return `$${value < 1_000 ? value.toFixed(2) : compact.format(value)}`;
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'];
const three = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** Bytes, three digits, decimal units as disks are sold: 940 B, 14.2 MB, 1.5 GB. */
export const bytes = (value: number): string => {
  const size = Math.abs(value);
  // 999.6 kB would be written as 1,000 kB.
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size * 1.0005) / 3));
  return `${value < 0 ? '−' : ''}${three.format(size / 1_000 ** power)} ${units[power]}`;
};

/** "+42.6 MB a day"; what is too little to see is none. */
export const growth = (bytesPerDay: number): string =>
  Math.abs(bytesPerDay) < 1_000 ? 'no growth' : `${bytesPerDay > 0 ? '+' : ''}${bytes(bytesPerDay)} a day`;

const listed = new Intl.NumberFormat('en-US', {
  ...{ style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 4 },
} as const);
/** A list price: $0.15, $2.50, $0.0165. */
export const price = (value: number): string => listed.format(value);

export const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;

/** A duration: 340 ms, 2.4 s, 3 min, 5 h. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
};

/** "now", "12 s ago", "3 min ago". A time in the future (clocks differ) is "now". */
export const ago = (at: string, now: number): string => {
  const ms = now - Date.parse(at);
  return ms < 2_000 ? 'now' : `${duration(ms < 10_000 ? Math.round(ms / 1_000) * 1_000 : ms).replace('.0', '')} ago`;
};

/** Writes moments in one way in any zone. Making a formatter costs a hundred times what using one does: one for each zone. */
const inZone = (options: Intl.DateTimeFormatOptions) => {
  const made = new Map<string | undefined, Intl.DateTimeFormat>();
  return (at: number | Date, timeZone?: string): string => {
    let format = made.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone ? { timeZone } : {}) });
      made.set(timeZone, format);
    }
    return format.format(at);
  };
};
const hourAndMinute = inZone({ hour: '2-digit', minute: '2-digit' });
const dayAndTime = inZone({ dateStyle: 'medium', timeStyle: 'medium' });
const dayAndMonth = inZone({ day: 'numeric', month: 'short' });
const hourOfDay = inZone({ hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });

export const clockTime = (at: string | number, timeZone?: string): string => hourAndMinute(new Date(at), timeZone);

export const fullTime = (at: string, timeZone?: string): string => dayAndTime(new Date(at), timeZone);

/** "saw 20 posts" → "Saw 20 posts". */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Hour of day, 0 to 24 with the minutes as a fraction, in an IANA zone. */
export const hourIn = (at: number, timeZone: string): number => {
  const [hour = '0', minute = '0'] = hourOfDay(at, timeZone).split(':');
  return Number(hour) + Number(minute) / 60;
};

/** "Europe/Berlin" → "Berlin", "America/New_York" → "New York". */
export const cityOf = (timeZone: string) => (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** "14:03", or "2 Mar 14:03" when it is not the day of `now` there. */
export const dayTime = (at: string | number, now: number, timeZone?: string): string => {
  const ms = new Date(at).getTime();
  const day = dayAndMonth(ms, timeZone);
  return `${day === dayAndMonth(now, timeZone) ? '' : `${day} `}${clockTime(ms, timeZone)}`;
};

/**
 * A moment as the operator wants moments written. An agent's own time is the fleet's clock where it lives; where the
 * zone is not known (yet) local time stands in for it.
 */
export const momentText = (
  mode: 'relative' | 'local' | 'utc' | 'agent',
  at: string,
  now: number,
  agent: { fleetAt?: string | undefined; zone?: string | undefined } = {},
): string => {
  switch (mode) {
    case 'relative':
      return ago(at, now);
    case 'utc':
      return `${dayTime(at, now, 'UTC')} UTC`;
    case 'agent':
      return agent.zone && agent.fleetAt
        ? `${clockTime(agent.fleetAt, agent.zone)} ${cityOf(agent.zone)}`
        : dayTime(at, now);
    case 'local':
      return dayTime(at, now);
    default:
      return mode satisfies never;
  }
};

/** A span of time as a filter's name: "14:00 to 15:00", "since 14:00", "until 2 Mar 14:00". */
export const rangeText = (from: string | undefined, to: string | undefined, now: number): string => {
  if (!from) return to ? `until ${dayTime(to, now)}` : '';
  if (!to) return `since ${dayTime(from, now)}`;
  const sameDay = dayAndMonth(Date.parse(from)) === dayAndMonth(Date.parse(to));
  return `${dayTime(from, now)} to ${sameDay ? clockTime(to) : dayTime(to, now)}`;
};
