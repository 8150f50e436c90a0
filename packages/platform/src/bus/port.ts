/** Ports over NATS that services are written against; `connectBus` in this folder gives the real ones. */

/** One delivered message of a work queue. Exactly one of ack, retry ends it; working() extends it. */
export type Delivery = {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly messageId: string | null;
  /** From 1. */
  readonly deliveries: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Resolves when the server has it, or after 2 s without an answer: then the message comes again. Never rejects. */
  ack(): Promise<void>;
  /** Back to the queue after a delay; never a bare nak, which burns deliveries at once. */
  retry(delayMs: number): void;
  /** Tells the server that work goes on: the ack wait begins anew. */
  working(): void;
};

export type ConsumeOptions = {
  readonly stream: string;
  readonly consumer: string;
  /** Taken from the server ahead of free slots: never more than `concurrency`. */
  readonly concurrency: number;
  readonly ackWaitMs: number;
  readonly maxAckPending: number;
  readonly signal: AbortSignal;
};

/**
 * Runs `handle` for each delivery, at most `concurrency` at a time. `release()` in the handler's context gives the
 * slot back early (a parked tick holds none). Resolves when the signal has aborted and every handler has returned.
 */
export type Consume = (
  options: ConsumeOptions,
  handle: (delivery: Delivery, slot: { release(): void; reacquire(): Promise<void> }) => Promise<void>,
) => Promise<void>;

export type PublishAck = { readonly seq: number; readonly duplicate: boolean };
/** Own ack inbox, no request per message; rejects with BusError on a negative answer or after `timeoutMs`. */
export type Publish = (
  subject: string,
  payload: string | Uint8Array,
  options?: {
    readonly messageId?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
  },
) => Promise<PublishAck>;

export type KvEntry = { readonly value: string; readonly revision: number };
export type KeyValue = {
  get(key: string): Promise<KvEntry | null>;
  /** Null when the key exists. */
  create(key: string, value: string): Promise<number | null>;
  /** Null when the revision is not the last one. */
  update(key: string, value: string, revision: number): Promise<number | null>;
  put(key: string, value: string): Promise<number>;
  delete(key: string): Promise<void>;
  keys(filter?: string): Promise<string[]>;
  /**
   * Current values first, then changes; null is a deletion. Resolves when the current values have been given, and goes
   * on until the signal aborts. A value may come twice. Expiry by TTL is not reported: poll for it.
   */
  watch(key: string, onChange: (key: string, entry: KvEntry | null) => void, signal: AbortSignal): Promise<void>;
};

export class BusError extends Error {
  readonly code: 'unavailable' | 'refused' | 'timeout';
  constructor(code: BusError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BusError';
    this.code = code;
  }
}

export const STREAMS = {
  ticks: 'FLEET_TICKS',
  jobs: 'FLEET_JOBS',
  dead: 'FLEET_DEAD',
  events: 'FLEET_EVENTS',
} as const;
export const SUBJECTS = {
  tick: (partition: number) => `fleet.tick.${partition}`,
  job: (kind: string) => `fleet.job.${kind}`,
  dead: (source: 'tick' | 'job') => `fleet.dead.${source}`,
  feed: 'fleet.feed.batch',
  command: (name: string) => `fleet.cmd.${name}`,
} as const;
export const BUCKETS = { lease: 'fleet_lease', cursor: 'fleet_cursor', control: 'fleet_control' } as const;
/** Key in `fleet_control`: the emergency latch, `{"paused": true, "by", "reason", "at"}`; absent or false is open. */
export const LATCH_KEY = 'latch';
