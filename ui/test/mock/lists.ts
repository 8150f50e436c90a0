import type { Activity, Agent } from '@fleet/domain/read-models/api';
import type { AuditEntry } from '@fleet/domain/read-models/audit';

/** What lists of the mock hold under the filters of an address, as the gateway has them. */

const lowered = (query: URLSearchParams, ...names: string[]) => names.map((name) => query.get(name)?.toLowerCase());

export const pageOf = <T>(list: readonly T[], query: URLSearchParams, mostRows: number) => {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Math.min(mostRows, Number(query.get('limit') ?? 100));
  const next = from + limit < list.length ? String(from + limit) : null;
  return { data: list.slice(from, from + limit), next };
};

export const feedOf = (activities: readonly Activity[], query: URLSearchParams): Activity[] => {
  const post = query.get('post');
  const [kind, agent, persona, q] = lowered(query, 'kind', 'agent', 'persona', 'q');
  return activities.filter(
    (one) =>
      (!kind || kind.split(',').includes(one.kind)) &&
      (!agent || one.agentId === agent) &&
      (!post || one.postId === post) &&
      (!persona || one.personaId === persona) &&
      (!q || [one.text, one.postTitle, one.agentName].some((text) => text?.toLowerCase().includes(q))),
  );
};

export const agentsOf = (agents: readonly Agent[], query: URLSearchParams): Agent[] => {
  const [status, persona, q] = lowered(query, 'status', 'persona', 'q');
  const sort = query.get('sort') ?? 'name';
  const key = (one: Agent): string | number => {
    const by = sort.replace('-', '');
    if (by === 'posts') return one.counts.post;
    return (one[by as 'name' | 'spendUsd' | 'lastActiveAt'] as string | number | null) ?? '';
  };
  const order = (a: Agent, b: Agent) =>
    (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (sort.startsWith('-') ? -1 : 1);
  return agents
    .filter(
      (one) =>
        (status ? one.status === status : one.status !== 'deleted') &&
        (!persona || (one.personaId ?? 'none') === persona) &&
        (!q || `${one.name} ${one.username}`.toLowerCase().includes(q)),
    )
    .toSorted(order);
};

/** @param lookedThrough entries that one answer looks through */
export const auditPageOf = (
  audit: readonly AuditEntry[],
  query: URLSearchParams,
  { lookedThrough, mostRows }: { lookedThrough: number; mostRows: number },
) => {
  const [by, action, target, outcome, q] = ['by', 'action', 'target', 'outcome', 'q'].map((name) => query.get(name));
  const fits = (entry: AuditEntry) =>
    (!by || entry.by === by) &&
    (!action || entry.action === action) &&
    (!target || entry.target.kind === target || entry.target.id === target) &&
    (!outcome || entry.outcome === outcome) &&
    (!q ||
      [entry.reason, entry.detail, entry.target.name, entry.action].some((text) =>
        text?.toLowerCase().includes(q.toLowerCase()),
      ));
  const from = Number(query.get('cursor') ?? 0);
  const looked = audit.slice(from, from + lookedThrough);
  const found = looked.filter(fits);
  const data = found.slice(0, Math.min(mostRows, Number(query.get('limit') ?? 50)));
  const last = data.at(-1);
  if (last && found.length > data.length) return { data, next: String(audit.indexOf(last) + 1), searchedTo: null };
  const end = from + looked.length < audit.length ? looked.at(-1) : undefined;
  return { data, next: end ? String(from + looked.length) : null, searchedTo: end?.at ?? null };
};
