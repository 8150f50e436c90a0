import { type EventStore, EventStoreError } from './port.ts';

/** A failed append that nobody repeated says nothing any more after this. */
const TOLD_FOR_MS = 15_000;

/**
 * A store whose `ping` also says that it takes nothing: with a full disk it answers everything but appends.
 * Until one lands again, or nobody has tried for 15 s.
 */
export const tellingAppends = (store: EventStore, monotonicNow = () => performance.now()): EventStore => {
  let failed: { readonly at: number; readonly error: EventStoreError } | null = null;
  return {
    ...store,
    append: async (...args) => {
      try {
        const result = await store.append(...args);
        failed = null;
        return result;
      } catch (error) {
        if (error instanceof EventStoreError && error.code === 'unavailable') failed = { at: monotonicNow(), error };
        throw error;
      }
    },
    ping: async () => {
      await store.ping();
      if (failed === null || monotonicNow() - failed.at > TOLD_FOR_MS) return;
      throw new EventStoreError('unavailable', `it answers and takes no events: ${failed.error.message}`);
    },
  };
};
