import type { NatsConnection } from '@nats-io/transport-node';
import type { ConnectionState } from './connection-state.ts';
import type { Consume, KeyValue, Publish } from './port.ts';
import type { RequestAnswer, ServiceDescription, ServiceInstance } from './services.ts';
import type { StoredMessages } from './stored.ts';
import type { ConsumerStatus, ExhaustedDelivery, NamedConsumer, StreamStatus } from './streams.ts';

/** A dead letter as the caller words it; these fields make a repeated one be the same. */
export type DeadLetterLike = {
  readonly source: 'tick' | 'job';
  readonly messageId: string | null;
  readonly deliveries: number;
};

/** Everything over one NATS connection. Calls reject with BusError when the bus fails them. */
export type Bus = {
  /** For adapters of their own (the event store); closed by `close`. */
  readonly connection: NatsConnection;
  readonly serverVersion: string;
  /** Whether the connection stands, and since when. It reconnects for ever by itself. */
  state(): ConnectionState;
  /** Calls back after each reconnect; gives the function that ends it. */
  onReconnect(listener: () => void): () => void;
  /** Makes what is missing; done again by itself when the server comes back (perhaps with an empty disk). */
  ensureTopology(): Promise<void>;

  readonly publish: Publish;
  readonly consume: Consume;
  /** Writes to FLEET_DEAD. The same letter twice within the dedupe window is stored once. */
  deadLetter(letter: DeadLetterLike): Promise<void>;
  /** What lies in a stream that people look through, like the dead letters'. */
  stored(stream: string): StoredMessages;
  /** The bucket must exist (`ensureTopology`). */
  kv(bucket: string): Promise<KeyValue>;

  /** Core NATS: at most once, to whoever listens now. Dropped while disconnected. */
  broadcast(subject: string, payload: string): void;
  listen(subject: string, handle: (payload: string, subject: string) => void): { stop(): void };

  registerService(description: ServiceDescription): Promise<{ stop(): Promise<void> }>;
  request(subject: string, payload: string, timeoutMs: number): Promise<RequestAnswer>;
  requestMany(subject: string, payload: string, limits: { waitMs: number; maxAnswers?: number }): Promise<string[]>;
  services(waitMs: number, name?: string): Promise<ServiceInstance[]>;

  streamStatus(stream: string): Promise<StreamStatus | null>;
  consumerStatus(stream: string, consumer: string): Promise<ConsumerStatus | null>;
  durableConsumers(stream: string): Promise<NamedConsumer[] | null>;
  onMaxDeliveries(handle: (exhausted: ExhaustedDelivery) => void): { stop(): void };

  /** One round trip to the server, in ms. @throws BusError */
  ping(): Promise<number>;
  close(): Promise<void>;
};
