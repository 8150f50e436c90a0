import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { type ExistingAgent, evolveAgent, initialAgent } from '@fleet/domain/agent/agent-state';
import type { Fact } from './facts.ts';
import type { AgentRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

/** The part of an agent that its row keeps; the rest of the state does not show in the read models. */
const stateOf = (row: AgentRow): ExistingAgent => ({
  exists: true,
  id: row.id,
  username: row.username,
  persona: row.persona,
  seedIndex: null,
  config: row.config,
  desired: row.desired,
  statusReason: row.desiredReason,
  sleepingUntil: row.sleepingUntil,
  sleepReason: row.sleepReason,
  provisioned: row.provisioned,
  platformUserId: null,
  provisioningError: row.provisioningError,
  deleting: row.deleting,
  configuredAt: 0,
  lastActTickId: null,
});

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
  const state = evolveAgent(before === null ? initialAgent : stateOf(before), event, 0);
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
