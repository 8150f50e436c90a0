import {
  BUCKETS,
  type Bus,
  BusError,
  CONSUMERS,
  type ConnectBusOptions,
  joinBus,
  type KeyValue,
  STREAMS,
  SUBJECTS,
} from '@fleet/platform/bus';
import { type Clock, openClock } from '@fleet/platform/clock';
import { late, untilDone } from '@fleet/platform/lifecycle';
import type { Log } from '@fleet/platform/log';
import type { GatewayDeps } from '../app.ts';

/**
 * NATS as the gateway needs it, before there is any: what is asked of it rejects as `unavailable` until it has been
 * joined, so that everything that stands on Postgres alone is served meanwhile.
 */
export type LaterBus = GatewayDeps['bus'] & {
  /** Fleet time is known once NATS has been there, and throws before; wall and monotonic time always are. */
  readonly clock: Clock;
  /** Waits for NATS for as long as it takes; null when the signal ends the waiting. @throws BusError `refused` */
  join(
    options: ConnectBusOptions & { readonly signal: AbortSignal },
    onStop: (name: string, close: () => Promise<void> | void) => void,
  ): Promise<Bus | null>;
};

export const laterBus = (scale: number, log: Log): LaterBus => {
  const missing = () => new BusError('unavailable', 'NATS has not answered yet');
  const bus = late<Bus>(missing);
  const bucket = late<KeyValue>(missing);
  const clock = late<Clock>(missing);
  const control: KeyValue = {
    get: async (key) => bucket.get().get(key),
    create: async (key, value) => bucket.get().create(key, value),
    update: async (key, value, revision) => bucket.get().update(key, value, revision),
    put: async (key, value) => bucket.get().put(key, value),
    delete: async (key) => bucket.get().delete(key),
    keys: async (filter) => bucket.get().keys(filter),
    watch: async (key, onChange, signal) => bucket.get().watch(key, onChange, signal),
  };

  /** Begins to listen when there is something to listen to. */
  const onceThere = (listen: (joined: Bus) => { stop(): void }): { stop(): void } => {
    let listening: { stop(): void } | null = null;
    let over = false;
    void bus.there.then((joined) => {
      if (!over) listening = listen(joined);
    });
    return {
      stop: () => {
        over = true;
        listening?.stop();
      },
    };
  };

  return {
    control,
    services: async (waitMs) => bus.get().services(waitMs),
    ping: async () => bus.get().ping(),
    ticks: async () => bus.get().consumerStatus(STREAMS.ticks, CONSUMERS.ticks),
    streamStatus: async (stream) => bus.get().streamStatus(stream),
    durableConsumers: async (stream) => bus.get().durableConsumers(stream),
    deadLetters: {
      count: async () => bus.get().stored(STREAMS.dead).count(),
      before: async (seq, limit) => bus.get().stored(STREAMS.dead).before(seq, limit),
      get: async (seq) => bus.get().stored(STREAMS.dead).get(seq),
      remove: async (seq) => bus.get().stored(STREAMS.dead).remove(seq),
    },
    onMaxDeliveries: (handle) => onceThere((joined) => joined.onMaxDeliveries(handle)),
    onFeed: (wake) => onceThere((joined) => joined.listen(SUBJECTS.feed, wake)),
    clock: {
      fleetNow: () => clock.get().fleetNow(),
      wallNow: Date.now,
      monotonicNow: () => performance.now(),
      scale: () => clock.get().scale(),
      wallAt: (fleetMs) => clock.get().wallAt(fleetMs),
    },
    join: async (options, onStop) => {
      const { signal } = options;
      try {
        const joined = await joinBus(options);
        onStop('bus', joined.close);
        const open = async () => {
          const kv = await joined.kv(BUCKETS.control);
          return { kv, opened: await openClock({ kv, scale, log }) };
        };
        const { kv, opened } = await untilDone('opening the clock', open, { signal, log });
        onStop('clock', opened.close);
        bucket.set(kv);
        clock.set(opened);
        bus.set(joined);
        return joined;
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      }
    },
  };
};
