/** A bounded number of places, and a bounded queue in front of them. */
export type Slots = {
  /** Null when the queue is full, the wait was too long, or the signal aborted; otherwise the way to give it back. */
  take(maxWaitMs: number, signal: AbortSignal): Promise<(() => void) | null>;
};

export const createSlots = (places: number, maxWaiting: number): Slots => {
  let free = places;
  const waiting = new Set<(release: (() => void) | null) => void>();

  const give = (): (() => void) => {
    let given = true;
    return () => {
      if (!given) return;
      given = false;
      const next = waiting.values().next().value;
      if (next === undefined) free += 1;
      else next(give());
    };
  };

  return {
    take(maxWaitMs, signal) {
      if (signal.aborted) return Promise.resolve(null);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(give());
      }
      if (waiting.size >= maxWaiting) return Promise.resolve(null);
      return new Promise((resolve) => {
        const settle = (release: (() => void) | null): void => {
          waiting.delete(settle);
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          resolve(release);
        };
        const onAbort = (): void => settle(null);
        const timer = setTimeout(() => settle(null), maxWaitMs);
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.add(settle);
      });
    },
  };
};
