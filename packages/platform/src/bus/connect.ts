import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Log, withoutPasswords } from '../log/index.ts';
import { parseBusAddress } from './address.ts';
import type { Bus } from './bus.ts';
import { followConnection } from './connection-state.ts';
import { createConsume } from './consumer.ts';
import { asBusCall } from './errors.ts';
import { openKeyValue } from './key-value.ts';
import { BusError, SUBJECTS } from './port.ts';
import { createPublisher } from './publisher.ts';
import { missingFeatures, requireServer } from './server-version.ts';
import { registerService, requestMany, requestOne, serviceInstances } from './services.ts';
import { storedMessages } from './stored.ts';
import { consumerStatus, durableConsumers, onMaxDeliveries, streamStatus } from './streams.ts';
import { ensureTopology } from './topology.ts';

const tryAgainMs = 1_000;
const reconnectWaitMs = 500;
const pingWithinMs = 5_000;
const closeWithinMs = 3_000;

export type ConnectBusOptions = {
  readonly url: string;
  /** Shown by the server's own tools: the service's name. */
  readonly name: string;
  readonly log: Log;
  /** Ends the waiting for a server that is not there. */
  readonly signal?: AbortSignal;
  /** Gives up after this time. Default: never. */
  readonly withinMs?: number;
};

/**
 * Connects, waiting as long as it takes, and reconnects for ever.
 * @throws BusError `unavailable` when aborted or out of time, `refused` when this server cannot carry the fleet
 */
export const connectBus = async (options: ConnectBusOptions): Promise<Bus> => {
  const { log } = options;
  const connection = await firstConnection(options);
  const info = connection.info;
  try {
    if (!info) throw new BusError('unavailable', 'the NATS server said nothing of itself');
    requireServer(info);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const missing = missingFeatures(info.version);
  log.info({ server: connection.getServer(), version: info.version, missing }, 'connected to NATS');

  const { state, onReconnect } = followConnection(connection, log);
  const publisher = createPublisher(connection, () => state().connected);
  const confirmAck = (reply: string) =>
    publisher.publish(reply, '+ACK', { timeoutMs: 2_000 }).then(
      () => {},
      // Unconfirmed, the message comes again; whoever works on it has to bear that anyway.
      (error: unknown) => log.debug({ err: error }, 'an ack was not confirmed'),
    );
  /** Asking everybody while nobody can hear gives no answers, which would look like nobody being there. */
  const connected = (): NatsConnection => {
    if (!state().connected) throw new BusError('unavailable', 'not connected to NATS');
    return connection;
  };
  let wantsTopology = false;
  onReconnect(() => {
    if (wantsTopology)
      ensureTopology(connection).catch((error: unknown) => log.warn({ err: error }, 'streams could not be checked'));
  });

  return {
    connection,
    serverVersion: info.version,
    state,
    onReconnect,
    ensureTopology: async () => {
      wantsTopology = true;
      await ensureTopology(connection);
    },
    publish: publisher.publish,
    consume: createConsume({ connection, confirmAck, onReconnect, isConnected: () => state().connected, log }),
    deadLetter: async (letter) => {
      const id = letter.messageId === null ? {} : { messageId: `dead.${letter.messageId}.${letter.deliveries}` };
      await publisher.publish(SUBJECTS.dead(letter.source), JSON.stringify(letter), id);
    },
    stored: (stream) => storedMessages(connection, stream),
    kv: (bucket) => openKeyValue(connection, bucket, onReconnect),
    broadcast: (subject, payload) => {
      if (state().connected && !connection.isClosed()) connection.publish(subject, payload);
    },
    listen: (subject, handle) => {
      const subscription = connection.subscribe(subject, {
        callback: (error, message) => {
          if (!error) handle(message.string(), message.subject);
        },
      });
      return { stop: () => subscription.unsubscribe() };
    },
    registerService: (description) => registerService(connection, log, description),
    request: (subject, payload, timeoutMs) => requestOne(connection, subject, payload, timeoutMs),
    requestMany: async (subject, payload, limits) => requestMany(connected(), subject, payload, limits),
    services: async (waitMs, name) => serviceInstances(connected(), waitMs, name),
    streamStatus: (stream) => streamStatus(connection, stream),
    consumerStatus: (stream, consumer) => consumerStatus(connection, stream, consumer),
    durableConsumers: async (stream) => durableConsumers(connected(), stream),
    onMaxDeliveries: (handle) => onMaxDeliveries(connection, handle),
    ping: async () => {
      const asked = connected();
      const late = delay(pingWithinMs, 'late' as const, { ref: false });
      const result = await asBusCall(() => Promise.race([asked.rtt(), late]));
      if (result === 'late') throw new BusError('timeout', 'NATS did not answer');
      return result;
    },
    close: async () => {
      publisher.close();
      if (connection.isClosed()) return;
      // Draining sends what is buffered; a server that is away would keep us here for ever.
      await Promise.race([connection.drain(), delay(closeWithinMs, undefined, { ref: false })]).catch(() => {});
      await connection.close();
    },
  };
};

const firstConnection = async (options: ConnectBusOptions): Promise<NatsConnection> => {
  const { servers, tls, ...login } = addressOrRefused(options.url);
  const deadline = performance.now() + (options.withinMs ?? Number.POSITIVE_INFINITY);
  let lastProblem = '';
  while (!options.signal?.aborted) {
    try {
      return await connect({
        servers,
        name: options.name,
        ...login,
        ...(tls ? { tls: {} } : {}),
        timeout: 5_000,
        maxReconnectAttempts: -1,
        reconnectTimeWait: reconnectWaitMs,
        reconnectJitter: 200,
        // A server that restarts may refuse a login for a moment, e.g. while its accounts are loaded.
        ignoreAuthErrorAbort: true,
        pingInterval: 10_000,
        maxPingOut: 2,
      });
    } catch (error) {
      const problem = withoutPasswords((error as Error).message);
      if (problem !== lastProblem) options.log.warn({ servers, problem }, 'NATS cannot be reached yet; trying again');
      lastProblem = problem;
      if (performance.now() + tryAgainMs > deadline) break;
      await delay(tryAgainMs, undefined, options.signal ? { signal: options.signal } : {}).catch(() => {});
    }
  }
  throw new BusError(
    'unavailable',
    `NATS at ${servers.join(', ')} cannot be reached${lastProblem && `: ${lastProblem}`}`,
  );
};

const addressOrRefused = (url: string) => {
  try {
    return parseBusAddress(url);
  } catch (error) {
    throw new BusError('refused', (error as Error).message);
  }
};
