/** Lets one loop sleep until a time or until something changed, whichever is first; a change is never missed. */
export type Waker = {
  /** Something changed: the sleeper wakes now, or does not fall asleep next time. */
  wake(): void;
  /** `ms` null: only a change ends it. Ends at once when the signal aborts. */
  sleep(ms: number | null, signal: AbortSignal): Promise<void>;
};

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

export const createWaker = (sleepFor: (ms: number, signal: AbortSignal) => Promise<void>): Waker => {
  let changed = false;
  let current: (() => void) | null = null;
  return {
    wake: () => {
      changed = true;
      current?.();
    },
    sleep: async (ms, signal) => {
      if (!changed && !signal.aborted && ms !== 0) {
        // Listeners are taken away by hand: one bound to a signal of its own keeps both alive for as long as they wait.
        const over = new AbortController();
        const end = () => over.abort();
        current = end;
        signal.addEventListener('abort', end, { once: true });
        await (ms === null ? aborted(over.signal) : sleepFor(ms, over.signal));
        signal.removeEventListener('abort', end);
        current = null;
      }
      changed = false;
    },
  };
};
