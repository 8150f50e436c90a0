import type { PersonaDetail, PersonaPreview } from '@fleet/domain/read-models/personas';
import { queryOptions } from '@tanstack/svelte-query';
import { get, post } from './client.ts';

/** A persona's definition as it is edited; what the dashboard has no field for goes back as it came. */
export type PersonaDefinition = PersonaDetail['persona'];

export const personaQuery = (id: string) =>
  queryOptions({
    queryKey: ['persona', id],
    queryFn: ({ signal }) => get<PersonaDetail>(`/personas/${encodeURIComponent(id)}`, signal),
    retry: false,
  });

export const previewQuery = (id: string, agents: number, version: number) =>
  queryOptions({
    queryKey: ['persona-preview', id, agents, version],
    queryFn: () => post<PersonaPreview>(`/personas/${encodeURIComponent(id)}/preview`, { agents }),
    staleTime: 60_000,
  });
