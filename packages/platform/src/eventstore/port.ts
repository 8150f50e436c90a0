/**
 * The event store port: streams of events with exact expected revisions, read both ways, followed in global order.
 * Two adapters (EventStoreDB, JetStream) are kept equal by one contract suite. Generic: nothing here knows an agent.
 */

/** What correlates an event with the world. `by` and the like belong into an event's data, not here. */
export type Metadata = {
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
  readonly schemaVersion: number;
  readonly synthetic: true;
};

export type NewEvent = {
  /** UUID. Deterministic for facts that anyone may state, claim-bound for attempts. Checked before sending. */
  readonly id: string;
  readonly type: string;
  /** Fleet clock, ISO 8601. */
  readonly occurredAt: string;
  readonly data: unknown;
  readonly metadata: Metadata;
};

export type RecordedEvent = NewEvent & {
  /** `<category>-<id>`; the category is what stands before the first dash. */
  readonly stream: string;
  /** From 0, without gaps. */
  readonly revision: number;
  /** Position of the event's commit in the whole store: grows, has gaps, means nothing else. */
  readonly position: bigint;
  /** Index of the event in its commit, from 0. */
  readonly index: number;
  /** Wall clock of the appending process, ISO 8601. */
  readonly recordedAt: string;
};

/** What one append wrote: seen by subscribers whole or not at all. */
export type Commit = {
  readonly stream: string;
  readonly position: bigint;
  readonly events: readonly RecordedEvent[];
};

/** The stream must not exist, or its last event must have this revision. */
export type Expected = 'noStream' | number;

export type AppendResult =
  | { readonly kind: 'appended' /** Of the last event. */; readonly revision: number; readonly position: bigint }
  /** `current`: the stream's last revision, null when it has none (or the store did not say). */
  | { readonly kind: 'conflict'; readonly current: number | null };

export type ReadOptions = {
  readonly direction: 'forwards' | 'backwards';
  /** First revision to give, inclusive. Default: the start (forwards) or the end (backwards). */
  readonly from?: number;
  /**
   * Backwards: position of the commit that `from` stands in, as it was told before. Spares a store that has no index of
   * revisions the walk from the stream's end. Where `from` does not stand there (any more), nothing is given.
   */
  readonly position?: bigint;
  /** Events at most. Default: all. */
  readonly limit?: number;
};

export type SubscribeOptions = {
  /** Exclusive. Default: from the start. */
  readonly after?: bigint;
  /** Only streams of these categories. Default: all. */
  readonly categories?: readonly string[];
  readonly signal: AbortSignal;
};

/** `caughtUp` comes when the end is reached, at first or after having fallen behind: what existed then has been given. */
export type SubscriptionItem = { readonly kind: 'commit'; readonly commit: Commit } | { readonly kind: 'caughtUp' };

/** Where an event stood when it was read. */
export type Place = Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'id'>;

export type EventStore = {
  /**
   * All events land together or none does, at most 1 MB as JSON, at least one event.
   * A repeat whose ids already stand right after `expected` is the same append and answers as the first did.
   * @throws EventStoreError code `too_large`, `invalid` (a bug), or `unavailable` (nothing is known: retry with the same ids).
   */
  append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<AppendResult>;
  /** A missing stream is an empty one. @throws EventStoreError `unavailable` */
  read(stream: string, options: ReadOptions): AsyncIterable<RecordedEvent>;
  /**
   * Whole commits in global order, one at a time: the next is taken from the store only when the consumer asks.
   * Reconnects by itself and goes on after the last commit given; ends when the signal aborts.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem>;
  /**
   * Whether this very event stands where it stood: false once the store was wiped, replaced or set back to an older
   * copy, so that positions remembered from before mean nothing in it. One cheap round trip.
   * @throws EventStoreError `unavailable`
   */
  holds(place: Place): Promise<boolean>;
  /** One cheap round trip. @throws EventStoreError `unavailable` */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export class EventStoreError extends Error {
  readonly code: 'too_large' | 'invalid' | 'unavailable';
  constructor(code: EventStoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventStoreError';
    this.code = code;
  }
}

export const MAX_APPEND_BYTES = 1_000_000;
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
