import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/log/index.ts';
import {
  migrate,
  openPool,
  type Pool,
  pingPostgres,
  waitForPostgres,
  withTransaction,
} from '../../src/postgres/index.ts';

describe('Postgres', () => {
  const log = silentLog();
  const dir = mkdtempSync(join(tmpdir(), 'fleet-migrations-'));
  const write = (name: string, sql: string) => writeFileSync(join(dir, name), sql);
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool({ url: database.url, size: 4, name: 'spec', log });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(dir, { recursive: true });
  });

  it('is migrated once, in order, however many instances start at the same time', async () => {
    write('001_first.sql', 'create table things (id int); insert into things values (1);');
    write('002_second.sql', 'alter table things add column name text; insert into things values (2, $$two$$);');
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => migrate({ url: database.url, schema: 'read_v1', dir, log })),
    );
    expect(runs.filter((run) => run.length > 0)).toEqual([['001_first.sql', '002_second.sql']]);
    expect((await pool.query('select * from read_v1.things order by id')).rows).toEqual([
      { id: 1, name: null },
      { id: 2, name: 'two' },
    ]);
  });

  it('runs only what is new, and each schema for itself', async () => {
    write('003_third.sql', 'insert into things values (3);');
    expect(await migrate({ url: database.url, schema: 'read_v1', dir, log })).toEqual(['003_third.sql']);
    expect(await migrate({ url: database.url, schema: 'read_v2', dir, log })).toHaveLength(3);
  });

  it('leaves nothing of a file that fails, and goes on when it is put right', async () => {
    write('004_fourth.sql', 'create table half (id int); select no_such_function();');
    await expect(migrate({ url: database.url, schema: 'read_v1', dir, log })).rejects.toThrow(
      /migration read_v1\/004_fourth\.sql failed: function no_such_function/,
    );
    expect((await pool.query("select to_regclass('read_v1.half') as found")).rows[0].found).toBeNull();
    write('004_fourth.sql', 'create table half (id int);');
    expect(await migrate({ url: database.url, schema: 'read_v1', dir, log })).toEqual(['004_fourth.sql']);
  });

  it('refuses a file that was changed after it ran, a strange name and a strange schema', async () => {
    write('001_first.sql', 'create table other (id int);');
    await expect(migrate({ url: database.url, schema: 'read_v1', dir, log })).rejects.toThrow(
      /was changed after it ran/,
    );
    await expect(migrate({ url: database.url, schema: 'x; drop', dir, log })).rejects.toThrow(/not a schema name/);
    write('fifth.sql', '');
    await expect(migrate({ url: database.url, schema: 'read_v3', dir, log })).rejects.toThrow(/001_what_it_does\.sql/);
  });

  it('keeps all of a transaction or nothing', async () => {
    await pool.query('create table kept (id int)');
    await withTransaction(pool, (client) => client.query('insert into kept values (1)'));
    const failing = withTransaction(pool, async (client) => {
      await client.query('insert into kept values (2)');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect((await pool.query('select id from kept')).rows).toEqual([{ id: 1 }]);
  });

  it('survives the loss of its connections', async () => {
    await Promise.all([pingPostgres(pool), pingPostgres(pool)]);
    await pool
      .query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', ['spec'])
      .catch(() => {});
    await waitForPostgres(pool, log, AbortSignal.timeout(20_000));
    await pingPostgres(pool);
  });

  it('stops waiting for a server that is not there when it is told to', async () => {
    const nowhere = openPool({ url: 'postgres://x:y@127.0.0.1:1/z', size: 1, name: 'spec', log });
    const stopper = new AbortController();
    const waiting = waitForPostgres(nowhere, log, stopper.signal);
    stopper.abort();
    await expect(waiting).rejects.toThrow();
    await nowhere.end();
  });
});
