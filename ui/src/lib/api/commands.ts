import type { Agent, AgentStatus, Fleet, FleetCommandResult, SeedResult } from '@fleet/domain/read-models/api';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { BulkAction, BulkOperation, OperationPreview } from '@fleet/domain/read-models/operations';
import type { QueryClient } from '@tanstack/svelte-query';
import { plural } from '#lib/format.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';
import { messageOf, patch, post, remove } from './client.ts';
import { patchAgents } from './patch.ts';
import type { AgentFilter } from './queries.ts';

/** Which agents a command to many is for. */
export type BulkTarget = { ids: string[] } | { filter: Omit<AgentFilter, 'sort'> };

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

const undoneBy: Record<LifecycleAction, LifecycleAction> = {
  start: 'stop',
  pause: 'resume',
  resume: 'pause',
  stop: 'start',
};
const undoWithinMs = 10_000;

export const pastTense: Record<BulkAction, string> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  delete: 'deleted',
};

/** Unset filters are left out: an empty filter means all agents. */
const bodyOf = (target: BulkTarget) =>
  'ids' in target ? target : { filter: Object.fromEntries(Object.entries(target.filter).filter(([, value]) => value)) };

/** What a command to many would come to; nothing is done. */
export const previewOf = (action: BulkAction, target: BulkTarget): Promise<OperationPreview> =>
  post<OperationPreview>('/operations', { action, ...bodyOf(target), reason: '', dryRun: true });

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

  const one = (agent: Agent, action: LifecycleAction, undoing = false): Promise<boolean> =>
    post<Partial<Agent>>(`/agents/${agent.id}/${action}`)
      .then((state) => {
        const changed = { ...agent, ...state, position: state.position ?? agent.position };
        patchAgents(client, [changed]);
        const undo = { run: () => one(changed, undoneBy[action], true), until: Date.now() + undoWithinMs };
        toasts.good(`${agent.name} ${pastTense[action]}.`, undoing ? undefined : undo);
        refresh();
        return true;
      })
      .catch(failed(`${agent.name} was not ${pastTense[action]}`));

  /** Tells how an operation went, with an undo while one is taken. */
  const tellOperation = (operation: BulkOperation) => {
    const { id, action, state, matched, changed, refusedCount, failedCount, refused, undoUntil } = operation;
    const undo =
      undoUntil !== null && changed > 0
        ? { run: () => again(id, 'undo'), until: Math.min(Date.parse(undoUntil), Date.now() + undoWithinMs) }
        : undefined;
    if (state === 'running') toasts.good(`${plural(matched, 'agent')} to be ${pastTense[action]}, under way.`, undo);
    else if (refusedCount + failedCount > 0)
      toasts.bad(
        `${plural(refusedCount + failedCount, 'agent')} could not be ${pastTense[action]}`,
        refused[0]?.reason,
      );
    else toasts.good(`${plural(changed, 'agent')} ${pastTense[action]}.`, undo);
    refresh();
  };

  /** Does again what failed of an operation, or takes back what it changed. Null when it was refused. */
  const again = (id: string, what: 'retry' | 'undo'): Promise<BulkOperation | null> =>
    post<BulkOperation>(`/operations/${id}/${what}`)
      .then((operation) => {
        client.setQueryData(['operation', operation.id], operation);
        tellOperation(operation);
        return operation;
      })
      .catch((error: unknown) => {
        toasts.bad(what === 'undo' ? 'It was not undone' : 'It was not tried again', messageOf(error));
        return null;
      });

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

    one,

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

    /** One command to many agents; `expected` is the number the operator confirmed, checked again when it runs. */
    many: (action: BulkAction, target: BulkTarget, expected: number, reason: string): Promise<BulkOperation | null> =>
      post<BulkOperation>('/operations', {
        action,
        ...bodyOf(target),
        reason: reason || `${action} from the dashboard`,
        expected,
      })
        .then((operation) => {
          client.setQueryData(['operation', operation.id], operation);
          tellOperation(operation);
          return operation;
        })
        .catch((error: unknown) => {
          toasts.bad(`${plural(expected, 'agent')} were not ${pastTense[action]}`, messageOf(error));
          return null;
        }),

    again,

    decideDraft: (draft: Draft, yes: boolean) =>
      post<Draft>(`/drafts/${encodeURIComponent(draft.id)}/${yes ? 'approve' : 'reject'}`, {
        reason: yes ? 'approved in the dashboard' : 'rejected in the dashboard',
      })
        .then(() => {
          toasts.good(yes ? `“${draft.title}” will be published.` : `“${draft.title}” is rejected.`);
          return true;
        })
        .catch(failed(yes ? 'It was not approved' : 'It was not rejected'))
        .finally(() => client.invalidateQueries({ queryKey: ['drafts'] })),

    /** Brings the newest version to the agents that were made from older ones, in the background. */
    adoptPersona: (persona: { id: string; name: string; version: number }) =>
      post<unknown>(`/personas/${encodeURIComponent(persona.id)}/adopt`, {
        reason: 'brought to its agents from the dashboard',
      })
        .then(() => {
          toasts.good(`Version ${persona.version} of ${persona.name} is on its way to its agents.`);
          return true;
        })
        .catch(failed('The version was not brought to the agents'))
        .finally(() =>
          Promise.all(
            [['personas'], ['persona', persona.id]].map((queryKey) => client.invalidateQueries({ queryKey })),
          ),
        ),

    setPersonaLevel: (persona: { id: string; name: string }, activityLevel: number) =>
      patch<unknown>(`/personas/${encodeURIComponent(persona.id)}`, {
        activityLevel,
        reason: 'set in the dashboard',
      })
        .then(() => {
          toasts.good(`${persona.name}: activity level is now ${activityLevel}.`);
          return true;
        })
        .catch(failed('The activity level was not changed'))
        .finally(() =>
          Promise.all(
            [['personas'], ['persona', persona.id]].map((queryKey) => client.invalidateQueries({ queryKey })),
          ),
        ),

    retryDeadLetter: (id: string) =>
      post<unknown>(`/dead-letters/${id}/retry`, { reason: 'tried again from the dashboard' })
        .then(() => {
          toasts.good('It is tried again, as a new turn of the agent.');
          return true;
        })
        .catch(failed('It was not tried again'))
        .finally(() => client.invalidateQueries({ queryKey: ['dead-letters'] })),

    discardDeadLetter: (id: string) =>
      remove<unknown>(`/dead-letters/${id}`)
        .then(() => {
          toasts.good('The message is discarded.');
          return true;
        })
        .catch(failed('The message was not discarded'))
        .finally(() => client.invalidateQueries({ queryKey: ['dead-letters'] })),

    /** Makes agents from the seeded sequence and, if wanted, starts them. Null: none were made, or not all started. */
    seed: async (body: { count: number; persona?: string }, start: boolean): Promise<SeedResult | null> => {
      try {
        const seeded = await post<SeedResult>('/agents/seed', body);
        const { created } = seeded;
        if (start && created.length > 0)
          await post<BulkOperation>('/operations', {
            action: 'start',
            ids: created,
            reason: 'seeded from the dashboard',
          });
        toasts.good(`${plural(created.length, 'agent')} created${start ? ' and started' : ''}.`);
        return seeded;
      } catch (error) {
        failed('Seeding did not finish')(error);
        return null;
      } finally {
        refresh();
      }
    },

    refresh,
  };
};

export type Commands = ReturnType<typeof commandsOf>;
