import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { asBusCall } from './errors.ts';

export type StreamStatus = {
  readonly messages: number;
  readonly bytes: number;
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

/** Null when there is no such stream. @throws BusError */
export const streamStatus = (connection: NatsConnection, stream: string): Promise<StreamStatus | null> =>
  asBusCall(async () => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const info = await manager.streams.info(stream).catch(missing);
    if (!info) return null;
    const { messages, bytes, first_seq, last_seq, consumer_count } = info.state;
    return { messages, bytes, firstSeq: first_seq, lastSeq: last_seq, consumers: consumer_count };
  });

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
    return {
      pending: info.num_pending,
      ackPending: info.num_ack_pending,
      redelivered: info.num_redelivered,
      waiting: info.num_waiting,
    };
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
