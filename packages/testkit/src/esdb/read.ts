import { randomUUID } from 'node:crypto';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type { EsdbLog, LogRecord } from './log.ts';
import {
  caughtUpAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
  notFoundAnswer,
  type Refusal,
  refusal,
  streamName,
} from './wire.ts';

type Call = ServerWritableStream<ReadReq, ReadResp> & { sent?: number };

/** Services/Transport/Enumerators/Enumerator.cs, ReadBatchSize. */
const READ_BATCH_SIZE = 32;
const BACKWARDS = 1;

/** False when the client is gone. Waits while it takes nothing: a slow reader holds no memory here. */
const send = (call: Call, answer: ReadResp): Promise<boolean> =>
  new Promise((resolve) => {
    if (call.cancelled || call.destroyed) return resolve(false);
    call.sent = (call.sent ?? 0) + 1;
    if (call.write(answer)) return resolve(true);
    const events = ['drain', 'cancelled', 'close', 'error'];
    const go = (): void => {
      for (const event of events) call.off(event, go);
      resolve(!call.cancelled && !call.destroyed);
    };
    for (const event of events) call.on(event, go);
  });

/**
 * Services/Transport/Enumerators/Enumerator.ReadStreamForwards.cs and .ReadStreamBackwards.cs: inclusive start, a missing
 * stream is an answer. Backwards from beyond the end begins at the end.
 */
export const readOneStream = async (call: Call, log: EsdbLog, options: ReadReq.Options): Promise<Refusal | null> => {
  const from = options.getStream();
  const name = streamName(from?.getStreamIdentifier());
  // Messages/ClientMessage.cs, ReadStreamEventsForward and -Backward take no empty name; an exception is status Unknown.
  if (name === '' || from === undefined)
    return refusal(status.UNKNOWN, 'Exception was thrown by handler. eventStreamId should not be empty.');
  const records = log.stream(name);
  if (records.length === 0) {
    await send(call, notFoundAnswer(name));
    return null;
  }
  const backwards = options.getReadDirection() === BACKWARDS;
  let at = from.hasStart() ? 0 : from.hasEnd() ? records.length - 1 : Number(from.getRevision());
  if (backwards) at = Math.min(at, records.length - 1);
  for (let left = Number(options.getCount()); left > 0; left -= 1, at += backwards ? -1 : 1) {
    const record = records[at];
    if (record === undefined || !(await send(call, eventAnswer(record)))) return null;
  }
  return null;
};

/** Util/EventFilter.cs, StreamIdPrefixStrategy and the like: prefixes or one regular expression, over stream names or event types. */
const filterOf = (options: ReadReq.Options): ((record: LogRecord) => boolean) => {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const expression = filter.getStreamIdentifier() ?? filter.getEventType();
  const text = (record: LogRecord): string => (filter.hasStreamIdentifier() ? record.stream : record.type);
  const regex = expression?.getRegex() ?? '';
  if (regex !== '') return (record) => new RegExp(regex).test(text(record));
  const prefixes = expression?.getPrefixList() ?? [];
  return (record) => prefixes.some((prefix) => text(record).startsWith(prefix));
};

/**
 * Services/Transport/Enumerators/Enumerator.AllSubscriptionFiltered.cs, Subscribe: it reads one record at the position
 * and goes on after it, so that a start is exclusive; where nothing can be read the subscription fails.
 */
const startIndex = (log: EsdbLog, options: ReadReq.Options): number | null => {
  const all = options.getAll();
  if (all?.hasEnd() === true) return log.all.length;
  const position = all?.getPosition();
  if (position === undefined) return 0;
  const commit = BigInt(position.getCommitPosition());
  const at = log.all.findIndex((record) => record.position === commit);
  return at < 0 || position.getPreparePosition() !== position.getCommitPosition() ? null : at + 1;
};

/** Services/Transport/Enumerators/Enumerator.AllSubscriptionFiltered.cs: confirmation, history, caught up, live; checkpoints. */
export const subscribeToAll = async (call: Call, log: EsdbLog, options: ReadReq.Options): Promise<Refusal | null> => {
  const filter = options.getFilter();
  const multiplier = filter?.getCheckpointintervalmultiplier() ?? 1;
  if (multiplier === 0)
    return refusal(
      status.UNKNOWN,
      'Exception was thrown by handler. ArgumentOutOfRangeException: checkpointIntervalMultiplier',
    );
  const start = startIndex(log, options);
  if (start === null) return refusal(status.UNKNOWN, 'Exception was thrown by handler. The position is not a record.');
  const interval = multiplier * (filter?.hasMax() === true ? filter.getMax() : READ_BATCH_SIZE);
  const matches = filterOf(options);

  let wake: () => void = () => undefined;
  const off = log.onAppend(() => wake());
  call.on('cancelled', () => wake());
  call.on('error', () => wake());
  try {
    if (!(await send(call, confirmationAnswer(randomUUID())))) return null;
    let live = false;
    for (let at = start, considered = 0; !call.cancelled && !call.destroyed; ) {
      const record = log.all[at];
      if (record === undefined) {
        if (!live && !(await send(call, caughtUpAnswer()))) return null;
        live = true;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (log.all.length > at || call.cancelled || call.destroyed) resolve();
        });
        continue;
      }
      at += 1;
      considered += 1;
      if (matches(record) && !(await send(call, eventAnswer(record)))) return null;
      if (filter !== undefined && considered % interval === 0)
        if (!(await send(call, checkpointAnswer(record.position)))) return null;
    }
    return null;
  } finally {
    off();
  }
};
