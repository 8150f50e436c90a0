import type { Budget } from '@fleet/domain/read-models/api';
import type { AuditPage } from '@fleet/domain/read-models/audit';
import type { CostSplit, CostsView } from '@fleet/domain/read-models/costs';
import type { DeadLetterView } from '@fleet/domain/read-models/dead-letters';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { EffectView } from '@fleet/domain/read-models/effect';
import type { BulkOperation } from '@fleet/domain/read-models/operations';
import type { PricesView } from '@fleet/domain/read-models/prices';
import type { SettingsView } from '@fleet/domain/read-models/settings';
import type { TimingView } from '@fleet/domain/read-models/timing';
import { infiniteQueryOptions, queryOptions } from '@tanstack/svelte-query';
import { get, query } from './client.ts';
import type { Page } from './queries.ts';

/** Filters of the audit, as they stand in the address. */
export type AuditFilter = { by: string; action: string; target: string; outcome: string; q: string };
/** Those splits of the costs that are told over a range, not by day. */
export type RangeSplit = Extract<CostSplit, 'prompt' | 'agent'>;

const hourMs = 3_600_000;
const auditPageSize = 50;

/** People and agents over the last `hours`, wall clock. */
export const effectQuery = (hours: number) =>
  queryOptions({
    queryKey: ['effect', hours],
    queryFn: ({ signal }) => {
      const to = new Date();
      const from = new Date(to.getTime() - hours * hourMs);
      return get<EffectView>(`/effect${query({ from: from.toISOString(), to: to.toISOString() })}`, signal);
    },
    refetchInterval: 60_000,
  });

export const timingQuery = (wanted: { tz: string; days: number; persona: string }) =>
  queryOptions({
    queryKey: ['timing', wanted],
    queryFn: ({ signal }) => get<TimingView>(`/timing${query(wanted)}`, signal),
    refetchInterval: 60_000,
  });

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      get<AuditPage>(`/audit${query({ ...filter, limit: auditPageSize, cursor: pageParam })}`, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const budgetQuery = () =>
  queryOptions({
    queryKey: ['budget'],
    queryFn: ({ signal }) => get<Budget>('/budget', signal),
    refetchInterval: 30_000,
  });

export const pricesQuery = () =>
  queryOptions({
    queryKey: ['prices'],
    queryFn: ({ signal }) => get<PricesView>('/prices', signal),
    refetchInterval: 60_000,
  });

/** UTC days of wall time, the last `days` of them; dearest first, at most 100 rows. */
export const costsQuery = (by: RangeSplit, days: number) =>
  queryOptions({
    queryKey: ['costs', by, days],
    queryFn: ({ signal }) => {
      const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
      const from = day(Date.now() - (days - 1) * 24 * hourMs);
      return get<CostsView>(`/costs${query({ by, from, to: day(Date.now()) })}`, signal);
    },
    refetchInterval: 60_000,
  });

export const settingsQuery = () =>
  queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => get<SettingsView>('/settings', signal),
    staleTime: 60_000,
  });

export const deadLettersQuery = () =>
  queryOptions({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => get<Page<DeadLetterView>>('/dead-letters', signal),
    refetchInterval: 30_000,
  });

/** Posts that wait for a yes; of one persona, or of all when it is ''. */
export const draftsQuery = (persona: string) =>
  queryOptions({
    queryKey: ['drafts', persona],
    queryFn: ({ signal }) => get<Page<Draft>>(`/drafts${query({ state: 'waiting', persona })}`, signal),
    refetchInterval: 15_000,
  });

/** One operation, asked for until it is done. */
export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operation', id],
    queryFn: ({ signal }) => get<BulkOperation>(`/operations/${id}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : 500),
  });
