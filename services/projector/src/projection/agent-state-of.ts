import { type ExistingAgent, freshAgent } from '@fleet/domain/agent/agent-state';
import type { AgentRow } from './rows.ts';

/** The part of an agent that its row keeps; the rest of the state does not show in the read models. */
export const agentStateOf = (row: AgentRow): ExistingAgent => ({
  ...freshAgent({ id: row.id, username: row.username, persona: row.persona, seedIndex: null, config: row.config }),
  desired: row.desired,
  statusReason: row.desiredReason,
  sleepingUntil: row.sleepingUntil,
  sleepReason: row.sleepReason,
  provisioned: row.provisioned,
  provisioningError: row.provisioningError,
  deleting: row.deleting,
});
