/** Work that only so much of runs at a time, and only so much waits for. */
export type Slots = {
  /** Runs the work when there is room; null at once when too much waits already. */
  run<T>(work: () => Promise<T>): Promise<T | null>;
};

export const slots = (atOnce: number, maxWaiting: number): Slots => {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return {
    run: async (work) => {
      if (free > 0) free--;
      else if (waiting.length >= maxWaiting) return null;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
};
