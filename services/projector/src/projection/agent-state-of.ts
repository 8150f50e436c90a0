import type { ExistingAgent } from '@fleet/domain/agent/agent-state';
import type { AgentRow } from './rows.ts';

/** The part of an agent that its row keeps; the rest of the state does not show in the read models. */
export const agentStateOf = (row: AgentRow): ExistingAgent => ({
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
  draftDecisions: [],
  retries: [],
});
