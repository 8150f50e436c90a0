import type {
  Agent,
  AgentStatus,
  Fleet,
  FleetCommandResult,
  Operation,
  SeedResult,
} from '@fleet/domain/read-models/api';
import type { QueryClient } from '@tanstack/svelte-query';
import { plural } from '#lib/format.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { messageOf, patch, post, remove } from './client.ts';
import { patchAgents } from './patch.ts';
import type { AgentFilter } from './queries.ts';

export type LifecycleAction = 'start' | 'pause' | 'resume' | 'stop';
/** Which commands fit an agent in this status (the gateway decides; this greys out what it would refuse). */
export const fitting: Record<AgentStatus, readonly LifecycleAction[]> = {
  idle: ['start'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop'],
  sleeping: ['pause', 'stop'],
  error: ['resume', 'stop'],
  deleted: [],
};

export const pastTense: Record<LifecycleAction, string> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
};

/** Commands of the dashboard. Each tells how it went and leaves the cache as the gateway answered. */
export const commandsOf = (client: QueryClient) => {
  const failed = (what: string) => (error: unknown) => {
    toasts.bad(what, messageOf(error));
    return false;
  };
  const refresh = () => {
    for (const key of ['fleet', 'agents', 'agent', 'agents-summary', 'agent-plan', 'personas'])
      void client.invalidateQueries({ queryKey: [key] });
  };

  const apply = ({ status, statusReason, until, activityLevel }: FleetCommandResult) =>
    client.setQueryData<Fleet>(['fleet'], (old) => old && { ...old, status, statusReason, until, activityLevel });

  return {
    pauseAll: () =>
      post<FleetCommandResult>('/fleet/pause', { reason: 'paused from the dashboard' })
        .then((answer) => {
          apply(answer);
          toasts.good('The fleet is paused. No agent starts anything new.');
          return true;
        })
        .catch(failed('The fleet was not paused')),

    resumeAll: () =>
      post<FleetCommandResult>('/fleet/resume', { reason: 'resumed from the dashboard' })
        .then((answer) => {
          apply(answer);
          if (answer.status === 'running') toasts.good('The fleet is running.');
          else toasts.bad('The fleet is still paused', answer.statusReason ?? undefined);
          return true;
        })
        .catch(failed('The fleet was not resumed')),

    setLevel: (activityLevel: number) =>
      patch<FleetCommandResult>('/fleet', { activityLevel })
        .then((answer) => {
          apply(answer);
          toasts.good(`Activity level is now ${activityLevel}.`);
          return true;
        })
        .catch(failed('The activity level was not changed')),

    one: (agent: Agent, action: LifecycleAction) =>
      post<Partial<Agent>>(`/agents/${agent.id}/${action}`)
        .then((state) => {
          patchAgents(client, [{ ...agent, ...state, position: state.position ?? agent.position }]);
          toasts.good(`${agent.name} ${pastTense[action]}.`);
          refresh();
          return true;
        })
        .catch(failed(`${agent.name} was not ${pastTense[action]}`)),

    act: (agent: Agent) =>
      post<unknown>(`/agents/${agent.id}/act`)
        .then(() => {
          toasts.good(`${agent.name} acts now. Watch the live feed.`);
          return true;
        })
        .catch(failed(`${agent.name} cannot act now`)),

    remove: (agent: Agent) =>
      remove<unknown>(`/agents/${agent.id}`)
        .then(() => {
          toasts.good(`${agent.name} is being deleted.`);
          refresh();
          return true;
        })
        .catch(failed(`${agent.name} was not deleted`)),

    many: (
      action: LifecycleAction,
      target: { ids: string[] } | { filter: Omit<AgentFilter, 'sort'> },
      size: string,
    ) => {
      const body =
        'ids' in target
          ? target
          : { filter: Object.fromEntries(Object.entries(target.filter).filter(([, value]) => value)) };
      return post<Operation>('/operations', { action, ...body, reason: `${action} from the dashboard` })
        .then(({ state, matched, changed, refusedCount, refused }) => {
          if (state === 'running') toasts.good(`${plural(matched, 'agent')} to be ${pastTense[action]}, under way.`);
          else if (refusedCount > 0)
            toasts.bad(`${plural(refusedCount, 'agent')} could not be ${pastTense[action]}`, refused[0]?.reason);
          else toasts.good(`${plural(changed, 'agent')} ${pastTense[action]}.`);
          refresh();
          return true;
        })
        .catch(failed(`${size} were not ${pastTense[action]}`));
    },

    /** Makes agents from the seeded sequence and, if wanted, starts them. */
    seed: async (body: { count: number; persona?: string }, start: boolean) => {
      try {
        const { created } = await post<SeedResult>('/agents/seed', body);
        if (start && created.length > 0)
          await post<Operation>('/operations', { action: 'start', ids: created, reason: 'seeded from the dashboard' });
        toasts.good(`${plural(created.length, 'agent')} created${start ? ' and started' : ''}.`);
        return true;
      } catch (error) {
        return failed('Seeding did not finish')(error);
      } finally {
        refresh();
      }
    },

    refresh,
  };
};

export type Commands = ReturnType<typeof commandsOf>;
