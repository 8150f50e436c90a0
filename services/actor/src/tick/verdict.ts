/** What becomes of a delivery. */
export type Verdict =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  /** Somebody else's to end. */
  | { readonly kind: 'leave' };

export const ACK: Verdict = { kind: 'ack' };
/** A lost race means reading again; this many in a row means somebody else is quicker every time. */
export const MAX_ROUNDS = 20;
export const RETRY_MS = 15_000;
