import { EventStoreError } from '@fleet/platform/eventstore';
import type { Sleep } from '../deps.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** The event store did not answer until this worker had to stop (or its time was over). */
export class GaveUp extends Error {
  constructor(options: ErrorOptions) {
    super('the event store does not answer', options);
    this.name = 'GaveUp';
  }
}

/** Repeats what the event store could not answer, at growing pauses, until it can. @throws GaveUp when `signal` aborts */
export const untilAvailable = async <T>(run: () => Promise<T>, sleep: Sleep, signal: AbortSignal): Promise<T> => {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.code !== 'unavailable') throw error;
      if (signal.aborted) throw new GaveUp({ cause: error });
      await sleep(pauseMs, signal);
    }
  }
};
