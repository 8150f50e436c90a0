import { mayAct } from '@fleet/domain/agent/agent';
import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import type { AgentDirectory } from '../follow/agents.ts';
import type { FleetWatch } from '../follow/fleet-watch.ts';

export type Runnable = {
  /** Null: this agent may act now. Otherwise why not. Asked before every reservation and every send. */
  notBecause(agentId: string): string | null;
  workflowOf(agentId: string): WorkflowKind;
  /** Its posts wait for an operator's yes. */
  isOnHold(agentId: string): boolean;
  personaOf(agentId: string): string | null;
};

export const createRunnable = (directory: AgentDirectory, fleet: FleetWatch, wallNow: () => number): Runnable => ({
  notBecause: (agentId) => {
    const paused = fleet.pausedBecause();
    if (paused !== null) return paused;
    const known = directory.get(agentId);
    if (!known) return 'the agent is not known';
    const may = mayAct(known.state, wallNow());
    return may.ok ? null : may.reason;
  },
  workflowOf: (agentId) => {
    const known = directory.get(agentId);
    if (!known) throw new Error(`agent ${agentId} is not known`);
    return known.state.config.workflow;
  },
  isOnHold: (agentId) => directory.get(agentId)?.state.config.hold === true,
  personaOf: (agentId) => directory.get(agentId)?.state.persona?.id ?? null,
});
