import type { Budget } from '../ports.ts';

/** Without a ledger: reserves what costs nothing and denies the rest, since nothing could stop the spending. */
export const freeBudget: Budget = {
  reserve: async (_attemptId, _agentId, ceilingUsd) => (ceilingUsd > 0 ? 'denied' : 'reserved'),
  settle: async () => 'settled',
};
