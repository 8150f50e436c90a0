const MAX_ADDRESSES = 10_000;

/** Counts failures per address in a window of wall time; who failed too often waits until it is over. */
export const failureLimit = (limit: number, windowMs: number, wallNow: () => number) => {
  const failures = new Map<string, { count: number; readonly until: number }>();

  const current = (address: string) => {
    const known = failures.get(address);
    if (known && known.until > wallNow()) return known;
    failures.delete(address);
    return null;
  };

  return {
    waitMs: (address: string): number => {
      const known = current(address);
      return known && known.count >= limit ? known.until - wallNow() : 0;
    },
    failed: (address: string): void => {
      const known = current(address);
      if (known) known.count++;
      else failures.set(address, { count: 1, until: wallNow() + windowMs });
      const oldest = failures.keys().next().value;
      if (failures.size > MAX_ADDRESSES && oldest !== undefined) failures.delete(oldest);
    },
  };
};
