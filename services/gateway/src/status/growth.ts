const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** One reading is kept for each of these, over the last day: 145 at most, of each part. */
const KEEP_EVERY_MS = 10 * 60_000;
const KNOWN_AFTER_MS = HOUR_MS;
const MAX_PARTS = 50;

type Reading = { readonly atMs: number; readonly bytes: number };

/** How fast parts grow, by readings in memory: a restart begins anew. */
export type Growth = {
  take(part: string, bytes: number): void;
  /** Bytes a day, over the last day at most, negative where it shrinks; null until an hour of it is known. */
  perDay(part: string): number | null;
};

/** `monotonicNow`: ms; a clock that is set does not disturb it. */
export const createGrowth = (monotonicNow: () => number): Growth => {
  const kept = new Map<string, { readonly readings: Reading[]; last: Reading }>();
  return {
    take: (part, bytes) => {
      const reading = { atMs: monotonicNow(), bytes };
      const known = kept.get(part);
      if (!known) {
        if (kept.size < MAX_PARTS) kept.set(part, { readings: [reading], last: reading });
        return;
      }
      known.last = reading;
      const { readings } = known;
      if (reading.atMs - (readings.at(-1)?.atMs ?? 0) >= KEEP_EVERY_MS) readings.push(reading);
      while (reading.atMs - (readings[0]?.atMs ?? reading.atMs) > DAY_MS) readings.shift();
    },
    perDay: (part) => {
      const known = kept.get(part);
      const first = known?.readings[0];
      if (!known || !first) return null;
      const overMs = known.last.atMs - first.atMs;
      return overMs < KNOWN_AFTER_MS ? null : ((known.last.bytes - first.bytes) / overMs) * DAY_MS;
    },
  };
};

/** Days until a limit is reached at this growth; null where it never is, or nobody knows. */
export const fullInDays = (bytes: number, maxBytes: number | null, perDay: number | null): number | null =>
  maxBytes === null || perDay === null || perDay <= 0 ? null : Math.max(0, maxBytes - bytes) / perDay;
