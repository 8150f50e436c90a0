import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, ReadOptions, RecordedEvent, SubscriptionItem } from '@fleet/platform/eventstore';

export const newEvent = (data: unknown = {}, id: string = randomUUID()): NewEvent => ({
  id,
  type: 'SomethingHappened',
  occurredAt: '2031-05-06T07:08:09.123Z',
  data,
  metadata: {
    correlationId: 'tick-1',
    causationId: 'cause-1',
    traceparent: null,
    schemaVersion: 1,
    synthetic: true,
  },
});

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));
/** A category of one test alone, so that tests share a server and do not see each other. */
export const newCategory = (): string => `t${randomUUID().replaceAll('-', '')}`;
export const newStream = (category = 'agent'): string => `${category}-${randomUUID()}`;
export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

export const readAll = async (
  store: EventStore,
  stream: string,
  options: ReadOptions = { direction: 'forwards' },
): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of store.read(stream, options)) events.push(event);
  return events;
};

/** Takes items until `enough` says so, then ends the subscription. */
export const take = async (
  store: EventStore,
  options: { after?: bigint; categories?: readonly string[] },
  enough: (items: readonly SubscriptionItem[]) => boolean,
): Promise<SubscriptionItem[]> => {
  const stop = new AbortController();
  const items: SubscriptionItem[] = [];
  for await (const item of store.subscribe({ ...options, signal: stop.signal })) {
    items.push(item);
    if (enough(items)) stop.abort();
  }
  return items;
};

export const caughtUp = (items: readonly SubscriptionItem[]): boolean => items.at(-1)?.kind === 'caughtUp';
export const commits =
  (count: number) =>
  (items: readonly SubscriptionItem[]): boolean =>
    items.filter(({ kind }) => kind === 'commit').length >= count;
export const streamsOf = (items: readonly SubscriptionItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'commit' ? [item.commit.stream] : []));
export const eventIds = (items: readonly SubscriptionItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'commit' ? idsOf(item.commit.events) : []));
