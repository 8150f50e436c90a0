import type { Activity, Agent, Fleet, PersonaView, StatPoint } from '@fleet/domain/read-models/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/svelte-query';
import { get, query } from './client.ts';

export type Page<T> = { data: T[]; next: string | null };

/** Filters of the feed, as they stand in the address. */
export type ActivityFilter = { kind: string; agent: string; persona: string; q: string };
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
    queryFn: async ({ signal }) => (await get<Page<PersonaView>>('/personas', signal)).data,
    staleTime: 30_000,
  });

export const activityQuery = (filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: ['activity', filter],
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

export const agentsQuery = (filter: AgentFilter) =>
  infiniteQueryOptions({
    queryKey: ['agents', filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Agent>>(`/agents${query({ ...filter, limit: agentPageSize, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const agentQuery = (id: string) =>
  queryOptions({ queryKey: ['agent', id], queryFn: ({ signal }) => get<Agent>(`/agents/${id}`, signal) });

/** Minutes of the last `minutes` by wall clock; asked again every 15 s. */
export const minutesQuery = (minutes: number) =>
  queryOptions({
    queryKey: ['minutes', minutes],
    queryFn: async ({ signal }) => {
      const to = new Date();
      const from = new Date(to.getTime() - minutes * 60_000);
      const range = query({ from: from.toISOString(), to: to.toISOString() });
      return (await get<Page<StatPoint>>(`/stats/minutes${range}`, signal)).data;
    },
    refetchInterval: 15_000,
  });
