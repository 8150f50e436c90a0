import type { KeyValue } from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import type { Log, Sleep } from './deps.ts';

const RENEW_EVERY_MS = 2_000;
/** Without a good renewal for this long the lease may be somebody else's (the bucket forgets it after 6 s). */
const TRUSTED_FOR_MS = 4_000;

type On = {
  readonly leases: KeyValue;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Log;
  readonly owner: string;
};

const renewing = async ({ leases, clock, sleep, owner }: On, key: string, first: number, lost: AbortController) => {
  let revision = first;
  let goodAt = clock.monotonicNow();
  while (!lost.signal.aborted) {
    await sleep(RENEW_EVERY_MS, lost.signal);
    if (lost.signal.aborted) return;
    const next = await leases.update(key, owner, revision).catch(() => undefined);
    if (next === null) lost.abort();
    else if (next !== undefined) {
      revision = next;
      goodAt = clock.monotonicNow();
    } else if (clock.monotonicNow() - goodAt > TRUSTED_FOR_MS) lost.abort();
  }
};

/** Runs `body` whenever this process holds the lease, until `signal` aborts; its signal aborts when the lease is lost. */
export const whileHolding = async (
  on: On,
  key: string,
  signal: AbortSignal,
  body: (held: AbortSignal) => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    const revision = await on.leases.create(key, on.owner).catch(() => null);
    if (revision === null) {
      await on.sleep(RENEW_EVERY_MS, signal);
      continue;
    }
    const lost = new AbortController();
    const renewal = renewing(on, key, revision, lost);
    try {
      await body(AbortSignal.any([signal, lost.signal]));
    } catch (error) {
      on.log.error({ error, lease: key }, 'work under a lease failed; taken up again');
      await on.sleep(RENEW_EVERY_MS, signal);
    }
    const mine = !lost.signal.aborted;
    lost.abort();
    await renewal;
    if (mine) await on.leases.delete(key).catch(() => {});
  }
};
