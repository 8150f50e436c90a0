import { decideAgent, type ExistingAgent, freshAgent, initialAgent } from '@fleet/domain/agent/agent';
import type { AgentStatus } from '@fleet/domain/read-models/api';
import { AGENT_STATUSES } from '@fleet/domain/read-models/api';
import { type BulkAction, type OperationPreview, UNDONE_BY } from '@fleet/domain/read-models/operations';
import type { AgentGroup } from '../read/agents.ts';

const ORDERED = { by: 'preview', reason: '' } as const;

/** An agent of which only what a command looks at is known. */
const agentLike = ({ desired, deleting }: Pick<AgentGroup, 'desired' | 'deleting'>): ExistingAgent => ({
  ...freshAgent({ id: '', username: '', persona: null, seedIndex: null, config: {} as ExistingAgent['config'] }),
  ...{ desired, deleting, provisioned: true },
});

/**
 * What a command would come to for agents as the read model knows them, by the rule that decides it. `matched` may be
 * more than the groups hold: ids of agents that do not exist are refused.
 */
export const previewOf = (action: BulkAction, groups: readonly AgentGroup[], matched: number): OperationPreview => {
  const byStatus = Object.fromEntries(AGENT_STATUSES.map((status) => [status, 0])) as Record<AgentStatus, number>;
  let [known, wouldChange, wouldRefuse] = [0, 0, 0];
  const decide = (state: Parameters<typeof decideAgent>[0]) => decideAgent(state, { type: action, ...ORDERED });
  for (const group of groups) {
    known += group.count;
    byStatus[group.shown] += group.count;
    const decision = decide(agentLike(group));
    if (decision.kind === 'refused') wouldRefuse += group.count;
    else if (decision.events.length > 0) wouldChange += group.count;
  }
  const unknown = Math.max(0, matched - known);
  if (decide(initialAgent).kind === 'refused') wouldRefuse += unknown;
  return { action, matched, byStatus, wouldChange, wouldRefuse, undoable: UNDONE_BY[action] !== null };
};
