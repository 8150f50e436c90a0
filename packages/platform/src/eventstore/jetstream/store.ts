import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from '../backoff.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, type EventStoreOptions } from '../options.ts';
import { type EventStore, EventStoreError, type SubscribeOptions, type SubscriptionItem } from '../port.ts';
import { retryUnavailable } from '../retry.ts';
import { checkStream } from '../validate.ts';
import { createAppender } from './appender.ts';
import { ALL_SUBJECTS, categorySubject, STREAM_NAME } from './commit-message.ts';
import { type Connection, openConnection } from './connection.ts';
import { follow } from './follower.ts';
import { getCommit, readStream } from './reader.ts';

async function* subscribe(
  connection: Connection,
  { after = 0n, categories, signal }: SubscribeOptions,
  log: EventStoreOptions['log'],
): AsyncGenerator<SubscriptionItem> {
  // Servers before 2.10 know one filter per consumer: with several categories the rest is dropped here.
  const [only] = categories ?? [];
  const subject = only !== undefined && categories?.length === 1 ? categorySubject(only) : ALL_SUBJECTS;
  const wanted = categories === undefined ? null : new Set(categories);
  const onUnreadable = (seq: number, error: unknown): void =>
    log?.('warn', 'a message in the event stream is not a commit and is passed over', { seq, error: String(error) });
  let last = Number(after);
  for (let failures = 0; !signal.aborted; ) {
    try {
      for await (const item of follow(connection, { subject, afterSeq: last, signal, onUnreadable })) {
        failures = 0;
        if (item.kind === 'end') {
          yield { kind: 'caughtUp' };
          continue;
        }
        last = item.stored.seq;
        if (wanted?.has(item.stored.category) !== false) yield { kind: 'commit', commit: item.stored.commit() };
      }
    } catch (error) {
      failures += 1;
      connection.renew();
      log?.('warn', 'following the event store is interrupted', { after: last, error: String(error) });
      await backOff(failures, signal);
    }
  }
}

/** On close, for subscriptions to remove their consumers; one whose consumer never comes back is not waited for longer. */
const CLOSE_WITHIN_MS = 1_000;

/** Event store on a NATS server with JetStream (2.9 or newer): one commit is one message of the stream FLEET_EVENTS. */
export const openJetStreamStore = (url: string, options: EventStoreOptions): EventStore => {
  const connection = openConnection(url, options);
  const timeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const appender = createAppender(connection, timeoutMs);
  const closed = new AbortController();
  const following = new Set<Promise<void>>();
  async function* tracked(items: AsyncGenerator<SubscriptionItem>): AsyncGenerator<SubscriptionItem> {
    const { promise, resolve } = Promise.withResolvers<void>();
    following.add(promise);
    try {
      yield* items;
    } finally {
      following.delete(promise);
      resolve();
    }
  }

  return {
    append: (stream, events, expected) => retryUnavailable(timeoutMs, () => appender.append(stream, events, expected)),
    read: (stream, readOptions) => {
      checkStream(stream);
      return readStream(connection, stream, readOptions);
    },
    subscribe: (subscribeOptions) => {
      const signal = AbortSignal.any([subscribeOptions.signal, closed.signal]);
      return tracked(subscribe(connection, { ...subscribeOptions, signal }, options.log));
    },
    holds: async ({ stream, revision, position, id }) => {
      const stored = await getCommit(connection, { seq: Number(position) });
      const event = stored?.commit().events.find((one) => one.revision === revision);
      return event?.stream === stream && event.id === id;
    },
    ping: async () => {
      const { jsm } = await connection.session();
      try {
        await jsm.streams.info(STREAM_NAME);
      } catch (cause) {
        connection.renew();
        throw new EventStoreError('unavailable', 'the event store does not answer', { cause });
      }
    },
    close: async () => {
      closed.abort();
      await Promise.race([Promise.all(following), delay(CLOSE_WITHIN_MS, undefined, { ref: false })]);
      await connection.close();
    },
  };
};
