import type { EventData, EventType, EventTypeToRecordedEvent } from '@eventstore/db-client';
import { jsonEvent } from '@eventstore/db-client';
import type { Metadata, NewEvent, RecordedEvent } from '../port.ts';

/** What the store has no field for: which commit an event belongs to, and both clocks. */
type Envelope = { occurredAt: string; recordedAt: string; index: number; count: number };

/** An event as read back, its commit's position not yet known. */
export type StoredEvent = {
  readonly event: Omit<RecordedEvent, 'position'>;
  /** Of the event itself; a commit's position is its last event's. */
  readonly position: bigint;
  /** Events in its commit. */
  readonly count: number;
};

export const toStored = (events: readonly NewEvent[], recordedAt: string): EventData[] =>
  events.map(({ id, type, occurredAt, data, metadata }, index) => {
    const fleet: Envelope = { occurredAt, recordedAt, index, count: events.length };
    return jsonEvent({
      id: id.toLowerCase(),
      type,
      // The client's types want an object; any JSON value is stored as it is.
      data: (data ?? null) as Record<string, unknown>,
      metadata: { ...metadata, fleet },
    });
  });

const NO_METADATA: Metadata = {
  correlationId: '',
  causationId: null,
  traceparent: null,
  schemaVersion: 1,
  synthetic: true,
};

/** An event that another program wrote is a commit of its own, told at the time the store took it. */
export const fromStored = (recorded: EventTypeToRecordedEvent<EventType>): StoredEvent => {
  const { streamId: stream, id, type, data, revision, created, position } = recorded;
  const { fleet, ...metadata } = (recorded.metadata ?? {}) as Partial<Metadata> & { fleet?: Envelope };
  const recordedAt = fleet?.recordedAt ?? created.toISOString();
  return {
    event: {
      id,
      type,
      data,
      stream,
      revision: Number(revision),
      index: fleet?.index ?? 0,
      occurredAt: fleet?.occurredAt ?? recordedAt,
      recordedAt,
      metadata: { ...NO_METADATA, ...metadata },
    },
    position: position?.commit ?? 0n,
    count: fleet?.count ?? 1,
  };
};

export const isLast = ({ event, count }: StoredEvent): boolean => event.index >= count - 1;
