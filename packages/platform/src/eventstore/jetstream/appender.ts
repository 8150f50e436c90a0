import { type AppendResult, EventStoreError, type Expected, type NewEvent } from '../port.ts';
import { checkAppend } from '../validate.ts';
import { commitHeaders, type Head, subjectOf } from './commit-message.ts';
import type { Connection } from './connection.ts';
import { createPublisher } from './publisher.ts';
import { lastCommit, walkBack } from './reader.ts';

/** Streams whose end is remembered; another one costs a round trip. About 200 bytes each. */
const MAX_HEADS = 20_000;
/** The head may move while we look: after this many tries somebody else keeps winning, which is a conflict. */
const MAX_TRIES = 3;
/** Room in a message for headers, beside the payload. */
const HEADER_BYTES = 1_024;

export type Appender = {
  append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<AppendResult>;
};

/** Optimistic concurrency: the expected revision is turned into the sequence of the commit that ends with it. */
export const createAppender = (connection: Connection, requestTimeoutMs: number): Appender => {
  const publisher = createPublisher(requestTimeoutMs);
  connection.onLost(() => publisher.failAll('the event store connection was lost'));
  const heads = new Map<string, Head>();

  const remember = (stream: string, head: Head): void => {
    const known = heads.get(stream);
    if (known !== undefined && known.seq > head.seq) return;
    heads.delete(stream);
    heads.set(stream, head);
    if (heads.size <= MAX_HEADS) return;
    const oldest = heads.keys().next().value;
    if (oldest !== undefined) heads.delete(oldest);
  };

  /** Whether the ids stand right after `expected`: then the append has landed before, and this is where it ends. */
  const landedBefore = async (
    stream: string,
    events: readonly NewEvent[],
    firstRevision: number,
  ): Promise<{ seq: number } | null> => {
    const lastRevision = firstRevision + events.length - 1;
    let end: { seq: number } | null = null;
    for await (const stored of walkBack(connection, await lastCommit(connection, stream))) {
      if (stored.firstRevision > lastRevision) continue;
      if (end === null && stored.lastRevision < lastRevision) return null;
      end ??= { seq: stored.seq };
      for (const { revision, id } of stored.commit().events)
        if (revision >= firstRevision && revision <= lastRevision)
          if (events[revision - firstRevision]?.id.toLowerCase() !== id) return null;
      if (stored.firstRevision <= firstRevision) return end;
    }
    return null;
  };

  const conflictOrRepeat = async (
    stream: string,
    events: readonly NewEvent[],
    firstRevision: number,
    current: number | null,
  ): Promise<AppendResult> => {
    const end = current !== null && current >= firstRevision ? await landedBefore(stream, events, firstRevision) : null;
    if (end === null) return { kind: 'conflict', current };
    return { kind: 'appended', revision: firstRevision + events.length - 1, position: BigInt(end.seq) };
  };

  return {
    append: async (stream, events, expected) => {
      const payload = checkAppend(stream, events, expected);
      const { nc } = await connection.session();
      const maxBytes = (nc.info?.max_payload ?? Number.POSITIVE_INFINITY) - HEADER_BYTES;
      if (Buffer.byteLength(payload) > maxBytes)
        throw new EventStoreError('too_large', `this NATS server takes ${maxBytes} bytes at most (max_payload)`);
      const before = expected === 'noStream' ? -1 : expected;
      const lastRevision = before + events.length;

      let head: Head | null = heads.get(stream) ?? null;
      let fresh = false;
      let current: number | null = null;
      for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
        if ((head?.lastRevision ?? -1) !== before) {
          if (fresh) return conflictOrRepeat(stream, events, before + 1, current);
        } else {
          const headers = commitHeaders(stream, events, head, new Date().toISOString());
          const published = await publisher.publish(nc, subjectOf(stream), payload, headers).catch((error: unknown) => {
            heads.delete(stream);
            connection.renew();
            throw error;
          });
          if (published.kind === 'stored') {
            remember(stream, { seq: published.seq, lastRevision });
            return { kind: 'appended', revision: lastRevision, position: BigInt(published.seq) };
          }
          heads.delete(stream);
        }
        head = await lastCommit(connection, stream);
        current = head?.lastRevision ?? null;
        fresh = true;
        if (head !== null) remember(stream, head);
      }
      return conflictOrRepeat(stream, events, before + 1, current);
    },
  };
};
