import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import {
  type KeyValue,
  type KvEntry,
  LATCH_KEY,
  type ServiceInstance,
  type StoredMessage,
  type StoredMessages,
  type StreamStatus,
} from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { createRegistry } from '@fleet/platform/telemetry';
import { type FakeEventStore, fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { createDatabase } from '@fleet/testkit/postgres';
import { buildGateway, type Gateway, type GatewayDeps } from '../src/app.ts';

export const TOKEN = 'test-token-0123456789';
const here = import.meta.dirname;
/** Every migration of a folder, in their order. */
const sqlOf = (folder: string): string =>
  readdirSync(join(here, folder))
    .sort()
    .map((file) => readFileSync(join(here, folder, file), 'utf8'))
    .join('\n');
export const readModelSql = sqlOf('../../projector/src/migrations');
const accessSql = sqlOf('../src/access/migrations');

/** One bucket in memory, with watchers told at once. */
export const fakeKeyValue = (): KeyValue & { setDown(down: boolean): void } => {
  const values = new Map<string, KvEntry>();
  const watchers = new Set<(key: string, entry: KvEntry | null) => void>();
  let revision = 0;
  let down = false;
  const put = async (key: string, value: string) => {
    if (down) throw new Error('the bus is down');
    values.set(key, { value, revision: ++revision });
    for (const watcher of watchers) watcher(key, values.get(key) ?? null);
    return revision;
  };
  return {
    get: async (key) => values.get(key) ?? null,
    create: async (key, value) => (values.has(key) ? null : put(key, value)),
    update: async (key, value, at) => (values.get(key)?.revision === at ? put(key, value) : null),
    put,
    delete: async (key) => {
      values.delete(key);
    },
    keys: async () => [...values.keys()],
    watch: async (_key, onChange) => {
      watchers.add(onChange);
      const entry = values.get(LATCH_KEY);
      if (entry) onChange(LATCH_KEY, entry);
    },
    setDown: (to) => {
      down = to;
    },
  };
};

export type FakeStored = StoredMessages & { put(subject: string, payload: string): number };

/** A stream's messages in memory. */
const fakeStored = (): FakeStored => {
  const messages = new Map<number, StoredMessage>();
  let last = 0;
  return {
    put: (subject, payload) => {
      const seq = ++last;
      messages.set(seq, { seq, subject, payload: Buffer.from(payload), at: Date.now() });
      return seq;
    },
    count: async () => messages.size,
    get: async (seq) => messages.get(seq) ?? null,
    before: async (seq, limit) => {
      const older = [...messages.values()].filter((one) => seq === null || one.seq < seq).reverse();
      const found = older.slice(0, limit);
      return { messages: found, next: older.length > limit ? (found.at(-1)?.seq ?? null) : null };
    },
    remove: async (seq) => messages.delete(seq),
  };
};

const clock = {
  fleetNow: () => Date.now(),
  wallNow: () => Date.now(),
  monotonicNow: () => performance.now(),
  scale: () => 1,
  wallAt: (ms: number) => ms,
};

const alive = (name: string, data: Record<string, unknown> = {}): ServiceInstance => ({
  name,
  id: randomUUID(),
  version: '0.1.0',
  started: new Date().toISOString(),
  data,
});

export type Fixture = {
  readonly gateway: Gateway;
  readonly app: Gateway['app'];
  readonly pool: Pool;
  readonly store: FakeEventStore;
  readonly control: ReturnType<typeof fakeKeyValue>;
  readonly uiDir: string;
  /** Services that answer; change it to see problems. */
  readonly services: ServiceInstance[];
  readonly letters: FakeStored;
  readonly queue: { pending: number };
  /** Streams that exist, by their names. */
  readonly streams: Map<string, StreamStatus>;
  /** As the projector's message does. */
  wakeFeed(): void;
  /** Runs statements with the read model's schema as search path. */
  read(sql: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  stop(): Promise<void>;
};

/** A gateway on a real Postgres, with the event store and the bus in memory. */
export const startGateway = async (
  change: Partial<GatewayDeps> = {},
  options: { readModel?: boolean } = {},
): Promise<Fixture> => {
  const database = await createDatabase();
  const pool = openPool({ url: database.url, size: 8, name: 'gateway-spec', log: silentLog() });
  const inSchema = async (schema: string, sql: string) => {
    await pool.query(`create schema if not exists ${schema}; set search_path to ${schema}; ${sql}; reset search_path`);
  };
  if (options.readModel !== false) await inSchema(READ_SCHEMA, readModelSql);
  const store = fakeEventStore();
  const control = fakeKeyValue();
  const letters = fakeStored();
  const queue = { pending: 0, ackPending: 0, redelivered: 0, waiting: 1 };
  const streams = new Map<string, StreamStatus>();
  const services = [alive('fleet-scheduler'), alive('fleet-actor'), alive('fleet-projector')];
  const uiDir = mkdtempSync(join(tmpdir(), 'fleet-test-ui-'));
  mkdirSync(join(uiDir, '_app/immutable'), { recursive: true });
  writeFileSync(join(uiDir, 'index.html'), '<!doctype html><title>Fleet</title><script>start()</script>');
  writeFileSync(join(uiDir, '_app/immutable/app.abc123.js'), 'export {}');
  let wake: () => void = () => {};
  const gateway = await buildGateway({
    log: silentLog(),
    pool,
    migrate: () => inSchema('access', accessSql),
    store,
    clock,
    bus: {
      control,
      services: async () => services,
      onFeed: (onMessage) => {
        wake = onMessage;
        return { stop: () => {} };
      },
      ping: async () => {},
      deadLetters: letters,
      ticks: async () => queue,
      onMaxDeliveries: () => ({ stop: () => {} }),
      streamStatus: async (stream) => streams.get(stream) ?? null,
      durableConsumers: async () => [{ name: 'actors', ...queue }],
    },
    registry: createRegistry('test'),
    adminToken: TOKEN,
    showToken: () => {},
    allowedHosts: [],
    galleryUrl: 'http://127.0.0.1:4001',
    imageHosts: [],
    preset: 'natural',
    fleetSeed: 'test',
    personasDir: join(here, '../../../personas'),
    uiDir,
    ...change,
  });
  const ending = new AbortController();
  const running = gateway.run(ending.signal);
  await gateway.app.ready();
  const fixture: Fixture = {
    gateway,
    app: gateway.app,
    pool,
    store,
    control,
    uiDir,
    services,
    letters,
    queue,
    streams,
    wakeFeed: () => wake(),
    read: async (sql, values = []) => {
      const client = await pool.connect();
      try {
        await client.query(`set search_path to ${READ_SCHEMA}`);
        return await client.query(sql, [...values]);
      } finally {
        await client.query('reset search_path').catch(() => {});
        client.release();
      }
    },
    stop: async () => {
      ending.abort();
      await running;
      await gateway.app.close();
      await pool.end();
      await database.drop();
      rmSync(uiDir, { recursive: true, force: true });
    },
  };
  await until(async () => (await fixture.pool.query("select to_regclass('access.seeding') as t")).rows[0]?.t !== null);
  return fixture;
};

/** Waits for a condition, ten seconds at most. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('what was waited for did not come');
    await new Promise((done) => setTimeout(done, 15));
  }
};

export const bearer = { authorization: `Bearer ${TOKEN}` };
