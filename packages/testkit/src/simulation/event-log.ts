import { type EventStore, EventStoreError, type Expected, type NewEvent } from '@fleet/platform/eventstore';
import { fakeEventStore } from '../fake-eventstore.ts';
import type { FaultDesk } from './fault-desk.ts';
import { EPOCH_MS, type SimulatedProcess } from './process.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

const all = async <T>(of: AsyncIterable<T>): Promise<readonly T[]> => {
  const list: T[] = [];
  for await (const one of of) list.push(one);
  return list;
};

/** One event store for all processes; each reaches it over its own connection, with its own delays. */
export const simulatedEventLog = (time: VirtualTime, random: Random, desk: FaultDesk, checksRevisions: boolean) => {
  let backMs = 0;
  const store = fakeEventStore(() => EPOCH_MS + time.now() - backMs);
  /** Virtual ms of each commit, in the order of commits. */
  const committedAt: number[] = [];
  const atOfPosition = new Map<bigint, number>();

  const noteCommit = () => {
    for (const { stream, events, position } of store.commits.slice(committedAt.length)) {
      committedAt.push(time.now());
      atOfPosition.set(position, time.now());
      time.note(`${stream} <- ${events.map(({ type, id }) => `${type} ${id.slice(0, 8)}`).join(', ')}`);
    }
  };

  const append = async (stream: string, events: readonly NewEvent[], expected: Expected) => {
    const lost = stream.startsWith('activity-') && desk.count('lost-append').length > 0;
    const head = store.stream(stream).length - 1;
    const wanted = checksRevisions ? expected : head < 0 ? 'noStream' : head;
    const result = await store.append(stream, events, wanted);
    noteCommit();
    if (lost) throw new EventStoreError('unavailable', 'the answer was lost');
    return result;
  };

  const portOf = (process: SimulatedProcess): EventStore => ({
    append: (stream, events, expected) => process.call(`append ${stream}`, () => append(stream, events, expected)),
    read: async function* (stream, options) {
      yield* await process.call(`read ${stream}`, () => all(store.read(stream, options)));
    },
    subscribe: async function* (options) {
      for await (const item of store.subscribe(options)) {
        await process.turn(random.between(0, 100), '');
        yield item;
      }
    },
    holds: (place) => process.call('holds', () => store.holds(place)),
    ping: () => process.call('ping', () => store.ping()),
    close: async () => {},
  });

  /** What `write` appends was recorded that long ago. Ms of wall time. */
  const ago = async <T>(ms: number, write: () => Promise<T>): Promise<T> => {
    backMs = ms;
    try {
      return await write();
    } finally {
      backMs = 0;
    }
  };

  return {
    portOf,
    store,
    noteCommit,
    ago,
    committedAt: committedAt as readonly number[],
    /** Virtual ms at which the commit at a position was made. */
    atOf: (position: bigint): number => atOfPosition.get(position) ?? 0,
  };
};
export type SimulatedEventLog = ReturnType<typeof simulatedEventLog>;
