import { BusError, type KeyValue } from '../bus/index.ts';
import type { Log } from '../log/index.ts';
import { ANCHOR_KEY, parseAnchor, SEEN_KEY, seenEveryMs } from './anchor.ts';
import { createFleetTime } from './fleet-time.ts';
import type { Clock, ClockAnchor } from './port.ts';

const syncEveryMs = 5_000;
const attempts = 10;

export type OpenClockOptions = {
  /** The control bucket. */
  readonly kv: KeyValue;
  /** Of a clock that is not anchored yet; an anchored one has its own, which counts. */
  readonly scale: number;
  readonly log: Log;
  readonly wall?: () => number;
  readonly monotonic?: () => number;
};

/**
 * The fleet's clock, the same in every process: it follows the anchor in the bucket, which the first one writes
 * (fleet = wall). Fleet time never goes back in a process: not when the wall does, not when the anchor is moved.
 * @throws BusError
 */
export const openClock = async (options: OpenClockOptions): Promise<Clock & { close(): void }> => {
  const { kv, log } = options;
  const wall = options.wall ?? Date.now;
  const monotonic = options.monotonic ?? (() => performance.now());
  const anchor = await firstAnchor(kv, options.scale, wall);
  if (anchor.scale !== options.scale)
    log.warn(
      { configured: options.scale, anchored: anchor.scale },
      'the fleet clock runs at another scale than FLEET_TIME_SCALE says; the anchored one counts',
    );
  const time = createFleetTime(anchor, wall, monotonic);
  const stopper = new AbortController();
  await kv.watch(
    ANCHOR_KEY,
    (_key, entry) => {
      const next = entry && parseAnchor(entry.value);
      if (next && JSON.stringify(next) !== JSON.stringify(time.anchor())) time.anchorAt(next);
    },
    stopper.signal,
  );
  const syncing = setInterval(() => {
    const byMs = time.sync();
    if (byMs !== 0) log.warn({ byMs: Math.round(byMs) }, 'the wall clock was set; fleet time never goes back');
  }, syncEveryMs);
  const noting = setInterval(() => {
    // Only a mark for the next start, which allows for one that is missing.
    kv.put(SEEN_KEY, JSON.stringify({ fleet: Math.round(time.now()) })).catch(() => {});
  }, seenEveryMs);
  syncing.unref();
  noting.unref();

  return {
    fleetNow: time.now,
    wallNow: wall,
    monotonicNow: monotonic,
    scale: () => time.anchor().scale,
    wallAt: (fleetMs) => wall() + (fleetMs - time.now()) / time.anchor().scale,
    close: () => {
      stopper.abort();
      clearInterval(syncing);
      clearInterval(noting);
    },
  };
};

const firstAnchor = async (kv: KeyValue, scale: number, wall: () => number): Promise<ClockAnchor> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const entry = await kv.get(ANCHOR_KEY);
    const found = entry && parseAnchor(entry.value);
    if (found) return found;
    const fresh: ClockAnchor = { wall: wall(), fleet: wall(), scale };
    const text = JSON.stringify(fresh);
    const written = entry ? await kv.update(ANCHOR_KEY, text, entry.revision) : await kv.create(ANCHOR_KEY, text);
    if (written !== null) return fresh;
  }
  throw new BusError('unavailable', 'the clock could not be anchored');
};
