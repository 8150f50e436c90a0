/** What an adapter tells about its connection; the services pass their logger's method. */
export type Log = (level: 'info' | 'warn', message: string, details?: Readonly<Record<string, unknown>>) => void;

export type EventStoreOptions = {
  /** Closes the store when it aborts. */
  readonly signal?: AbortSignal;
  /** Shown by the server's monitoring. */
  readonly name?: string;
  readonly log?: Log;
  /** For one append, read step or ping; after it the outcome is `unavailable`. Default 5,000 ms. */
  readonly requestTimeoutMs?: number;
  /** JetStream alone, applied when the stream is created: how long the server itself drops repeats. Default 120,000 ms. */
  readonly duplicateWindowMs?: number;
};

export const DEFAULT_REQUEST_TIMEOUT_MS = 5_000;
export const DEFAULT_DUPLICATE_WINDOW_MS = 120_000;
