import { type ConsumerInfo, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { asBusCall } from './errors.ts';

export type StreamStatus = {
  readonly messages: number;
  readonly bytes: number;
  /** Its own limits; null: none, other than the server's disk. */
  readonly maxMessages: number | null;
  readonly maxBytes: number | null;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly consumers: number;
};
/** `pending`: not yet delivered; `ackPending`: delivered, not ended. Lag is both together. */
export type ConsumerStatus = {
  readonly pending: number;
  readonly ackPending: number;
  readonly redelivered: number;
  /** Open requests for messages: 0 means that nobody works. */
  readonly waiting: number;
};
export type NamedConsumer = ConsumerStatus & { readonly name: string };

/** Null when there is no such stream. @throws BusError */
export const streamStatus = (connection: NatsConnection, stream: string): Promise<StreamStatus | null> =>
  asBusCall(async () => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const info = await manager.streams.info(stream).catch(missing);
    if (!info) return null;
    const { messages, bytes, first_seq, last_seq, consumer_count } = info.state;
    const { max_msgs, max_bytes } = info.config;
    return {
      ...{ messages, bytes, firstSeq: first_seq, lastSeq: last_seq, consumers: consumer_count },
      ...{ maxMessages: limitOf(max_msgs), maxBytes: limitOf(max_bytes) },
    };
  });

/** The server writes "no limit" as -1, older ones also as 0. */
const limitOf = (told: number | undefined): number | null => (told === undefined || told <= 0 ? null : told);

/** Null when there is no such stream or consumer. @throws BusError */
export const consumerStatus = (
  connection: NatsConnection,
  stream: string,
  consumer: string,
): Promise<ConsumerStatus | null> =>
  asBusCall(async () => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const info = await manager.consumers.info(stream, consumer).catch(missing);
    if (!info) return null;
    return statusOf(info);
  });

const statusOf = (info: ConsumerInfo): ConsumerStatus => ({
  pending: info.num_pending,
  ackPending: info.num_ack_pending,
  redelivered: info.num_redelivered,
  waiting: info.num_waiting,
});

/**
 * A stream's durable consumers by name, out of its first 256; those that only follow and are forgotten with their
 * process are left out. Null when there is no such stream. @throws BusError
 */
export const durableConsumers = (connection: NatsConnection, stream: string): Promise<NamedConsumer[] | null> =>
  asBusCall(async () => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const found = await manager.consumers.list(stream).next().catch(missing);
    return (
      found
        ?.filter(({ config }) => config.durable_name !== undefined)
        .map((info) => ({ name: info.name, ...statusOf(info) }))
        .sort((a, b) => a.name.localeCompare(b.name)) ?? null
    );
  });

const missing = (error: unknown): null => {
  if (error instanceof Error && /not found/.test(error.message)) return null;
  throw error;
};

export type ExhaustedDelivery = {
  readonly stream: string;
  readonly consumer: string;
  readonly seq: number;
  readonly deliveries: number;
};

/**
 * Tells of messages that used up a limit of deliveries. Ours have none, so this only speaks when somebody set one:
 * such a message stays in its work queue for ever and is worked on by nobody.
 */
export const onMaxDeliveries = (
  connection: NatsConnection,
  handle: (exhausted: ExhaustedDelivery) => void,
): { stop(): void } => {
  const subscription = connection.subscribe('$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>', {
    callback: (error, message) => {
      if (error) return;
      const told = message.json<{ stream: string; consumer: string; stream_seq: number; deliveries: number }>();
      handle({ stream: told.stream, consumer: told.consumer, seq: told.stream_seq, deliveries: told.deliveries });
    },
  });
  return { stop: () => subscription.unsubscribe() };
};
