import type { SchedulerDeps } from './deps.ts';

/** The right to publish, held by one process at a time; `key` names what for (now all partitions, one day each). */
export type Lease = {
  /** True only until 4 s after the last good renewal began, by the monotonic clock. */
  held(): boolean;
  /** Who holds it, as far as known; for `/ready`. */
  holder(): string | null;
  /**
   * Takes the lease whenever it is free and calls `lead` each time, whose signal aborts when the lease is lost or the
   * outer one aborts. Gives it back on the way out, so that a standby need not wait for it to expire.
   */
  run(lead: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
};

const RENEW_EVERY_MS = 2_000;
const HOLDS_FOR_MS = 4_000;
const LOOK_EVERY_MS = 1_000;

type Deps = Pick<SchedulerDeps, 'leases' | 'clock' | 'sleep' | 'instance' | 'log'>;

export const createLease = (deps: Deps, key: string): Lease => {
  const { leases, clock, sleep, instance, log } = deps;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let revision: number | null = null;
  let holder: string | null = null;

  const held = () => revision !== null && clock.monotonicNow() < heldUntil;

  const take = async (): Promise<boolean> => {
    const began = clock.monotonicNow();
    try {
      revision = await leases.create(key, instance);
      if (revision === null) holder = (await leases.get(key))?.value ?? null;
    } catch (error) {
      log.debug({ err: error }, 'the lease cannot be asked for');
      return false;
    }
    if (revision === null) return false;
    heldUntil = began + HOLDS_FOR_MS;
    holder = instance;
    return true;
  };

  /** Renews until it is lost; the store being away loses it only when its time is over. */
  const keep = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted && held()) {
      const leftMs = heldUntil - clock.monotonicNow();
      await sleep(Math.min(RENEW_EVERY_MS, leftMs), signal);
      if (signal.aborted || revision === null || !held()) return;
      const began = clock.monotonicNow();
      try {
        const next = await leases.update(key, instance, revision);
        if (next === null) return;
        revision = next;
        heldUntil = began + HOLDS_FOR_MS;
      } catch (error) {
        log.debug({ err: error }, 'the lease could not be renewed; trying again while it lasts');
        await sleep(200, signal);
      }
    }
  };

  const giveBack = async () => {
    const mine = held();
    revision = null;
    heldUntil = Number.NEGATIVE_INFINITY;
    holder = null;
    if (mine) await leases.delete(key).catch(() => {});
  };

  return {
    held,
    holder: () => holder,
    run: async (lead, signal) => {
      while (!signal.aborted) {
        if (!(await take())) {
          await sleep(LOOK_EVERY_MS, signal);
          continue;
        }
        log.info({ key }, 'lease taken: publishing');
        const lost = new AbortController();
        const both = AbortSignal.any([signal, lost.signal]);
        const kept = keep(both).finally(() => lost.abort());
        // Time may stop for this process alone: whoever publishes asks `held` as well.
        await lead(both).finally(() => lost.abort());
        await kept;
        if (!signal.aborted) log.warn({ key }, 'lease lost: another scheduler publishes');
        await giveBack();
      }
    },
  };
};
