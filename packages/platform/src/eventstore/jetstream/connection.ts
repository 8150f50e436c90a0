import {
  DiscardPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { type ConnectionOptions, connect, type NatsConnection } from '@nats-io/transport-node';
import { DEFAULT_DUPLICATE_WINDOW_MS, DEFAULT_REQUEST_TIMEOUT_MS, type EventStoreOptions } from '../options.ts';
import { EventStoreError } from '../port.ts';
import { ALL_SUBJECTS, STREAM_NAME } from './commit-message.ts';

const NANOS_PER_MS = 1_000_000;
const RECONNECT_WAIT_MS = 250;
const STREAM_NOT_FOUND = 10059;

/** A connection with the stream in place, and how its members may be read. */
export type Session = {
  readonly nc: NatsConnection;
  readonly jsm: JetStreamManager;
  /** Replicas may answer direct reads behind the leader; with one there is only the leader. */
  readonly directReads: boolean;
};

export type Connection = {
  /** The session, connecting at most `requestTimeoutMs`. @throws EventStoreError `unavailable` */
  session(): Promise<Session>;
  /** Looks at the stream again before the next use, and makes it again if somebody has removed it. */
  renew(): void;
  /** Runs each time the connection is lost: what was asked for on it will not be answered. */
  onLost(listener: () => void): () => void;
  close(): Promise<void>;
};

const optionsOf = (url: string, timeout: number, name: string): ConnectionOptions => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const user = decodeURIComponent(username);
  const pass = decodeURIComponent(password);
  return {
    servers: `${hostname}:${port || '4222'}`,
    name,
    timeout,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    reconnectJitter: RECONNECT_WAIT_MS,
    pingInterval: 10_000,
    maxPingOut: 2,
    ...(protocol === 'tls:' ? { tls: {} } : {}),
    ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
  };
};

const errorCode = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** Safe when several processes do it at once: creating the same stream twice is no error to the server. */
const ensureStream = async (jsm: JetStreamManager, duplicateWindowMs: number): Promise<boolean> => {
  try {
    return ((await jsm.streams.info(STREAM_NAME)).config.num_replicas ?? 1) === 1;
  } catch (error) {
    if (errorCode(error) !== STREAM_NOT_FOUND) throw error;
  }
  await jsm.streams.add({
    name: STREAM_NAME,
    subjects: [ALL_SUBJECTS],
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    storage: StorageType.File,
    num_replicas: 1,
    duplicate_window: duplicateWindowMs * NANOS_PER_MS,
    deny_delete: true,
    deny_purge: true,
    allow_direct: true,
  });
  return true;
};

/** Whether it resolved in time. */
const within = async (ms: number, event: Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([event.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
};

/** Connects when first asked, and again whenever the last try failed; an established one reconnects by itself. */
export const openConnection = (url: string, options: EventStoreOptions): Connection => {
  const timeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const listeners = new Set<() => void>();
  let closed = false;
  let nc: NatsConnection | null = null;
  let opening: Promise<Session> | null = null;
  /** While the established connection is away; what is published meanwhile would be lost without a word. */
  let away: PromiseWithResolvers<void> | null = null;

  const watch = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') {
        if (!closed) options.log?.('warn', 'event store connection lost');
        away ??= Promise.withResolvers();
        for (const listener of [...listeners]) listener();
      }
      if (type === 'reconnect') {
        // Perhaps to another server, or to one without its data.
        opening = null;
        options.log?.('info', 'event store connection is back');
        away?.resolve();
        away = null;
      }
    }
  };

  const open = async (): Promise<Session> => {
    if (nc === null) {
      nc = await connect(optionsOf(url, timeoutMs, options.name ?? 'fleet-eventstore'));
      const connection = nc;
      void watch(connection);
      void connection.closed().then(() => {
        nc = null;
        opening = null;
        away?.resolve();
        away = null;
      });
    }
    const jsm = await jetstreamManager(nc, { timeout: timeoutMs });
    const directReads = await ensureStream(jsm, options.duplicateWindowMs ?? DEFAULT_DUPLICATE_WINDOW_MS);
    if (closed) await nc.close();
    return { nc, jsm, directReads };
  };

  return {
    session: async () => {
      if (away !== null && !(await within(timeoutMs, away.promise)))
        throw new EventStoreError('unavailable', `no event store at ${new URL(url).host}`);
      if (closed) throw new EventStoreError('unavailable', 'the event store is closed');
      opening ??= open();
      const current = opening;
      try {
        return await current;
      } catch (cause) {
        if (opening === current) opening = null;
        throw new EventStoreError('unavailable', `no event store at ${new URL(url).host}`, { cause });
      }
    },
    renew: () => {
      opening = null;
    },
    onLost: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      await nc?.close();
    },
  };
};
