import type { Seeding } from '@fleet/domain/read-models/personas';
import { queryOptions } from '@tanstack/svelte-query';
import { get } from '#lib/api/client.ts';
import type { Page } from '#lib/api/queries.ts';

const busyMs = 1_000;
const quietMs = 15_000;

/** One seeding, asked for while users are still to be made; refused ones stay so until somebody asks again. */
export const seedingQuery = (id: string) =>
  queryOptions({
    queryKey: ['seeding', id],
    queryFn: ({ signal }) => get<Seeding>(`/seedings/${encodeURIComponent(id)}`, signal),
    refetchInterval: ({ state }) => (state.data && state.data.waiting > 0 ? busyMs : quietMs),
  });

/** The newest 20. */
export const seedingsQuery = () =>
  queryOptions({
    queryKey: ['seedings'],
    queryFn: async ({ signal }) => (await get<Page<Seeding>>('/seedings', signal)).data,
    refetchInterval: ({ state }) => (state.data?.some(({ waiting }) => waiting > 0) ? 3 * busyMs : quietMs),
  });
