/** Offsets of IANA time zones, from the runtime's own data, found once per zone and kept. All in milliseconds. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No two changes of a zone's offset lie this close together (Morocco's, around Ramadan, are a month apart). */
const SCAN_STEP_MS = 5 * DAY_MS;
/** How far a table reaches ahead of the moment that was asked for. */
const AHEAD_MS = 400 * DAY_MS;
const ZONES_MAX = 600;

/** Before this moment a zone is taken to have the offset it had then. No fleet is older. */
export const ZONE_START_MS = Date.UTC(2000, 0, 1);
const ZONE_END_MS = Date.UTC(2300, 0, 1);

/** Stretches of constant offset: the i-th holds from `starts[i]` until the next one starts. Grows as time goes on. */
export type ZoneTable = { readonly starts: number[]; readonly offsets: number[] };

type Zone = { readonly table: ZoneTable; readonly offsetAt: (ms: number) => number; scannedTo: number };

const zones = new Map<string, Zone>();

const formatOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

const offsetReader = (timeZone: string) => {
  const format = formatOf(timeZone);
  return (ms: number): number => {
    const seconds = Math.floor(ms / 1_000) * 1_000;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(seconds)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
  };
};

/** First minute in (from, to] that has another offset than `from`. */
const changeBetween = (offsetAt: (ms: number) => number, from: number, to: number): number => {
  const before = offsetAt(from);
  let low = from;
  let high = to;
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
};

const open = (timeZone: string): Zone => {
  const offsetAt = offsetReader(timeZone);
  if (zones.size >= ZONES_MAX) zones.clear();
  const table = { starts: [Number.NEGATIVE_INFINITY], offsets: [offsetAt(ZONE_START_MS)] };
  const zone = { table, offsetAt, scannedTo: ZONE_START_MS };
  zones.set(timeZone, zone);
  return zone;
};

/** The zone's table, complete up to `untilMs` at least. @throws RangeError for a zone the runtime does not know. */
export const zoneTable = (timeZone: string, untilMs: number): ZoneTable => {
  const zone = zones.get(timeZone) ?? open(timeZone);
  const { table, offsetAt } = zone;
  const goal = Math.min(untilMs, ZONE_END_MS);
  if (zone.scannedTo > goal) return table;
  for (const end = goal + AHEAD_MS; zone.scannedTo <= end; zone.scannedTo += SCAN_STEP_MS) {
    const from = zone.scannedTo;
    const to = from + SCAN_STEP_MS;
    if (offsetAt(to) === table.offsets.at(-1)) continue;
    table.starts.push(changeBetween(offsetAt, from, to));
    table.offsets.push(offsetAt(to));
  }
  return table;
};

/** Index of the stretch that holds at a moment. */
export const stretchAt = (starts: readonly number[], ms: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Local time minus UTC at a moment, daylight saving included. */
export const zoneOffsetMs = (timeZone: string, ms: number): number => {
  const { starts, offsets } = zoneTable(timeZone, ms);
  return offsets[stretchAt(starts, ms)] ?? 0;
};
