import { Counter, Gauge, Histogram, type Registry } from '@fleet/platform/telemetry';

/** Figures of one projection, for metrics, `/ready` and the micro service. */
export type ProjectorStats = {
  progress(state: { position: bigint; lagMs: number; caughtUp: boolean }): void;
  batch(batch: { events: number; tookMs: number /** From recorded to committed. */; delayMs: number }): void;
  unreadable(): void;
  /** The store turned out to be another one than the read models were made of, or is the right one again. */
  storeReplaced(replaced: boolean): void;
  active(active: boolean): void;
  snapshot(): {
    readonly active: boolean;
    readonly position: string;
    readonly lagMs: number;
    readonly caughtUp: boolean;
    readonly events: number;
    readonly batches: number;
    readonly unreadable: number;
    /** Since the last event was passed over; null: none was. */
    readonly lastUnreadableAgoMs: number | null;
    readonly storeReplaced: boolean;
  };
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30];

export const createStats = (registry?: Registry): ProjectorStats => {
  const registers = registry === undefined ? [] : [registry];
  const lag = new Gauge({
    name: 'fleet_projector_lag_seconds',
    help: 'Age of the oldest event not projected',
    registers,
  });
  const on = new Gauge({ name: 'fleet_projector_active', help: '1 on the instance that projects', registers });
  const events = new Counter({ name: 'fleet_projector_events_total', help: 'Events projected', registers });
  const passed = new Counter({
    name: 'fleet_projector_unreadable_total',
    help: 'Events passed over because they cannot be read or stored',
    registers,
  });
  const took = new Histogram({
    name: 'fleet_projector_batch_seconds',
    help: 'Time to project one batch',
    buckets: SECONDS,
    registers,
  });
  const delay = new Histogram({
    name: 'fleet_projector_delay_seconds',
    help: 'From an event being recorded to its being in the read model',
    buckets: SECONDS,
    registers,
  });
  let state = { position: 0n, lagMs: 0, caughtUp: false };
  const replaced = new Gauge({
    name: 'fleet_projector_store_replaced',
    help: '1 while the event store is not the one the read models were made of',
    registers,
  });
  let active = false;
  let storeReplaced = false;
  let unreadableMs: number | null = null;
  const count = { events: 0, batches: 0, unreadable: 0 };
  return {
    progress: (now) => {
      state = now;
      lag.set(now.lagMs / 1_000);
    },
    batch: (batch) => {
      count.events += batch.events;
      count.batches += 1;
      events.inc(batch.events);
      took.observe(batch.tookMs / 1_000);
      delay.observe(batch.delayMs / 1_000);
    },
    unreadable: () => {
      count.unreadable += 1;
      unreadableMs = performance.now();
      passed.inc();
    },
    storeReplaced: (now) => {
      storeReplaced = now;
      replaced.set(now ? 1 : 0);
    },
    active: (now) => {
      active = now;
      on.set(now ? 1 : 0);
    },
    snapshot: () => ({
      active,
      ...state,
      position: String(state.position),
      ...count,
      lastUnreadableAgoMs: unreadableMs === null ? null : Math.round(performance.now() - unreadableMs),
      storeReplaced,
    }),
  };
};
