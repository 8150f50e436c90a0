/** How much may run at once, and who waits for its turn, first come first served. */
export type Slots = {
  readonly inUse: () => number;
  readonly free: () => number;
  readonly waiting: () => number;
  /** Takes a slot now, or waits for one. */
  take(): Promise<void>;
  give(): void;
};

export const createSlots = (size: number): Slots => {
  let inUse = 0;
  const waiters: (() => void)[] = [];
  return {
    inUse: () => inUse,
    free: () => Math.max(0, size - inUse - waiters.length),
    waiting: () => waiters.length,
    take: () => {
      if (inUse < size) {
        inUse += 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiters.push(resolve));
    },
    give: () => {
      const next = waiters.shift();
      // A slot goes from hand to hand: it never counts as free in between.
      if (next) next();
      else inUse -= 1;
    },
  };
};
