import type { Clock } from '@fleet/platform/clock';
import type { Sleep } from '../deps.ts';
import type { Work } from './work.ts';

/** Waits `ms` of this worker's own monotonic time without holding a slot; false: the service stops. */
export type Park = (work: Work, ms: number) => Promise<boolean>;

export type Parked = { parked: number };

/**
 * A sleep can end late (a process that was stopped, a machine that slept), never early: what was waited for is measured.
 * The delivery is kept alive by its own heartbeat.
 */
export const createPark =
  (clock: Clock, sleep: Sleep, counts: Parked): Park =>
  async (work, ms) => {
    const until = clock.monotonicNow() + ms;
    work.slot.release();
    counts.parked++;
    try {
      while (!work.stop.aborted) {
        const left = until - clock.monotonicNow();
        if (left <= 0) break;
        await sleep(left, work.stop);
      }
    } finally {
      counts.parked--;
    }
    if (work.stop.aborted) return false;
    await work.slot.reacquire();
    return true;
  };
