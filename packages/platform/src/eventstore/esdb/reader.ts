import { BACKWARDS, END, type EventStoreDBClient, FORWARDS, START } from '@eventstore/db-client';
import type { ReadOptions, RecordedEvent } from '../port.ts';
import { MAX_APPEND_EVENTS } from '../validate.ts';
import { failure, isStreamNotFound, within } from './failure.ts';
import { fromStored, isLast, type StoredEvent } from './stored-event.ts';

type Page = {
  readonly stream: string;
  readonly backwards: boolean;
  readonly from: number | undefined;
  readonly maxCount: number;
  readonly timeoutMs: number;
};

/** Events as the store gives them; a missing stream gives none. Cancels the call when the consumer stops early. */
async function* page(client: EventStoreDBClient, options: Page): AsyncGenerator<StoredEvent> {
  const { stream, backwards, from, maxCount, timeoutMs } = options;
  const events = client.readStream(stream, {
    direction: backwards ? BACKWARDS : FORWARDS,
    fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
    maxCount,
  });
  events.on('error', () => undefined);
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(timeoutMs, `reading ${stream}`, iterator.next());
      if (next.done === true) return;
      const { event } = next.value;
      if (event !== undefined) yield fromStored(event);
    }
  } catch (error) {
    if (isStreamNotFound(error)) return;
    throw failure(error, `reading ${stream}`);
  } finally {
    await events.cancel().catch(() => undefined);
  }
}

const placed = (stored: readonly StoredEvent[], position: bigint): RecordedEvent[] =>
  stored.map(({ event }) => ({ ...event, position }));

async function* forwards(client: EventStoreDBClient, options: Page, limit: number): AsyncGenerator<RecordedEvent> {
  let left = limit;
  let commit: StoredEvent[] = [];
  // Read on past the limit to the end of its commit: that is where the commit's position stands.
  const maxCount = Number.isFinite(limit) ? limit + MAX_APPEND_EVENTS : Number.MAX_SAFE_INTEGER;
  for await (const stored of page(client, { ...options, maxCount })) {
    commit.push(stored);
    if (!isLast(stored)) continue;
    for (const event of placed(commit, stored.position)) {
      yield event;
      if (--left <= 0) return;
    }
    commit = [];
  }
}

async function* backwards(client: EventStoreDBClient, options: Page, limit: number): AsyncGenerator<RecordedEvent> {
  let position: bigint | null = null;
  const maxCount = Number.isFinite(limit) ? limit : Number.MAX_SAFE_INTEGER;
  for await (const stored of page(client, { ...options, maxCount })) {
    if (isLast(stored)) position = stored.position;
    position ??= await positionOfLast(client, options, stored);
    yield { ...stored.event, position };
    if (stored.event.index === 0) position = null;
  }
}

/** Reading began inside a commit: its position is its last event's, which comes later in the stream. */
const positionOfLast = async (client: EventStoreDBClient, options: Page, inside: StoredEvent): Promise<bigint> => {
  const from = inside.event.revision + inside.count - 1 - inside.event.index;
  for await (const last of page(client, { ...options, backwards: false, from, maxCount: 1 })) return last.position;
  return inside.position;
};

/** What is read, if it begins with this revision, in a commit at this position; else nothing. */
async function* beginningAt(events: AsyncGenerator<RecordedEvent>, from: number | undefined, position: bigint) {
  let began = false;
  for await (const event of events) {
    began ||= event.revision === from && event.position === position;
    if (!began) return;
    yield event;
  }
}

/** @throws EventStoreError `unavailable`, also when one step takes longer than `timeoutMs` */
export async function* readStream(
  client: EventStoreDBClient,
  stream: string,
  { direction, from, position, limit = Number.POSITIVE_INFINITY }: ReadOptions,
  timeoutMs: number,
): AsyncGenerator<RecordedEvent> {
  if (limit <= 0) return;
  const options = { stream, from, timeoutMs, maxCount: 1, backwards: direction === 'backwards' };
  if (!options.backwards) yield* forwards(client, options, limit);
  else if (position === undefined) yield* backwards(client, options, limit);
  else yield* beginningAt(backwards(client, options, limit), from, position);
}
