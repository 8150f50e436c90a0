import { randomUUID } from 'node:crypto';

/**
 * What EventStoreDB keeps and which appends it takes, in memory. Each rule names the place in the server's source
 * (EventStore/EventStore, `src/EventStore.Core`) that it stands for.
 */

export type LogRecord = {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Position of the record; in `$all` both parts of the position of an event written without a transaction. */
  readonly position: bigint;
  /** Position of the first record of its write. */
  readonly transactionPosition: bigint;
  readonly createdMs: number;
};

export type Proposed = Pick<LogRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type ExpectedRevision = number | 'noStream' | 'any' | 'streamExists';

export type WriteOutcome =
  | { readonly kind: 'success'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrongExpectedVersion'; readonly current: number };

const NO_STREAM = -1;
/** A record's header and framing: positions grow by its size, so they have gaps. */
const RECORD_OVERHEAD = 120n;
const SYSTEM_EVENT_EVERY = 3;
const NOTHING = new Uint8Array();

export type EsdbLog = {
  readonly all: readonly LogRecord[];
  stream(name: string): readonly LogRecord[];
  append(stream: string, expected: ExpectedRevision, events: readonly Proposed[]): WriteOutcome;
  onAppend(listener: () => void): () => void;
};

export const createEsdbLog = (): EsdbLog => {
  const all: LogRecord[] = [];
  const streams = new Map<string, LogRecord[]>();
  const listeners = new Set<() => void>();
  let nextPosition = 0n;
  let writes = 0;

  const write = (stream: string, events: readonly Proposed[]): void => {
    const records = streams.get(stream) ?? [];
    streams.set(stream, records);
    const transactionPosition = nextPosition;
    for (const event of events) {
      const position = nextPosition;
      const record = {
        ...event,
        stream,
        revision: records.length,
        position,
        transactionPosition,
        createdMs: Date.now(),
      };
      records.push(record);
      all.push(record);
      nextPosition += RECORD_OVERHEAD + BigInt(event.data.length + event.metadata.length);
    }
  };

  /** Services/Monitoring/MonitoringService.cs, SetStatsStreamMetadata and SaveStatsToStream: `$all` is never only ours. */
  const writeSystemEvent = (stream: string, type: string): void =>
    write(stream, [
      { id: randomUUID(), type, contentType: 'application/json', data: Buffer.from('{}'), metadata: NOTHING },
    ]);
  writeSystemEvent('$$$stats-127.0.0.1:2113', '$metadata');

  /** Services/Storage/ReaderIndex/IndexWriter.cs, CheckCommit: the branch `expectedVersion < curVersion`. */
  const landedBefore = (records: readonly LogRecord[], expected: number, events: readonly Proposed[]): boolean =>
    events.length > 0 && events.every(({ id }, index) => records[expected + 1 + index]?.id === id);

  /**
   * CheckCommit, the branch for Any and StreamExists: known ids in this stream are the same append; when the first is
   * known and another is not, it is CommitDecision.CorruptedIdempotency, here NaN.
   */
  const knownAt = (records: readonly LogRecord[], events: readonly Proposed[]): number | null => {
    const at = events.map(({ id }) => records.findIndex((record) => record.id === id));
    if (at.length === 0 || (at[0] ?? -1) < 0) return null;
    return at.every((revision) => revision >= 0) ? (at.at(-1) ?? null) : Number.NaN;
  };

  return {
    all,
    stream: (name) => streams.get(name) ?? [],
    append: (stream, expected, events) => {
      const records = streams.get(stream) ?? [];
      const current = records.length - 1;
      const success = (revision: number): WriteOutcome => ({
        kind: 'success',
        revision,
        // CheckCommit answers a repeat with the log position of its last event.
        position: streams.get(stream)?.[revision]?.position ?? -1n,
      });
      const wrong: WriteOutcome = { kind: 'wrongExpectedVersion', current };
      if (expected === 'any' || expected === 'streamExists') {
        if (expected === 'streamExists' && current === NO_STREAM) return wrong;
        const known = knownAt(records, events);
        if (known !== null) return Number.isNaN(known) ? wrong : success(known);
      } else {
        const revision = expected === 'noStream' ? NO_STREAM : expected;
        if (revision > current) return wrong;
        // A repeat that differs later on is CommitDecision.CorruptedIdempotency, answered like a wrong version.
        if (revision < current)
          return landedBefore(records, revision, events) ? success(revision + events.length) : wrong;
      }
      if (events.length > 0) write(stream, events);
      if (++writes % SYSTEM_EVENT_EVERY === 0) writeSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
      for (const listener of [...listeners]) listener();
      return success((streams.get(stream)?.length ?? 0) - 1);
    },
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
