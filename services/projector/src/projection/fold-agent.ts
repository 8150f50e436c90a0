import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { evolveAgent, initialAgent } from '@fleet/domain/agent/agent-state';
import { agentStateOf } from './agent-state-of.ts';
import type { Fact } from './facts.ts';
import { AGENT_DELETED, foldDecision } from './fold-drafts.ts';
import type { AgentRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

const NOTHING_DONE = {
  lastActiveAt: null,
  lastImageUrl: null,
  posts: 0,
  comments: 0,
  likes: 0,
  browses: 0,
  failed: 0,
  spendUsd: 0,
  errorStreak: 0,
};

/** Nobody is left to publish what waits: see save.ts. */
const noMoreDrafts = (set: WorkingSet, agentId: string, position: bigint) => {
  set.changed.withoutDrafts.set(agentId, position);
  for (const draft of set.drafts.values()) {
    if (draft?.agentId !== agentId || (draft.state !== 'waiting' && draft.state !== 'approved')) continue;
    const row = { ...draft, state: 'expired' as const, reason: AGENT_DELETED, position };
    set.drafts.set(row.id, row);
    set.changed.drafts.set(row.id, row);
  }
};

/** Folds one lifecycle event into the agent's row, by the domain's own rule. */
export const foldAgent = (set: WorkingSet, id: string, { event, recorded }: Fact<AgentEvent>): void => {
  const before = set.agents.get(id) ?? null;
  const state = evolveAgent(before === null ? initialAgent : agentStateOf(before), event, 0);
  if (!state.exists) return;
  if (event.type === 'DraftApproved' || event.type === 'DraftRejected') foldDecision(set, { event, recorded });
  if (event.type === 'AgentDeletionRequested') noMoreDrafts(set, id, recorded.position);
  const { position } = recorded;
  const row: AgentRow = {
    ...(before ?? { ...NOTHING_DONE, createdAt: recorded.occurredAt }),
    id,
    username: state.username,
    config: state.config,
    persona: state.persona,
    desired: state.desired,
    desiredReason: state.statusReason,
    provisioningError: state.provisioningError,
    sleepingUntil: state.sleepingUntil,
    sleepReason: state.sleepReason,
    provisioned: state.provisioned,
    deleting: state.deleting,
    lifecyclePosition: position,
    position,
  };
  set.agents.set(id, row);
  set.changed.agents.set(id, row);
};
