import { STREAM } from '@fleet/domain/identity';
import { type StoredEvent, TICK_EVENTS_MOST, type TickEvents } from '@fleet/domain/read-models/tick-events';
import { traceIdOf } from '@fleet/domain/trace';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { ReadDb } from './tables.ts';

export type TickEventsDeps = { readonly db: ReadDb; readonly store: Pick<EventStore, 'read'> };

/** Between a tick's events stand only skips of others: so many events are looked through at most. */
const LOOKED_AT_MOST = 4 * TICK_EVENTS_MOST;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

type Data = { readonly tickId?: unknown; readonly kind?: unknown };
const dataOf = ({ data }: RecordedEvent): Data => (typeof data === 'object' && data !== null ? data : {});

/** Nothing of a tick comes before its acceptance, and one that was skipped has no other event. */
const BEGINS: ReadonlySet<string> = new Set(['TickAccepted', 'TickSkipped']);
/** One tick is open at a time: before the end of another there is nothing of this one. */
const endsAnother = (event: RecordedEvent): boolean =>
  event.type === 'TickEnded' ||
  event.type === 'MemorySummarized' ||
  (event.type === 'TickAbandoned' && dataOf(event).kind !== null);

const shown = ({ position, index: _, metadata, ...event }: RecordedEvent): StoredEvent => {
  const { correlationId, causationId, traceparent, schemaVersion } = metadata;
  return {
    ...event,
    position: position.toString(),
    metadata: { correlationId, causationId, traceparent, schemaVersion },
  };
};

type Place = { readonly id: string; readonly agent_id: string; readonly revision: number; readonly position: string };

/** The projector's name of a tick that was not taken; its end, if it comes to one later, has the tick's own. */
const skippedId = (tickId: string) => `${tickId}.skipped`;

/** Newest first; `began` when the first of them all is among them. Empty when the end does not stand at its place. */
const readBack = async (store: TickEventsDeps['store'], { id, agent_id, revision, position }: Place) => {
  const events: RecordedEvent[] = [];
  const options = { direction: 'backwards', from: revision, position: BigInt(position) } as const;
  for await (const event of store.read(STREAM.activity(agent_id), { ...options, limit: LOOKED_AT_MOST })) {
    const own = dataOf(event).tickId;
    if (typeof own !== 'string' || (id !== own && id !== skippedId(own))) {
      if (events.length === 0 || endsAnother(event)) break;
      continue;
    }
    events.push(event);
    if (BEGINS.has(event.type)) return { events, began: true };
    // One place is kept for the request.
    if (events.length === TICK_EVENTS_MOST - 1) break;
  }
  return { events, began: false };
};

/** The operator's request that caused a tick, found by its line in the audit; null where there is none. */
const findRequest = async ({ db, store }: TickEventsDeps, causationId: string | null, agentId: string) => {
  if (causationId === null || !UUID.test(causationId)) return null;
  const place = await db
    .selectFrom('audit')
    .select(['revision', 'position'])
    .where('id', '=', causationId)
    .where('target_id', '=', agentId)
    .executeTakeFirst();
  if (!place) return null;
  const at = { from: place.revision, position: BigInt(place.position), limit: 1 };
  for await (const event of store.read(STREAM.agent(agentId), { direction: 'backwards', ...at }))
    return event.id === causationId ? event : null;
  return null;
};

/**
 * The events of an ended tick as they stand in its agent's activity stream, by the id of the activity, or by that of a
 * tick that was never taken. `unknown`: no such activity; `gone`: the
 * event store no longer holds them. @throws EventStoreError `unavailable`
 */
export const readTickEvents = async (deps: TickEventsDeps, asked: string): Promise<TickEvents | 'unknown' | 'gone'> => {
  const place = await deps.db
    .selectFrom('activities')
    .select(['id', 'agent_id', 'revision', 'position'])
    .where('id', 'in', [asked, skippedId(asked)])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (!place) return 'unknown';
  const { events: newestFirst, began } = await readBack(deps.store, place);
  const events = newestFirst.toReversed();
  const [first] = events;
  if (!first) return 'gone';
  const request = await findRequest(deps, first.metadata.causationId, place.agent_id);
  const traces = events.map(({ metadata }) => traceIdOf(metadata.traceparent));
  return {
    id: place.id,
    tickId: String(dataOf(first).tickId),
    traceId: traces.find((trace) => trace !== null) ?? null,
    correlationId: first.metadata.correlationId,
    complete: began,
    events: [...(request ? [request] : []), ...events].map(shown),
  };
};
