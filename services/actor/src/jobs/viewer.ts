import { type AgentDirectory, actingAgent } from '../follow/agents.ts';
import type { ActingAgent } from '../ports.ts';

/** In whose name the gallery is observed. */
export type Viewer = {
  /** Null: nobody's. */
  current(): ActingAgent | null;
  /** The platform would not let that one look. True when there is another to try, who is current from then on. */
  refused(): boolean;
};

/**
 * Nobody, as the service's own calls are; a platform that lets only its users look is looked at by an agent that it
 * knows, from the first refusal on.
 */
export const createViewer = (directory: Pick<AgentDirectory, 'get' | 'ids'>): Viewer => {
  let agentId: string | null = null;
  const known = (id: string): ActingAgent | null => {
    const agent = directory.get(id);
    const { provisioned = false, deleting = true, desired = 'deleted' } = agent?.state ?? {};
    return agent && provisioned && !deleting && desired !== 'deleted' ? actingAgent(agent.state, null) : null;
  };
  const another = (): string | null => {
    for (const id of directory.ids()) if (id !== agentId && known(id)) return id;
    return null;
  };
  return {
    current: () => {
      if (agentId === null) return null;
      const same = known(agentId);
      if (same) return same;
      agentId = another();
      return agentId === null ? null : known(agentId);
    },
    refused: () => {
      const next = another();
      if (next === null) return false;
      agentId = next;
      return true;
    },
  };
};
