import type { Activity, Agent } from '@fleet/domain/read-models/api';
import type { InfiniteData, QueryClient } from '@tanstack/svelte-query';
import { describe, expect, it } from 'vitest';
import { activityNumber, agentNumber } from '../../../test/mock/data.ts';
import { feedKept, matches, patchActivities, patchAgents, prepend, trimmed } from './patch.ts';
import type { ActivityFilter, Page } from './queries.ts';

const agents = Array.from({ length: 6 }, (_, n) => agentNumber(n, (name) => name));
const activity = (n: number, change: Partial<Activity> = {}): Activity => ({
  ...activityNumber(n, agents, n * 1_000, (name) => name),
  ...change,
});
const page = <T>(data: T[], next: string | null = null): Page<T> => ({ data, next });
const everything: ActivityFilter = { kind: '', agent: '', persona: '', q: '' };

/** As much of the query cache as patching uses; the real one comes with the framework and cannot run without it. */
class Cache {
  #data = new Map<string, { queryKey: readonly unknown[]; data: unknown }>();
  setQueryData(queryKey: readonly unknown[], next: unknown) {
    const key = JSON.stringify(queryKey);
    const data = typeof next === 'function' ? next(this.#data.get(key)?.data) : next;
    if (data !== undefined) this.#data.set(key, { queryKey, data });
  }
  getQueryData<T>(queryKey: readonly unknown[]): T | undefined {
    return this.#data.get(JSON.stringify(queryKey))?.data as T | undefined;
  }
  #below = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    [...this.#data.values()].filter((entry) => entry.queryKey[0] === queryKey[0]);
  setQueriesData(filter: { queryKey: readonly unknown[] }, next: unknown) {
    for (const { queryKey } of this.#below(filter)) this.setQueryData(queryKey, next);
  }
  getQueryCache() {
    return { findAll: this.#below };
  }
}
const cache = () => {
  const held = new Cache();
  return { held, client: held as unknown as QueryClient };
};

describe('a new activity', () => {
  it('belongs to the feeds whose filters it fits', () => {
    const one = activity(1, { kind: 'post', text: 'Walnut Tray', agentId: 'a', personaId: 'p' });
    const fits = (filter: Partial<ActivityFilter>) => matches(one, { ...everything, ...filter });
    expect([fits({}), fits({ kind: 'like,post' }), fits({ agent: 'a', persona: 'p' }), fits({ q: 'walnut' })]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const second = (n: number) => new Date(n * 1_000).toISOString();
    expect([fits({ from: second(1), to: second(2) }), fits({ from: second(2) }), fits({ to: second(1) })]).toEqual([
      true,
      false,
      false,
    ]);
    expect([fits({ kind: 'like' }), fits({ agent: 'b' }), fits({ persona: 'q' }), fits({ q: 'oak' })]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('comes first, and replaces itself when it is already there', () => {
    const pages = [page([activity(2), activity(1)], 'older'), page([activity(0)])];
    const again = activity(1, { reason: 'changed' });
    const after = prepend(pages, [activity(3), again]);
    expect(after.map(({ data }) => data.map(({ id }) => id))).toEqual([
      [activity(3).id, activity(1).id, activity(2).id],
      [activity(0).id],
    ]);
    expect(after[0]?.data[1]?.reason).toBe('changed');
  });

  it('pushes the oldest out of a feed that is full, which is then marked', () => {
    const full = Array.from({ length: feedKept }, (_, n) => activity(n));
    const [first, ...rest] = prepend([page(full, 'older'), page([activity(5_000)])], [activity(9_999)]);
    expect([first?.data.length, first?.next, rest.length]).toEqual([feedKept, trimmed, 0]);
    expect(first?.data[0]?.id).toBe(activity(9_999).id);
  });

  it('reaches every open feed it fits, newest on top, and no other', () => {
    const { held, client } = cache();
    const posts = { ...everything, kind: 'post' };
    for (const filter of [everything, posts])
      held.setQueryData(['activity', filter], { pages: [page<Activity>([])], pageParams: [''] });
    patchActivities(client, [activity(1, { kind: 'post' }), activity(2, { kind: 'like' })]);
    const shown = (filter: ActivityFilter) =>
      held.getQueryData<InfiniteData<Page<Activity>>>(['activity', filter])?.pages[0]?.data.map(({ kind }) => kind);
    expect(shown(everything)).toEqual(['like', 'post']);
    expect(shown(posts)).toEqual(['post']);
  });
});

describe('a changed agent', () => {
  const [one, two] = agents as Agent[] as [Agent, Agent];
  const listed = () => {
    const made = cache();
    made.held.setQueryData(['agents', {}], { pages: [page([one])], pageParams: [''] });
    made.held.setQueryData(['agent', one.id], one);
    return made;
  };
  const namesIn = ({ held }: ReturnType<typeof cache>) => [
    held.getQueryData<InfiniteData<Page<Agent>>>(['agents', {}])?.pages[0]?.data[0]?.name,
    held.getQueryData<Agent>(['agent', one.id])?.name,
  ];

  it('is shown wherever it is listed', () => {
    const made = listed();
    expect(patchAgents(made.client, [{ ...one, name: 'Renamed', position: '99999' }])).toBe(false);
    expect(namesIn(made)).toEqual(['Renamed', 'Renamed']);
  });

  it('does not go back to an older state', () => {
    const made = listed();
    patchAgents(made.client, [{ ...one, name: 'Old', position: '1' }]);
    expect(namesIn(made)).toEqual([one.name, one.name]);
  });

  it('is told to be unknown when no list has it', () => {
    expect(patchAgents(listed().client, [two])).toBe(true);
  });
});
