import { System } from '@fleet/domain/read-models/system';
import { BusError, STREAMS } from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseFigures, poolFigures } from '../src/status/database.ts';
import { bearer, type Fixture, startGateway, until } from './gateway-fixture.ts';

const systemOf = async ({ app }: Fixture) =>
  System.parse((await app.inject({ url: '/api/v1/system', headers: { host: 'localhost', ...bearer } })).json());

describe('the database', () => {
  let database: TestDatabase;
  let owner: Pool;
  const role = `health_${process.pid}`;
  const open = (url: string, asRole?: string) =>
    openPool({ url, size: 3, name: 'spec', log: silentLog(), ...(asRole ? { role: asRole } : {}) });
  beforeAll(async () => {
    database = await createDatabase();
    owner = open(database.url);
    await owner.query(`create schema big; create table big.words (word text);
      insert into big.words select repeat('x', 200) from generate_series(1, 5000); analyze big.words;
      create table never_analysed (n int); create role ${role}`);
    await owner.query(`revoke connect on database ${new URL(database.url).pathname.slice(1)} from public`);
  });
  afterAll(async () => {
    await owner?.query(`drop role if exists ${role}`);
    await owner?.end();
    await database?.drop();
  });

  it('tells its size, its connections and its largest tables', async () => {
    const figures = await databaseFigures(owner)();
    expect(figures.sizeBytes).toBeGreaterThan(1_000_000);
    expect(figures.connections).toBeGreaterThanOrEqual(1);
    expect(figures.connectionsMax).toBeGreaterThan(figures.connections ?? 0);
    expect(figures.largest?.[0]).toMatchObject({ schema: 'big', table: 'words', rows: 5_000 });
    expect(figures.largest?.[0]?.bytes).toBeGreaterThan(1_000_000);
    expect(figures.largest?.[1]).toEqual({ schema: 'public', table: 'never_analysed', bytes: 0, rows: null });
  });

  it('tells a role without rights what it may know', async () => {
    const poor = open(database.url, role);
    const figures = await databaseFigures(poor)();
    await poor.end();
    expect(figures.sizeBytes).toBeNull();
    expect(figures.connections).toBeGreaterThanOrEqual(1);
    expect(figures.largest?.[0]).toMatchObject({ table: 'words' });
  });

  it('waits for no table that is being changed, and holds one connection at most', async () => {
    const pool = open(database.url);
    const ask = databaseFigures(pool);
    const holder = await owner.connect();
    await holder.query('begin; lock table big.words');
    const asked = Promise.all(Array.from({ length: 5 }, ask));
    await until(() => poolFigures(pool).poolUsed === 1);
    expect(poolFigures(pool)).toEqual({ poolUsed: 1, poolWaiting: 0, poolMax: 3 });
    for (const { sizeBytes, largest } of await asked) {
      expect(sizeBytes).toBeGreaterThan(0);
      expect(largest).toBeNull();
    }
    await holder.query('rollback');
    holder.release();
    await until(async () => (await ask()).largest !== null);
    await pool.end();
  });

  it('that is away is unknown, not an error', async () => {
    const nowhere = open('postgres://nobody:secret@127.0.0.1:9/none');
    const none = { sizeBytes: null, connections: null, connectionsMax: null, largest: null };
    expect(await databaseFigures(nowhere)()).toEqual(none);
    await nowhere.end();
  });
});

describe('the system', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startGateway();
  });
  afterAll(() => fixture?.stop());

  it('tells breakers, the database and the streams', async () => {
    const since = new Date(0).toISOString();
    const open = { part: 'llm', state: 'open', since, retryAt: since, failures: 7, lastError: 'no answer' };
    fixture.services[1] = {
      ...{ name: 'fleet-actor', id: 'a1', version: '0.1.0', started: since },
      data: { breakers: [open], dropped: { stale: 3, malformed: 0 }, prices: { asOf: '2026-05-07', staleDays: 203 } },
    };
    const limits = { maxBytes: null, maxMessages: 1_000_000 };
    fixture.streams.set(STREAMS.ticks, { messages: 2, bytes: 900, firstSeq: 1, lastSeq: 2, consumers: 1, ...limits });
    await expect
      .poll(async () => (await systemOf(fixture)).breakers, { timeout: 10_000 })
      .toMatchObject([{ part: 'llm', state: 'open', actors: 1, notClosed: 1, instances: [{ id: 'a1', failures: 7 }] }]);
    await expect
      .poll(async () => (await systemOf(fixture)).jetStream, { timeout: 10_000 })
      .toEqual([
        {
          ...{ name: STREAMS.ticks, messages: 2, bytes: 900, ...limits, growthBytesPerDay: null, fullInDays: null },
          consumers: [{ name: 'actors', pending: 0, ackPending: 0, redelivered: 0 }],
        },
      ]);
    const { database, services } = await systemOf(fixture);
    expect(database.sizeBytes).toBeGreaterThan(0);
    expect(database.largest?.length).toBe(10);
    expect(database.growthBytesPerDay).toBeNull();
    expect(database.poolMax).toBe(8);
    expect(services?.find(({ id }) => id === 'a1')?.figures).toEqual({ 'dropped.stale': 3, 'dropped.malformed': 0 });
    const { body } = await fixture.app.inject({ method: 'GET', url: '/metrics' });
    expect(body).toMatch(/^fleet_disk_bytes\{part="postgres",.*\} \d+$/m);
    expect(body).toMatch(/^fleet_disk_bytes\{part="FLEET_TICKS",.*\} 900$/m);
    expect(body).not.toMatch(/^fleet_disk_full_in_days\{/m);
  });

  it('without NATS knows neither services nor streams, and shows the rest', async () => {
    const down = async (): Promise<never> => {
      throw new BusError('unavailable', 'NATS does not answer');
    };
    const bus = {
      ...{ control: fixture.control, services: down, ping: down, ticks: down, deadLetters: fixture.letters },
      ...{ streamStatus: down, durableConsumers: down },
      onFeed: () => ({ stop: () => {} }),
      onMaxDeliveries: () => ({ stop: () => {} }),
    };
    const other = await startGateway({ store: fixture.store, bus });
    await until(async () => (await systemOf(other)).database.sizeBytes !== null);
    const system = await systemOf(other);
    expect([system.services, system.breakers, system.jetStream]).toEqual([null, null, null]);
    expect(system.checks.find(({ name }) => name === 'nats')).toMatchObject({ ok: false });
    await other.stop();
  });

  it('is documented with every part', async () => {
    const described = await fixture.app.inject({ url: '/docs/json', headers: { host: 'localhost', ...bearer } });
    const answer = described.json().paths['/api/v1/system'].get.responses['200'].content['application/json'].schema;
    expect(JSON.stringify(answer)).toMatch(/breakers.*database.*jetStream/);
  });
});
