import type { Budget } from './ports.ts';

/** Reserves what costs nothing and denies the rest: until the ledger exists, no actor may spend. */
export const freeBudget: Budget = {
  reserve: async (_attemptId, _agentId, ceilingUsd) => (ceilingUsd > 0 ? 'denied' : 'reserved'),
  settle: async () => 'settled',
};
