import type { Activity, Agent } from '@fleet/domain/read-models/api';
import type { InfiniteData, QueryClient } from '@tanstack/svelte-query';
import type { ActivityFilter, Page } from './queries.ts';

/** Newest activities kept per open feed; older ones are asked for again when scrolled to. */
export const feedKept = 1_000;
/** Marks a page whose tail was dropped: going on from here means asking again from the top. */
export const trimmed = 'trimmed';

const contains = (text: string | null, q: string) => text?.toLowerCase().includes(q) ?? false;

/** Whether a new activity belongs in a feed with these filters (the same meaning as the gateway's). */
export function matches(activity: Activity, filter: ActivityFilter): boolean {
  if (filter.kind && !filter.kind.split(',').includes(activity.kind)) return false;
  if (filter.agent && activity.agentId !== filter.agent) return false;
  if (filter.persona && activity.personaId !== filter.persona) return false;
  if (filter.from && Date.parse(activity.recordedAt) < Date.parse(filter.from)) return false;
  if (filter.to && Date.parse(activity.recordedAt) >= Date.parse(filter.to)) return false;
  if (!filter.q) return true;
  const q = filter.q.toLowerCase();
  return [activity.agentName, activity.username, activity.text, activity.postTitle].some((text) => contains(text, q));
}

/** Puts new activities, newest first, at the top of a feed; one already there is replaced. */
export function prepend(pages: Page<Activity>[], fresh: readonly Activity[]): Page<Activity>[] {
  const [first, ...rest] = pages;
  if (!first || fresh.length === 0) return pages;
  const ids = new Set(fresh.map((activity) => activity.id));
  const known = first.data.filter((activity) => !ids.has(activity.id));
  const data = [...fresh, ...known];
  if (data.length <= feedKept) return [{ ...first, data }, ...rest];
  return [{ data: data.slice(0, feedKept), next: trimmed }];
}

/** Applies one batch of the stream (in order of arrival) to every open feed. */
export function patchActivities(client: QueryClient, batch: readonly Activity[]): void {
  const newestFirst = batch.toReversed();
  for (const cached of client.getQueryCache().findAll({ queryKey: ['activity'] })) {
    const fresh = newestFirst.filter((activity) => matches(activity, cached.queryKey[1] as ActivityFilter));
    client.setQueryData<InfiniteData<Page<Activity>, string>>(cached.queryKey, (old) => {
      if (!old || fresh.length === 0) return old;
      const pages = prepend(old.pages, fresh);
      return { pages, pageParams: old.pageParams.slice(0, pages.length) };
    });
  }
}

const newer = (old: Agent, next: Agent) => (BigInt(next.position) >= BigInt(old.position) ? next : old);

/** What only lists tell of an agent (its last hours, its next moment) stays when the stream tells the rest anew. */
const listed = (old: Agent, next: Agent): Agent => ({ ...old, ...next });

/** Replaces agents by id wherever they are shown. Returns whether one was not on any list. */
export function patchAgents(client: QueryClient, agents: readonly Agent[]): boolean {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const unseen = new Set(byId.keys());
  client.setQueriesData<InfiniteData<Page<Agent>, string>>({ queryKey: ['agents'] }, (old) => {
    if (!old) return old;
    let changed = false;
    const pages = old.pages.map((page) => {
      // A list of ten thousand is patched many times a second: pages without a change stay the very same.
      if (!page.data.some(({ id }) => byId.has(id))) return page;
      changed = true;
      const data = page.data.map((agent) => {
        const next = byId.get(agent.id);
        if (!next) return agent;
        unseen.delete(agent.id);
        return listed(agent, newer(agent, next));
      });
      return { ...page, data };
    });
    return changed ? { ...old, pages } : old;
  });
  for (const agent of agents) {
    client.setQueryData<Agent>(['agent', agent.id], (old) => old && newer(old, agent));
  }
  return unseen.size > 0;
}
