import type { Agent } from '@fleet/domain/read-models/api';
import type { Seeding, SeedingRetry } from '@fleet/domain/read-models/personas';
import type { QueryClient } from '@tanstack/svelte-query';
import { get, messageOf, post } from '#lib/api/client.ts';
import { patchAgents } from '#lib/api/patch.ts';
import { plural } from '#lib/format.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';

const reason = 'tried again from the dashboard';

/** Asks the platform again for users that it would not make. Each tells how it went. */
export const userCommands = (client: QueryClient) => ({
  /** For all refused ones of a seeding; the cache is left as the read model has it right after. */
  retrySeeding: async (id: string): Promise<boolean> => {
    const path = `/seedings/${encodeURIComponent(id)}`;
    try {
      const { asked, position } = await post<SeedingRetry>(`${path}/retry`, { reason });
      client.setQueryData(['seeding', id], await get<Seeding>(`${path}?minPosition=${position}`));
      toasts.good(
        asked > 0 ? `The platform is asked again for ${plural(asked, 'user')}.` : 'Nothing is left to ask for.',
      );
      return true;
    } catch (error) {
      toasts.bad('It was not tried again', messageOf(error));
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: ['seedings'] });
    }
  },

  /** For one agent. */
  provision: async (agent: Agent): Promise<boolean> => {
    try {
      const state = await post<Partial<Agent>>(`/agents/${agent.id}/provision`, { reason });
      patchAgents(client, [{ ...agent, ...state, position: state.position ?? agent.position }]);
      toasts.good(`The platform is asked again for the user of ${agent.name}.`);
      return true;
    } catch (error) {
      toasts.bad('It was not tried again', messageOf(error));
      return false;
    } finally {
      for (const key of ['agent', 'seedings']) void client.invalidateQueries({ queryKey: [key] });
    }
  },
});
