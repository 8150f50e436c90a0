import { decodeFleetEvent } from '@fleet/domain/codec';
import { evolveFleet, type FleetState, fleetStatus, fleetStatusReason, initialFleet } from '@fleet/domain/fleet/fleet';
import { type KeyValue, LATCH_KEY } from '@fleet/platform/bus';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { Log } from '../deps.ts';
import { type Following, followCategory } from './follow-category.ts';

export type FleetWatch = Following & {
  state(): FleetState;
  /** Null: the fleet may act. Otherwise why not. Asked before every reservation and every send. */
  pausedBecause(): string | null;
};

/** Anything there that is not clearly an open latch closes it. */
const latched = (value: string | null): string | null => {
  if (value === null) return null;
  try {
    const { paused, reason } = JSON.parse(value) as { paused?: unknown; reason?: unknown };
    if (paused === false) return null;
    return `emergency stop${typeof reason === 'string' && reason ? `: ${reason.slice(0, 200)}` : ''}`;
  } catch {
    return 'emergency stop (unreadable latch)';
  }
};

/** The fleet's state from its events, and the emergency latch: either one stops everything. */
export const createFleetWatch = (
  events: EventStore,
  control: KeyValue,
  wallNow: () => number,
  log: Log,
): FleetWatch => {
  let state = initialFleet;
  let latch: string | null = null;
  const latchReady = Promise.withResolvers<void>();

  const take = (recorded: RecordedEvent) => {
    const decoded = decodeFleetEvent(recorded);
    if (decoded.kind === 'event') state = evolveFleet(state, decoded.event, Date.parse(recorded.occurredAt));
    else log.error({ revision: recorded.revision, reason: decoded.reason }, 'fleet event passed over');
  };
  const ofEvents = followCategory(events, 'fleet', take);
  const followLatch = async (signal: AbortSignal) => {
    latch = latched((await control.get(LATCH_KEY))?.value ?? null);
    latchReady.resolve();
    const onChange = (key: string, entry: { value: string } | null) => {
      if (key === LATCH_KEY) latch = latched(entry?.value ?? null);
    };
    await control.watch(LATCH_KEY, onChange, signal);
  };

  return {
    state: () => state,
    pausedBecause: () => {
      if (latch !== null) return latch;
      const wallMs = wallNow();
      const status = fleetStatus(state, wallMs);
      return status === 'running' ? null : (fleetStatusReason(state, wallMs) ?? status);
    },
    caughtUp: Promise.all([ofEvents.caughtUp, latchReady.promise]).then(() => {}),
    follow: async (signal) => {
      // If one of the two breaks the other ends as well: whoever follows again must not find a second one at work.
      const either = new AbortController();
      const until = AbortSignal.any([signal, either.signal]);
      try {
        await Promise.all([ofEvents.follow(until), followLatch(until)]);
      } finally {
        either.abort();
      }
    },
  };
};
