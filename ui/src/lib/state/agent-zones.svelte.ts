import type { Agent } from '@fleet/domain/read-models/api';
import { SvelteMap } from 'svelte/reactivity';
import { get } from '#lib/api/client.ts';

const mostKept = 5_000;
const atOnce = 3;

/** Time zones of agents, asked for one by one when a list shows times by the agents' own clocks. */
class AgentZones {
  readonly #zones = new SvelteMap<string, string | null>();
  #waiting: string[] = [];
  #asking = 0;

  /** The agent's zone; undefined while it is not known. */
  of(agentId: string): string | undefined {
    return this.#zones.get(agentId) ?? undefined;
  }

  /** Sees to it that the zone becomes known. */
  want(agentId: string) {
    if (this.#zones.has(agentId) || this.#waiting.includes(agentId)) return;
    this.#waiting.push(agentId);
    this.#next();
  }

  #next() {
    while (this.#asking < atOnce) {
      const id = this.#waiting.shift();
      if (id === undefined) return;
      if (this.#zones.size >= mostKept) this.#zones.clear();
      this.#asking += 1;
      get<Agent>(`/agents/${id}`)
        .then((agent) => this.#zones.set(id, agent.config.schedule.timezone))
        .catch(() => this.#zones.set(id, null))
        .finally(() => {
          this.#asking -= 1;
          this.#next();
        });
    }
  }
}

export const agentZones = new AgentZones();
