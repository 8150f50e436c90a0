import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log/index.ts';

const TRY_AGAIN_MS = 1_000;

/**
 * Tries every second until it works: what a service needs may come up after it, or go away while it starts.
 * `what` begins a sentence, like "opening the clock". @throws the signal's reason when that ends the trying
 */
export const untilDone = async <T>(
  what: string,
  job: () => Promise<T>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Pick<Log, 'warn'> },
): Promise<T> => {
  for (let said = ''; ; ) {
    signal.throwIfAborted();
    try {
      return await job();
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== said) log.warn({ err: error }, `${what} does not work yet; trying again`);
      said = problem;
      await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }
};
