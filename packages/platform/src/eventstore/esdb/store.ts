import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { backOff } from '../backoff.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, type EventStoreOptions } from '../options.ts';
import type { AppendResult, EventStore, Expected, NewEvent, SubscribeOptions, SubscriptionItem } from '../port.ts';
import { retryUnavailable } from '../retry.ts';
import { checkAppend, checkStream } from '../validate.ts';
import { failure, isWrongExpectedVersion, within } from './failure.ts';
import { follow } from './follower.ts';
import { createGate } from './gate.ts';
import { readStream } from './reader.ts';
import { toStored } from './stored-event.ts';

/** Added to the client's own deadline: the answer "deadline exceeded" is better than none. */
const GRACE_MS = 500;
const PING_STREAM = 'fleet-main';

/**
 * One call per append. The client's shared batch stream is not used: one error on it rejects every append of the
 * process, an answer that comes after such an error throws where nobody can catch it, and its deadlines do not hold.
 */
const openClient = (url: string, name: string): EventStoreDBClient => {
  const separator = url.includes('?') ? '&' : '?';
  const named = url.includes('connectionName=') ? url : `${url}${separator}connectionName=${encodeURIComponent(name)}`;
  const client = EventStoreDBClient.connectionString(named);
  return Object.assign(client, { supports: async () => false });
};

async function* subscribe(
  client: EventStoreDBClient,
  { after, categories, signal }: SubscribeOptions,
  log: EventStoreOptions['log'],
): AsyncGenerator<SubscriptionItem> {
  let last = after;
  for (let failures = 0; !signal.aborted; ) {
    try {
      for await (const item of follow(client, { after: last, categories, signal })) {
        failures = 0;
        if (item.kind === 'commit') last = item.commit.position;
        yield item;
      }
    } catch (error) {
      failures += 1;
      log?.('warn', 'following the event store is interrupted', { after: String(last ?? 0n), error: String(error) });
      await backOff(failures, signal);
    }
  }
}

/** Event store on EventStoreDB 23.10 or newer (or KurrentDB), by its own connection string. */
export const openEsdbStore = (url: string, options: EventStoreOptions): EventStore => {
  const timeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const client = openClient(url, options.name ?? 'fleet-eventstore');
  const gate = createGate();
  const closed = new AbortController();

  const positionAt = async (stream: string, revision: number): Promise<bigint> => {
    for await (const event of readStream(
      client,
      stream,
      { direction: 'backwards', from: revision, limit: 1 },
      timeoutMs,
    ))
      return event.position;
    return 0n;
  };

  const appendOnce = async (
    stream: string,
    events: readonly NewEvent[],
    expected: Expected,
    recordedAt: string,
  ): Promise<AppendResult> => {
    const doing = `an append to ${stream}`;
    const expectedRevision = expected === 'noStream' ? NO_STREAM : BigInt(expected);
    try {
      const answer = await within(
        timeoutMs + GRACE_MS,
        doing,
        client.appendToStream(stream, toStored(events, recordedAt), { expectedRevision, deadline: timeoutMs }),
      );
      // Counted, not taken from the answer: a repeat must be told the same as the first append was.
      const revision = (expected === 'noStream' ? -1 : expected) + events.length;
      const position = answer.position?.commit ?? (await positionAt(stream, revision));
      return { kind: 'appended', revision, position };
    } catch (error) {
      if (!isWrongExpectedVersion(error)) throw failure(error, doing);
      return {
        kind: 'conflict',
        current: typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : null,
      };
    }
  };

  return {
    append: async (stream, events, expected) => {
      checkAppend(stream, events, expected);
      const recordedAt = new Date().toISOString();
      return gate.pass(() => retryUnavailable(timeoutMs, () => appendOnce(stream, events, expected, recordedAt)));
    },
    read: (stream, readOptions) => {
      checkStream(stream);
      return readStream(client, stream, readOptions, timeoutMs);
    },
    holds: async ({ stream, revision, position, id }) => {
      const there = { direction: 'backwards', from: revision, limit: 1 } as const;
      for await (const event of readStream(client, stream, there, timeoutMs))
        return event.id === id && event.revision === revision && event.position === position;
      return false;
    },
    subscribe: (subscribeOptions) => {
      const signal = AbortSignal.any([subscribeOptions.signal, closed.signal]);
      return subscribe(client, { ...subscribeOptions, signal }, options.log);
    },
    ping: async () => {
      for await (const _ of readStream(client, PING_STREAM, { direction: 'backwards', limit: 1 }, timeoutMs)) return;
    },
    close: async () => {
      closed.abort();
      await client.dispose();
    },
  };
};
