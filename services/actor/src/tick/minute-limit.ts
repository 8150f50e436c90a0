import type { KeyValue } from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import { z } from 'zod';

/** The fleet's limit of actions begun in a minute, whatever the ticks say, however many actors there are. */
export type MinuteLimit = {
  /** Takes one action's permit; false when the fleet has used up its minute. Within about two seconds. */
  take(): Promise<boolean>;
  /** False while this actor goes by its own share, because the count that all share cannot be reached. */
  shared(): boolean;
};

/** In the control bucket: what all actors together have taken of the current minute of wall time. */
export const MINUTE_KEY = 'actions';
const MINUTE_MS = 60_000;
/** A hundredth of the limit at a time: few writes, and little left unused in the hands of an actor that is idle. */
const LEASES_PER_MINUTE = 100;
/** Of one write against those of others. */
const TRIES = 8;
/** Whoever waits while others use up lot after lot gives up when a minute's lots must be gone. */
const ROUNDS_MAX = 3 * LEASES_PER_MINUTE;
const ASK_AGAIN_AFTER_MS = 1_000;
const TAKERS_MAX = 200;
/** How many actors are taken for granted where nobody was ever counted. */
const UNKNOWN_TAKERS = 10;

const Count = z.object({
  minute: z.number().int(),
  taken: z.number().int().nonnegative(),
  /** Actors that took something in this minute, and how many did in the one before. */
  takers: z.array(z.string()).max(TAKERS_MAX),
  before: z.number().int().nonnegative(),
});
type Count = z.infer<typeof Count>;

const parse = (text: string | undefined): Count | null => {
  try {
    return text === undefined ? null : (Count.safeParse(JSON.parse(text)).data ?? null);
  } catch {
    return null;
  }
};

type Deps = {
  readonly control: Pick<KeyValue, 'get' | 'create' | 'update'>;
  readonly clock: Pick<Clock, 'wallNow' | 'monotonicNow'>;
  /** Names this actor among the takers. */
  readonly owner: string;
};

/**
 * Permits are leased in small lots from one counter, by compare and set. While it cannot be reached, this actor goes
 * by its share: the limit divided by the actors that were last counted.
 */
export const createMinuteLimit = ({ control, clock, owner }: Deps, actionsPerMinute: number): MinuteLimit => {
  const lot = Math.max(1, Math.floor(actionsPerMinute / LEASES_PER_MINUTE));
  let permits = { minute: Number.NEGATIVE_INFINITY, left: 0 };
  /** The minute of which nothing is left. */
  let usedUp = Number.NEGATIVE_INFINITY;
  let known = UNKNOWN_TAKERS;
  let refilling: Promise<'filled' | 'used_up' | 'unreachable'> | null = null;
  let askAgainAt = Number.NEGATIVE_INFINITY;
  let isShared = true;
  /** Actions begun here in a minute by the monotonic clock: what an own share is counted by. */
  let own = { since: Number.NEGATIVE_INFINITY, begun: 0 };

  const minuteNow = () => Math.floor(clock.wallNow() / MINUTE_MS);

  /** A neighbour's clock may be in the next minute already; one further away is wrong, and counted anew. */
  const current = (stored: Count | null): Count => {
    const minute = minuteNow();
    if (stored && (stored.minute === minute || stored.minute === minute + 1)) return stored;
    const before = stored && stored.minute === minute - 1 ? stored.takers.length : 0;
    return { minute, taken: 0, takers: [], before };
  };

  const refill = async (): Promise<'filled' | 'used_up' | 'unreachable'> => {
    for (let tried = 0; tried < TRIES; tried++) {
      const entry = await control.get(MINUTE_KEY);
      const count = current(parse(entry?.value));
      known = Math.max(1, count.takers.length, count.before);
      const granted = Math.min(lot, actionsPerMinute - count.taken);
      if (granted <= 0) {
        usedUp = count.minute;
        return 'used_up';
      }
      const takers = count.takers.includes(owner) ? count.takers : [...count.takers, owner].slice(-TAKERS_MAX);
      const next = JSON.stringify({ ...count, taken: count.taken + granted, takers });
      const written = entry
        ? await control.update(MINUTE_KEY, next, entry.revision)
        : await control.create(MINUTE_KEY, next);
      if (written === null) continue;
      known = Math.max(known, takers.length);
      permits = { minute: count.minute, left: granted };
      return 'filled';
    }
    return 'unreachable';
  };

  const begun = (): true => {
    own.begun++;
    return true;
  };
  const ownShare = (): boolean => {
    const share = Math.max(1, Math.floor(actionsPerMinute / known));
    return own.begun < share && begun();
  };

  const permit = async (): Promise<boolean> => {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const minute = minuteNow();
      // The lot may be of the next minute, where a neighbour's clock is ahead.
      if (permits.left > 0 && (permits.minute === minute || permits.minute === minute + 1)) {
        permits.left--;
        return begun();
      }
      if (usedUp === minute || usedUp === minute + 1) return false;
      if (clock.monotonicNow() < askAgainAt) return ownShare();
      refilling ??= refill()
        .catch(() => 'unreachable' as const)
        .finally(() => {
          refilling = null;
        });
      const result = await refilling;
      isShared = result !== 'unreachable';
      if (result === 'used_up') return false;
      if (result === 'unreachable') {
        askAgainAt = clock.monotonicNow() + ASK_AGAIN_AFTER_MS;
        return ownShare();
      }
    }
    return false;
  };

  return {
    take: () => {
      const now = clock.monotonicNow();
      if (now - own.since >= MINUTE_MS) own = { since: now, begun: 0 };
      return permit();
    },
    shared: () => isShared,
  };
};
