export type MinuteLimit = { take(): boolean };

/** At most so many actions begun by this process in one minute, whatever the ticks say. */
export const createMinuteLimit = (monotonicNow: () => number, actionsPerMinute: number): MinuteLimit => {
  let startedAt = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take: () => {
      const now = monotonicNow();
      if (now - startedAt >= 60_000) {
        startedAt = now;
        taken = 0;
      }
      if (taken >= actionsPerMinute) return false;
      taken++;
      return true;
    },
  };
};
