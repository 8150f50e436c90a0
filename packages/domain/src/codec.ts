import type { z } from 'zod';
import { ActivityEvent } from './activity/activity-events.ts';
import { AgentEvent } from './agent/agent-events.ts';
import { FleetEvent } from './fleet/fleet-events.ts';
import { GalleryEvent } from './gallery/gallery-events.ts';
import { PersonaEvent } from './persona/persona-events.ts';

/** What a store gives back, as far as decoding needs it. */
export type Recorded = {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly schemaVersion: number };
};

export type Decoded<E> =
  | { readonly kind: 'event'; readonly event: E }
  /** Written by a newer version of the code, or not by the fleet at all: a value, since history is for ever. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Makes the data of one schema version into that of the next. */
export type Upcast = (data: unknown) => unknown;
/** Per event type, the step from version 1 to 2 first; its length + 1 is the type's schema version. */
export type Upcasts = Readonly<Record<string, readonly Upcast[]>>;

type EventSchema = z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodObject }>;
type EventUnion = { readonly options: readonly unknown[] };

const unreadable = (reason: string) => ({ kind: 'unreadable', reason }) as const;

const explain = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'data'}: ${message}`)
    .join('; ');

/** A decoder that finds the schema by type in one look-up. It never throws for what history may hold. */
export const decoder = <E>(union: EventUnion, upcasts: Upcasts = {}): ((recorded: Recorded) => Decoded<E>) => {
  const schemas = new Map<string, z.ZodObject>();
  for (const option of union.options as readonly EventSchema[]) schemas.set(option.shape.type.value, option.shape.data);
  return ({ type, data, metadata: { schemaVersion } }) => {
    const schema = schemas.get(type);
    if (!schema) return unreadable(`unknown event type ${type}`);
    const steps = upcasts[type] ?? [];
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > steps.length + 1)
      return unreadable(`${type} of schema version ${schemaVersion}, this code knows up to ${steps.length + 1}`);
    try {
      const current = steps.slice(schemaVersion - 1).reduce((value, step) => step(value), data);
      const parsed = schema.safeParse(current);
      if (!parsed.success) return unreadable(`${type}: ${explain(parsed.error)}`);
      return { kind: 'event', event: { type, data: parsed.data } as E };
    } catch (error) {
      return unreadable(`${type}: upcasting failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
};

/** Every event type is at version 1 so far. */
const UPCASTS: Upcasts = {};

export const decodeAgentEvent = decoder<AgentEvent>(AgentEvent, UPCASTS);
export const decodeFleetEvent = decoder<FleetEvent>(FleetEvent, UPCASTS);
export const decodePersonaEvent = decoder<PersonaEvent>(PersonaEvent, UPCASTS);
export const decodeActivityEvent = decoder<ActivityEvent>(ActivityEvent, UPCASTS);
export const decodeGalleryEvent = decoder<GalleryEvent>(GalleryEvent, UPCASTS);

/** The version that events of a type are written in. */
export const schemaVersionOf = (type: string): number => (UPCASTS[type]?.length ?? 0) + 1;

export type FleetDomainEvent = AgentEvent | FleetEvent | PersonaEvent | ActivityEvent | GalleryEvent;

/** What an event needs besides itself. `occurredAtMs`: fleet clock. `id`: see identity.ts. */
export type Envelope = {
  readonly id: string;
  readonly occurredAtMs: number;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
};

/** An event in the shape that an event store's append takes. */
export const encode = (event: FleetDomainEvent, envelope: Envelope) => ({
  id: envelope.id,
  type: event.type,
  occurredAt: new Date(envelope.occurredAtMs).toISOString(),
  data: event.data,
  metadata: {
    correlationId: envelope.correlationId,
    causationId: envelope.causationId,
    traceparent: envelope.traceparent,
    schemaVersion: schemaVersionOf(event.type),
    synthetic: true as const,
  },
});
