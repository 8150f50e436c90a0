import type { ReadDb } from './tables.ts';

const POLL_MS = 25;
const WAIT_AT_MOST_MS = 2_000;

/**
 * How far the read model is. Remembers the newest position that a command of this gateway wrote, so that lists can be
 * resolved after it and a read model that stands still is noticed.
 */
export type Head = {
  /** Position of the last commit projected. */
  position(): Promise<bigint>;
  /** Waits, at most two seconds, until the read model has reached a position; false when it has not. */
  reached(position: bigint): Promise<boolean>;
  /** Notes a commit of this gateway. */
  wrote(position: bigint): void;
  lastWritten(): bigint;
  /** Milliseconds for which a commit of this gateway has not been in a read model that stands at `position`. */
  lagMs(position: bigint): number;
};

export const readHead = (db: ReadDb, monotonicNow: () => number): Head => {
  let last = 0n;
  /** The oldest commit that is not known to be projected. */
  let waiting: { position: bigint; since: number } | null = null;

  const ask = async () => {
    const row = await db.selectFrom('checkpoint').select('position').where('name', '=', 'main').executeTakeFirst();
    const at = BigInt(row?.position ?? '0');
    if (waiting && at >= waiting.position) waiting = at >= last ? null : { position: last, since: monotonicNow() };
    return at;
  };
  /** Any number of requests that wait at the same time ask as one. */
  let asking: Promise<bigint> | null = null;
  const position = () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };

  return {
    position,
    reached: async (wanted) => {
      const until = monotonicNow() + WAIT_AT_MOST_MS;
      for (;;) {
        if ((await position()) >= wanted) return true;
        if (monotonicNow() >= until) return false;
        await new Promise((done) => setTimeout(done, POLL_MS));
      }
    },
    wrote: (written) => {
      if (written <= last) return;
      last = written;
      waiting ??= { position: written, since: monotonicNow() };
    },
    lastWritten: () => last,
    lagMs: (at) => (waiting && at < waiting.position ? monotonicNow() - waiting.since : 0),
  };
};
