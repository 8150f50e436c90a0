/** Settlements kept for a ledger that is away; the sweep charges the ceiling of what falls out. */
const KEPT = 10_000;

export type Unsettled = {
  add(attemptId: string, costUsd: number): void;
  size(): number;
  /** Tells them in their order, until one fails. */
  drain(settle: (attemptId: string, costUsd: number) => Promise<boolean>): Promise<void>;
};

/** What attempts cost while the ledger did not answer. In memory: a process that dies leaves them to the sweep. */
export const createUnsettled = (): Unsettled => {
  const costs = new Map<string, number>();
  return {
    add: (attemptId, costUsd) => {
      const [oldest] = costs.keys();
      if (costs.size >= KEPT && oldest !== undefined) costs.delete(oldest);
      costs.set(attemptId, costUsd);
    },
    size: () => costs.size,
    drain: async (settle) => {
      for (const [attemptId, costUsd] of [...costs]) {
        if (!(await settle(attemptId, costUsd))) return;
        costs.delete(attemptId);
      }
    },
  };
};
