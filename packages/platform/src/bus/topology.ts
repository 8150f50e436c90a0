import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { asBusCall } from './errors.ts';
import { BUCKETS, STREAMS } from './port.ts';

const minuteMs = 60_000;
/** A repeat within this time is dropped by the server: the same tick from two schedulers, a retried publish. */
export const DEDUPE_WINDOW_MS = 2 * minuteMs;
/** A lease not renewed for this long is free; the only expiry that old and new servers both keep (no key's own). */
export const LEASE_TTL_MS = 6_000;
export const CONSUMERS = { ticks: 'actors', jobs: 'jobs' } as const;

type Stream = Pick<StreamConfig, 'name' | 'subjects'> & Partial<StreamConfig>;
const queue = {
  retention: RetentionPolicy.Workqueue,
  storage: StorageType.File,
  duplicate_window: nanos(DEDUPE_WINDOW_MS),
  max_msg_size: 64 * 1024,
  // A full queue refuses: the publisher sees it. Dropping the oldest, or an age limit, would lose silently.
  discard: DiscardPolicy.New,
} as const;
const streams: readonly Stream[] = [
  { name: STREAMS.ticks, subjects: ['fleet.tick.*'], ...queue, max_msgs: 1_000_000 },
  { name: STREAMS.jobs, subjects: ['fleet.job.*'], ...queue, max_msgs: 200_000 },
  {
    name: STREAMS.dead,
    subjects: ['fleet.dead.*'],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    duplicate_window: nanos(DEDUPE_WINDOW_MS),
    max_msgs: 100_000,
    max_age: nanos(90 * 24 * 60 * minuteMs),
    discard: DiscardPolicy.Old,
  },
];
const consumers = [
  { stream: STREAMS.ticks, name: CONSUMERS.ticks, ackWaitMs: 30_000, maxAckPending: 30_000 },
  { stream: STREAMS.jobs, name: CONSUMERS.jobs, ackWaitMs: minuteMs, maxAckPending: 1_000 },
] as const;

/**
 * Makes the streams, consumers and buckets that are missing; what exists stays as it is, with an operator's changes
 * (replicas, limits), only its subjects and dedupe window are put right. Safe from several processes at once.
 * @throws BusError
 */
export const ensureTopology = (connection: NatsConnection): Promise<void> =>
  asBusCall(async () => {
    const manager = await jetstreamManager(connection);
    for (const stream of streams) await ensureStream(manager, stream);
    for (const consumer of consumers) await ensureConsumer(manager, consumer, 'keep');
    const kvm = new Kvm(connection);
    await kvm.create(BUCKETS.lease, { ttl: LEASE_TTL_MS, history: 1 });
    await kvm.create(BUCKETS.cursor, { history: 1 });
    await kvm.create(BUCKETS.control, { history: 5 });
  });

const ensureStream = async (manager: JetStreamManager, wanted: Stream): Promise<void> => {
  const existing = await manager.streams.info(wanted.name).catch(missing);
  if (!existing) {
    await manager.streams.add(wanted).catch(async (error: unknown) => {
      // Somebody else was quicker, perhaps with another release's settings.
      if (!(await manager.streams.info(wanted.name).catch(missing))) throw error;
    });
    return;
  }
  const { config } = existing;
  const same =
    JSON.stringify(config.subjects) === JSON.stringify(wanted.subjects) &&
    config.duplicate_window === wanted.duplicate_window;
  if (same) return;
  await manager.streams.update(wanted.name, {
    ...config,
    subjects: wanted.subjects,
    ...(wanted.duplicate_window ? { duplicate_window: wanted.duplicate_window } : {}),
  });
};

/** Makes a durable pull consumer; an existing one keeps its waits, or takes these with `set`. */
export const ensureConsumer = async (
  manager: JetStreamManager,
  wanted: { stream: string; name: string; ackWaitMs: number; maxAckPending: number },
  existing: 'keep' | 'set',
): Promise<void> => {
  const waits = { ack_wait: nanos(wanted.ackWaitMs), max_ack_pending: wanted.maxAckPending };
  const found = await manager.consumers.info(wanted.stream, wanted.name).catch(missing);
  if (!found) {
    await manager.consumers
      .add(wanted.stream, {
        durable_name: wanted.name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        max_deliver: -1,
        ...waits,
      })
      .catch(async (error: unknown) => {
        if (!(await manager.consumers.info(wanted.stream, wanted.name).catch(missing))) throw error;
      });
    if (existing === 'keep') return;
  }
  const config = found?.config;
  if (existing === 'keep' || (config?.ack_wait === waits.ack_wait && config.max_ack_pending === waits.max_ack_pending))
    return;
  await manager.consumers.update(wanted.stream, wanted.name, waits);
};

const missing = (error: unknown): null => {
  if (error instanceof Error && /not found/.test(error.message)) return null;
  throw error;
};
