import { setTimeout as delay } from 'node:timers/promises';
import { EventStoreError } from './port.ts';

const RETRY_AFTER_MS = 100;

/**
 * Tries again what ended `unavailable`, as long as `withinMs` is not over: a short restart of the store stays unseen.
 * Only for what may be repeated: reads, and appends with the same event ids.
 */
export const retryUnavailable = async <T>(withinMs: number, attempt: () => Promise<T>): Promise<T> => {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.code !== 'unavailable') throw error;
      if (performance.now() + RETRY_AFTER_MS > until) throw error;
      await delay(RETRY_AFTER_MS);
    }
  }
};
