import { z } from 'zod';
import { BusError, type KeyValue } from '../bus/index.ts';
import type { ClockAnchor } from './port.ts';

/** In the control bucket: the anchor, and the greatest fleet moment that is known to have been (every 15 s). */
export const ANCHOR_KEY = 'clock';
export const SEEN_KEY = 'clock-seen';
export const seenEveryMs = 15_000;
const attempts = 10;
/** A busy process notes the time later than it should. */
const LATE_TIMER = 1.2;

const Anchor = z.object({ wall: z.number(), fleet: z.number(), scale: z.number().positive() });
const Seen = z.object({ fleet: z.number() });

/** Null when there is none, or it is not one: then it is written anew. */
export const parseAnchor = (text: string): ClockAnchor | null => parsed(Anchor, text);

export const fleetAt = (anchor: ClockAnchor, wallMs: number): number =>
  anchor.fleet + (wallMs - anchor.wall) * anchor.scale;

export type Reanchor = {
  readonly kv: KeyValue;
  /** Fleet milliseconds per wall millisecond from now on. */
  readonly scale: number;
  readonly wallNow: number;
  /** Moments that have been for certain: cursors, the last event. */
  readonly notBefore?: number;
  /** Where fleet time begins when there is no anchor yet. Default: the wall's. */
  readonly startAt?: number;
};

/**
 * Sets the fleet's clock: it goes on from the greatest moment known (anchor, what was seen, `notBefore`), so that it
 * never goes back, and time in which nothing ran is left out. At scale 1 without `startAt` it catches up with the wall.
 * Every open clock follows. @throws BusError
 */
export const reanchor = async (options: Reanchor): Promise<ClockAnchor> => {
  const { kv, scale, wallNow } = options;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const entry = await kv.get(ANCHOR_KEY);
    const before = entry ? parseAnchor(entry.value) : null;
    const seenEntry = await kv.get(SEEN_KEY);
    const seen = seenEntry ? parsed(Seen, seenEntry.value)?.fleet : undefined;
    const fleet = Math.max(
      options.notBefore ?? Number.NEGATIVE_INFINITY,
      before ? latestPossible(before, seen, wallNow) : (options.startAt ?? wallNow),
      scale === 1 && options.startAt === undefined ? wallNow : Number.NEGATIVE_INFINITY,
    );
    const anchor: ClockAnchor = { wall: wallNow, fleet, scale };
    const text = JSON.stringify(anchor);
    const written = entry ? await kv.update(ANCHOR_KEY, text, entry.revision) : await kv.create(ANCHOR_KEY, text);
    if (written !== null) return anchor;
  }
  throw new BusError('unavailable', 'the clock was changed by others all the time');
};

/**
 * How far the fleet can have come after the last moment known of it: as long as it takes until the next one is noted,
 * but not further than its clock had run by now (unless the wall was set back since).
 */
const latestPossible = (before: ClockAnchor, seen: number | undefined, wallNow: number): number => {
  const known = Math.max(before.fleet, seen ?? before.fleet);
  const unnoted = known + seenEveryMs * before.scale * LATE_TIMER;
  const byNow = fleetAt(before, wallNow);
  return byNow < known ? unnoted : Math.min(unnoted, byNow);
};

const parsed = <T>(schema: z.ZodType<T>, text: string): T | null => {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};
