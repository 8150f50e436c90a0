import type { Activity, Agent, DailyStat, Fleet, StatPoint } from '@fleet/domain/read-models/api';
import type { PersonaSummary } from '@fleet/domain/read-models/personas';
import type { AgentPlanView, AgentsSummary } from '@fleet/domain/read-models/population';
import type { System } from '@fleet/domain/read-models/system';
import type { TickEvents } from '@fleet/domain/read-models/tick-events';
import { infiniteQueryOptions, queryOptions } from '@tanstack/svelte-query';
import { get, query } from './client.ts';

export type Page<T> = { data: T[]; next: string | null };

/** Filters of the feed, as they stand in the address. */
export type ActivityFilter = {
  kind: string;
  agent: string;
  persona: string;
  q: string;
  /** Wall clock, `[from, to)`; left out or '' where the feed has no such end. */
  from?: string;
  to?: string;
};
/** Filters of the agents list, as they stand in the address. */
export type AgentFilter = { status: string; persona: string; q: string; sort: string };

/** All loaded pages as one list. A row that moved between two answers is kept once: where it was met first. */
export function rowsOf<T extends { id: string }>(pages: readonly Page<T>[] | undefined): T[] {
  const rows = new Map<string, T>();
  for (const page of pages ?? []) for (const row of page.data) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}

export const feedPageSize = 60;
export const agentPageSize = 200;

export const fleetQuery = () =>
  queryOptions({ queryKey: ['fleet'], queryFn: ({ signal }) => get<Fleet>('/fleet', signal), refetchInterval: 15_000 });

export const personasQuery = () =>
  queryOptions({
    queryKey: ['personas'],
    queryFn: async ({ signal }) => (await get<Page<PersonaSummary>>('/personas', signal)).data,
    staleTime: 30_000,
  });

export const activityQuery = (filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', filter],
    // Patched many times a second: comparing all that is loaded each time costs more than drawing what is seen.
    structuralSharing: false,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Activity>>(`/activity${query({ ...filter, limit: feedPageSize, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const oneActivityQuery = (id: string) =>
  queryOptions({
    queryKey: ['activity-item', id],
    queryFn: ({ signal }) => get<Activity>(`/activity/${encodeURIComponent(id)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

/** What is on record of one turn; an event once written never changes. */
export const tickEventsQuery = (id: string) =>
  queryOptions({
    queryKey: ['tick-events', id],
    queryFn: ({ signal }) => get<TickEvents>(`/activity/${encodeURIComponent(id)}/events`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const agentsQuery = (filter: AgentFilter) =>
  infiniteQueryOptions({
    queryKey: ['agents', filter],
    structuralSharing: false,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Agent>>(
        `/agents${query({ ...filter, with: 'hours,next', limit: agentPageSize, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const agentQuery = (id: string) =>
  queryOptions({ queryKey: ['agent', id], queryFn: ({ signal }) => get<Agent>(`/agents/${id}`, signal) });

/** Minutes of a range up to now, wall clock; asked again as often as one step of it is long, 15 s at least. */
export const minutesQuery = ({
  minutes,
  stepMinutes,
  to: end,
}: {
  minutes: number;
  stepMinutes: number;
  to?: number;
}) =>
  queryOptions({
    queryKey: ['minutes', minutes, end ?? 'now'],
    queryFn: async ({ signal }) => {
      const to = new Date(end ?? Date.now());
      const from = new Date(to.getTime() - (minutes + 2 * stepMinutes) * 60_000);
      const range = query({ from: from.toISOString(), to: to.toISOString() });
      return (await get<Page<StatPoint>>(`/stats/minutes${range}`, signal)).data;
    },
    refetchInterval: stepMinutes * 15_000,
  });

/** Counts over all agents; asked again every 30 s, since who is awake changes with the clock. */
export const summaryQuery = () =>
  queryOptions({
    queryKey: ['agents-summary'],
    queryFn: ({ signal }) => get<AgentsSummary>('/agents/summary', signal),
    refetchInterval: 30_000,
  });

export const planQuery = (id: string, hours: number) =>
  queryOptions({
    queryKey: ['agent-plan', id, hours],
    queryFn: ({ signal }) => get<AgentPlanView>(`/agents/${id}/plan?hours=${hours}`, signal),
    refetchInterval: 60_000,
  });

/** Figures by UTC day, the last `days` of them. */
export const dailyQuery = (days: number) =>
  queryOptions({
    queryKey: ['daily', days],
    queryFn: async ({ signal }) => {
      const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
      const range = query({ from: day(Date.now() - (days - 1) * 86_400_000), to: day(Date.now()) });
      return (await get<Page<DailyStat>>(`/stats/daily${range}`, signal)).data;
    },
    refetchInterval: 30_000,
  });

export const systemQuery = () =>
  queryOptions({
    queryKey: ['system'],
    queryFn: ({ signal }) => get<System>('/system', signal),
    refetchInterval: 5_000,
  });
