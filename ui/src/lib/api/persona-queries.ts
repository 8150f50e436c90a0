import type { PersonaView } from '@fleet/domain/read-models/api';
import { queryOptions } from '@tanstack/svelte-query';
import { get, post } from './client.ts';

/** A persona's definition as it is edited; what the dashboard does not know of goes back as it came. */
export type PersonaDefinition = Omit<PersonaView, 'version' | 'retired' | 'agents'> & {
  hold?: boolean | undefined;
  voice?: string | undefined;
  examples?: string[] | undefined;
};
export type PersonaVersion = {
  version: number;
  at: string;
  by: string;
  reason?: string | null;
  persona?: PersonaDefinition;
};
/** What a list shows beside the contract's own fields, where the gateway tells it. */
export type ListedPersona = PersonaView & {
  activityLevel?: number;
  hold?: boolean;
  /** Of its agents, those made from an older version that have not taken this one over. */
  agentsBehind?: number;
};
export type PersonaDetail = ListedPersona & { persona: PersonaDefinition; versions: PersonaVersion[] };
/** Planned moments of a simulated day by hour (fleet clock), with what would be done. */
export type PersonaPreview = {
  from: string;
  to: string;
  hours: { at: string; post: number; comment: number; like: number; browse: number }[];
};

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
