import { createHash } from 'node:crypto';
import { type MsgHdrs, headers as newHeaders } from '@nats-io/transport-node';
import { type Commit, categoryOf, type NewEvent, type RecordedEvent } from '../port.ts';

/** One commit is one message: events as a JSON array, everything needed to walk the stream in headers. */

export const STREAM_NAME = 'FLEET_EVENTS';
export const SUBJECT_PREFIX = 'fleet.event';
export const ALL_SUBJECTS = `${SUBJECT_PREFIX}.*.*`;

const FIRST_REVISION = 'Fleet-Revision';
const EVENT_COUNT = 'Fleet-Count';
const PREVIOUS_SEQUENCE = 'Fleet-Previous';
const RECORDED_AT = 'Fleet-Recorded-At';

/** A stream name holds no dot (checked on append and read), so both parts are single subject tokens. */
export const subjectOf = (stream: string): string => {
  const dash = stream.indexOf('-');
  return `${SUBJECT_PREFIX}.${stream.slice(0, dash)}.${stream.slice(dash + 1)}`;
};

export const categorySubject = (category: string): string => `${SUBJECT_PREFIX}.${category}.*`;

const streamOf = (subject: string): string => {
  const [, , category, id] = subject.split('.');
  return `${category}-${id}`;
};

/** Where a stream's last commit stands. */
export type Head = { readonly seq: number; readonly lastRevision: number };

/**
 * Names this very append, claim included: event ids are part of it, so the server's duplicate check (which comes before
 * its check of the expectation) can only take an append for itself.
 */
const messageIdOf = (stream: string, firstRevision: number, events: readonly NewEvent[]): string => {
  const hash = createHash('sha256').update(`${stream}|${firstRevision}`);
  for (const { id } of events) hash.update(`|${id.toLowerCase()}`);
  return hash.digest('base64url');
};

export const commitHeaders = (
  stream: string,
  events: readonly NewEvent[],
  head: Head | null,
  recordedAt: string,
): MsgHdrs => {
  const firstRevision = head === null ? 0 : head.lastRevision + 1;
  const headers = newHeaders();
  headers.set('Nats-Msg-Id', messageIdOf(stream, firstRevision, events));
  headers.set('Nats-Expected-Last-Subject-Sequence', String(head?.seq ?? 0));
  headers.set('Nats-Expected-Stream', STREAM_NAME);
  headers.set(FIRST_REVISION, String(firstRevision));
  headers.set(EVENT_COUNT, String(events.length));
  headers.set(PREVIOUS_SEQUENCE, String(head?.seq ?? 0));
  headers.set(RECORDED_AT, recordedAt);
  return headers;
};

/** A stored commit as its message tells it. */
export type StoredCommit = Head & {
  readonly category: string;
  readonly firstRevision: number;
  /** Sequence of the stream's commit before this one; 0 when it is the first. */
  readonly previousSeq: number;
  commit(): Commit;
};

const number = (headers: MsgHdrs, name: string): number => {
  const value = Number(headers.get(name) || Number.NaN);
  if (!Number.isSafeInteger(value)) throw new Error(`a message in ${STREAM_NAME} has no header ${name}`);
  return value;
};

/** @throws Error when the message was not written by this adapter */
export const storedCommit = (message: {
  subject: string;
  seq: number;
  headers: MsgHdrs | undefined;
  data: Uint8Array;
}): StoredCommit => {
  const { subject, seq, headers, data } = message;
  if (headers === undefined) throw new Error(`message ${seq} in ${STREAM_NAME} has no headers`);
  const firstRevision = number(headers, FIRST_REVISION);
  const recordedAt = headers.get(RECORDED_AT);
  const stream = streamOf(subject);
  // Parsed at once: what is not readable must show here, where it can be passed over.
  const events = JSON.parse(Buffer.from(data).toString()) as NewEvent[];
  return {
    seq,
    category: categoryOf(stream),
    firstRevision,
    lastRevision: firstRevision + number(headers, EVENT_COUNT) - 1,
    previousSeq: number(headers, PREVIOUS_SEQUENCE),
    commit: () => {
      const position = BigInt(seq);
      return {
        stream,
        position,
        events: events.map(
          (event, index): RecordedEvent => ({
            ...event,
            stream,
            revision: firstRevision + index,
            position,
            index,
            recordedAt,
          }),
        ),
      };
    },
  };
};
