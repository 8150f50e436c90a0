import {
  type AppendResult,
  type Commit,
  categoryOf,
  type EventStore,
  EventStoreError,
  type Expected,
  MAX_APPEND_BYTES,
  MAX_APPEND_EVENTS,
  type NewEvent,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionItem,
} from '@fleet/platform/eventstore';

/** An event store in memory with the exact semantics of the port, and faults to inject. */
export type FakeEventStore = EventStore & {
  /** Every commit in global order. */
  readonly commits: readonly Commit[];
  /** All events of one stream, oldest first. */
  stream(name: string): readonly RecordedEvent[];
  /** While true, every call throws `unavailable`, subscriptions wait, and nothing is written. */
  setDown(down: boolean): void;
  /** The next `times` appends are written, but their answers are lost (`unavailable`). */
  loseAnswers(times: number): void;
  /** Everything is gone, as with a new volume; what is appended from now on begins again at the first position. */
  wipe(): void;
  /** The same store for another process: closing it ends its own subscriptions alone. */
  connect(): EventStore;
  /** Runs before each append is looked at: a race can be staged here. */
  beforeAppend(hook: ((stream: string, events: readonly NewEvent[]) => Promise<void> | void) | null): void;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STREAM_NAME = /^[a-z][a-z0-9]{0,49}-[A-Za-z0-9_-]{1,200}$/;
const invalid = (message: string) => new EventStoreError('invalid', message);

/** What is stored of an event, whatever else the object carries; ids in one spelling. */
const plain = ({ id, type, occurredAt, data, metadata }: NewEvent): NewEvent =>
  JSON.parse(JSON.stringify({ id: id.toLowerCase(), type, occurredAt, data: data ?? null, metadata })) as NewEvent;

/** As the adapters check before sending; gives the events as they are stored. */
const checked = (stream: string, events: readonly NewEvent[], expected: Expected): readonly NewEvent[] => {
  if (!STREAM_NAME.test(stream)) throw invalid(`stream name "${stream}" is not <category>-<id>`);
  if (events.length === 0) throw invalid('an append needs at least one event');
  if (expected !== 'noStream' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw invalid(`expected revision ${expected} is not a revision`);
  const stored = events.map(plain);
  for (const { id } of stored) if (!UUID.test(id)) throw invalid(`event id "${id}" is not a UUID`);
  if (new Set(stored.map(({ id }) => id)).size < stored.length) throw invalid('an event id stands twice');
  if (stored.length > MAX_APPEND_EVENTS || Buffer.byteLength(JSON.stringify(stored)) > MAX_APPEND_BYTES)
    throw new EventStoreError('too_large', `an append to ${stream} is too large`);
  return stored;
};

export const fakeEventStore = (wallNow: () => number = Date.now): FakeEventStore => {
  const commits: Commit[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const waiting = new Set<() => void>();
  let position = 0n;
  let down = false;
  let closed = false;
  let answersToLose = 0;
  let hook: Parameters<FakeEventStore['beforeAppend']>[0] = null;

  const wakeAll = () => {
    for (const wake of [...waiting]) wake();
  };
  const mustBeUp = () => {
    if (down || closed) throw new EventStoreError('unavailable', 'the event store does not answer');
  };

  const write = (stream: string, events: readonly NewEvent[], expected: Expected): AppendResult => {
    const log = streams.get(stream) ?? [];
    const first = expected === 'noStream' ? 0 : expected + 1;
    const standing = log.slice(first, first + events.length);
    if (first !== log.length) {
      const same = standing.length === events.length && standing.every((event, i) => event.id === events[i]?.id);
      const last = standing.at(-1);
      if (same && last) return { kind: 'appended', revision: last.revision, position: last.position };
      return { kind: 'conflict', current: log.length === 0 ? null : log.length - 1 };
    }
    position += BigInt(1 + (Number(position) % 3));
    const recordedAt = new Date(wallNow()).toISOString();
    const recorded = events.map(
      (event, index): RecordedEvent => ({
        ...event,
        stream,
        revision: first + index,
        position,
        index,
        recordedAt,
      }),
    );
    streams.set(stream, [...log, ...recorded]);
    commits.push({ stream, position, events: recorded });
    wakeAll();
    return { kind: 'appended', revision: first + events.length - 1, position };
  };

  const append: EventStore['append'] = async (stream, events, expected) => {
    const stored = checked(stream, events, expected);
    await hook?.(stream, events);
    mustBeUp();
    const result = write(stream, stored, expected);
    if (answersToLose > 0) {
      answersToLose--;
      throw new EventStoreError('unavailable', 'the answer was lost');
    }
    return result;
  };

  async function* read(stream: string, options: ReadOptions): AsyncGenerator<RecordedEvent> {
    mustBeUp();
    const log = streams.get(stream) ?? [];
    const { direction, from, position: at, limit = Number.POSITIVE_INFINITY } = options;
    if (direction === 'backwards' && at !== undefined && log[from ?? log.length]?.position !== at) return;
    const chosen =
      direction === 'forwards'
        ? log.filter((event) => event.revision >= (from ?? 0))
        : log.filter((event) => event.revision <= (from ?? Number.POSITIVE_INFINITY)).reverse();
    yield* chosen.slice(0, limit);
  }

  const change = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });

  async function* subscribe({ after, categories, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem> {
    let next = after === undefined ? 0 : commits.findIndex((commit) => commit.position > after);
    if (next < 0) next = commits.length;
    let told = false;
    while (!signal.aborted && !closed) {
      const commit = down ? undefined : commits[next];
      if (commit) {
        next++;
        told = false;
        if (!categories || categories.includes(categoryOf(commit.stream))) yield { kind: 'commit', commit };
      } else if (!told && !down) {
        told = true;
        yield { kind: 'caughtUp' };
      } else await change(signal);
    }
  }

  const ping = async () => mustBeUp();
  const holds: EventStore['holds'] = async ({ stream, revision, position: at, id }) => {
    mustBeUp();
    const event = streams.get(stream)?.[revision];
    return event?.id === id && event.position === at;
  };
  const connect = (): EventStore => {
    const left = new AbortController();
    return {
      append,
      read,
      subscribe: (options) => subscribe({ ...options, signal: AbortSignal.any([options.signal, left.signal]) }),
      holds,
      ping,
      close: async () => left.abort(),
    };
  };

  return {
    append,
    read,
    subscribe,
    holds,
    ping,
    connect,
    close: async () => {
      closed = true;
      wakeAll();
    },
    commits,
    stream: (name) => streams.get(name) ?? [],
    setDown: (value) => {
      down = value;
      wakeAll();
    },
    loseAnswers: (times) => {
      answersToLose = times;
    },
    wipe: () => {
      commits.length = 0;
      streams.clear();
      position = 0n;
    },
    beforeAppend: (value) => {
      hook = value;
    },
  };
};
