/** Lets one loop sleep until a time or until something changed, whichever is first; a change is never missed. */
export type Waker = {
  /** Something changed: the sleeper wakes now, or does not fall asleep next time. */
  wake(): void;
  /** `ms` null: only a change ends it. Ends at once when the signal aborts. */
  sleep(ms: number | null, signal: AbortSignal): Promise<void>;
};

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
        const over = new AbortController();
        const stop = AbortSignal.any([signal, over.signal]);
        const woken = new Promise<void>((resolve) => {
          current = () => {
            over.abort();
            resolve();
          };
          signal.addEventListener('abort', () => current?.(), { once: true, signal: over.signal });
        });
        await (ms === null ? woken : Promise.race([woken, sleepFor(ms, stop)]));
        over.abort();
        current = null;
      }
      changed = false;
    },
  };
};
