import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { evolveAgent, initialAgent } from '@fleet/domain/agent/agent-state';
import { agentStateOf } from './agent-state-of.ts';
import type { Fact } from './facts.ts';
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

/** Folds one lifecycle event into the agent's row, by the domain's own rule. */
export const foldAgent = (set: WorkingSet, id: string, { event, recorded }: Fact<AgentEvent>): void => {
  const before = set.agents.get(id) ?? null;
  const state = evolveAgent(before === null ? initialAgent : agentStateOf(before), event, 0);
  if (!state.exists) return;
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
