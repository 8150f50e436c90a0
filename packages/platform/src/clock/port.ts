/**
 * Two clocks (operating.md of the design): fleet time drives schedules and `occurredAt`; wall time drives everything
 * about the real world; the monotonic clock measures waits and deadlines. All in milliseconds.
 */
export type Clock = {
  /** Fleet time, ms since the epoch; never goes back. */
  fleetNow(): number;
  wallNow(): number;
  /** Monotonic, for durations and deadlines alone. */
  monotonicNow(): number;
  /** Fleet milliseconds per wall millisecond. */
  scale(): number;
  /** The wall time at which a fleet moment is due. */
  wallAt(fleetMs: number): number;
};

/** `fleet = anchor.fleet + (wall − anchor.wall) × scale`. Kept in KV `fleet_control`, key `clock`. */
export type ClockAnchor = { readonly wall: number; readonly fleet: number; readonly scale: number };
