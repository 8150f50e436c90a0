import { z } from 'zod';

/** So many events of one tick are told at most: a tick has fewer than half of them, whatever befalls it. */
export const TICK_EVENTS_MOST = 60;

/** An event as it stands in its stream. */
export const StoredEvent = z.object({
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  /** From 0, without gaps. */
  revision: z.number().int(),
  /** Of its commit in the whole store. */
  position: z.string(),
  /** Fleet clock. */
  occurredAt: z.iso.datetime(),
  /** Wall clock of whoever appended it. */
  recordedAt: z.iso.datetime(),
  data: z.unknown(),
  metadata: z.object({
    correlationId: z.string(),
    causationId: z.string().nullable(),
    traceparent: z.string().nullable(),
    schemaVersion: z.number().int(),
  }),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** Everything that is on record of one tick. */
export const TickEvents = z.object({
  /** Of the activity. */
  id: z.string(),
  tickId: z.string(),
  /** 32 hex digits: under it the tick is found in logs, and at the platform where that keeps traces. */
  traceId: z.string().nullable(),
  correlationId: z.string(),
  /** False when the tick's first events are not among them. */
  complete: z.boolean(),
  /** Oldest first. An operator's request comes before the events of the tick that it asked for. */
  events: z.array(StoredEvent).max(TICK_EVENTS_MOST),
});
export type TickEvents = z.infer<typeof TickEvents>;
