import { validate as isUuid } from 'uuid';
import { EventStoreError, type Expected, MAX_APPEND_BYTES, type NewEvent } from './port.ts';

/** Category, dash, id: nothing that is special in a NATS subject or in an EventStoreDB filter. */
const STREAM_NAME = /^[a-z][a-z0-9]{0,49}-[A-Za-z0-9_-]{1,200}$/;

/** Bounds what the stores add for each event on top of its own bytes. */
export const MAX_APPEND_EVENTS = 500;

export const checkStream = (stream: string): void => {
  if (!STREAM_NAME.test(stream))
    throw new EventStoreError('invalid', `stream name ${JSON.stringify(stream.slice(0, 80))} is not <category>-<id>`);
};

const checkExpected = (expected: Expected): void => {
  if (expected !== 'noStream' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new EventStoreError('invalid', `expected revision ${String(expected)} is not a whole number from 0`);
};

/**
 * What both stores refuse before sending, so that neither answers nonsense for it.
 * @returns the events as JSON, for the store that sends them so.
 * @throws EventStoreError `invalid` or `too_large`
 */
export const checkAppend = (stream: string, events: readonly NewEvent[], expected: Expected): string => {
  checkStream(stream);
  checkExpected(expected);
  if (events.length === 0) throw new EventStoreError('invalid', `an append to ${stream} needs at least one event`);
  const ids = new Set<string>();
  for (const { id, type } of events) {
    if (!isUuid(id)) throw new EventStoreError('invalid', `event id ${JSON.stringify(id)} of ${type} is not a UUID`);
    ids.add(id.toLowerCase());
  }
  if (ids.size < events.length) throw new EventStoreError('invalid', `an append to ${stream} repeats an event id`);
  if (events.length > MAX_APPEND_EVENTS)
    throw new EventStoreError('too_large', `${events.length} events in one append; at most ${MAX_APPEND_EVENTS}`);
  const json = JSON.stringify(events.map(plain));
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_APPEND_BYTES)
    throw new EventStoreError('too_large', `an append of ${bytes} bytes to ${stream}; at most ${MAX_APPEND_BYTES}`);
  return json;
};

/** Only what the port names is stored, whatever else an object carries. Ids in one spelling, since they are compared. */
const plain = ({ id, type, occurredAt, data, metadata }: NewEvent): NewEvent => ({
  id: id.toLowerCase(),
  type,
  occurredAt,
  data: data ?? null,
  metadata,
});
