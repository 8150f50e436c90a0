import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, isPortFree } from './ports.ts';
import { type LocalPostgres, removePostgresFolder, startPostgres } from './postgres.ts';

const query = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a Postgres of one’s own', () => {
  const root = mkdtempSync(join(tmpdir(), 'fleet-postgres-'));
  const dataDir = join(root, 'data', 'postgres');
  const started: LocalPostgres[] = [];
  const start = async (dir = dataDir) => {
    const server = await startPostgres({ dataDir: dir, port: await freePort() });
    started.push(server);
    return server;
  };
  beforeAll(() => chmodSync(root, 0o755));
  afterAll(async () => {
    for (const server of started) await server.stop();
    removePostgresFolder(dataDir);
    rmSync(root, { recursive: true, force: true });
  });

  it('asks for its password, listens on loopback only and keeps what was written over a restart', async () => {
    const first = await start();
    await query(first.url, "create table kept as select 'here' as word");
    const wrong = new URL(first.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(await query(first.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(first.url, "select 'Ä' = upper('ä') as unicode")).toEqual([{ unicode: true }]);
    await Promise.all([first.stop(), first.stop()]);
    expect(await first.exited).toMatchObject({ code: 0 });

    const second = await start();
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    await second.stop();
  });

  it('starts after kill -9, also when its number was given to another process meanwhile', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const lock = join(dataDir, 'cluster', 'postmaster.pid');
    expect(existsSync(lock)).toBe(true);
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.pid)));
    const again = await start();
    expect(await query(again.url, 'select word from kept')).toEqual([{ word: 'here' }]);
    await again.stop();
  });

  it('refuses to start a second server on the same data, and says which one runs', async () => {
    const server = await start();
    await expect(start()).rejects.toThrow(new RegExp(`Postgres \\(process ${server.pid}\\) already runs`));
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('says why it could not start', async () => {
    const server = await start();
    const port = Number(new URL(server.url).port);
    expect(await isPortFree(port)).toBe(false);
    const other = startPostgres({ dataDir: join(root, 'other'), port });
    await expect(other).rejects.toThrow(/Address already in use/);
    removePostgresFolder(join(root, 'other'));
    await server.stop();
    expect(await isPortFree(port)).toBe(true);
  });

  it('runs from a checkout that other users cannot enter, and leaves nothing behind when removed', async () => {
    const closed = join(root, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const dir = join(closed, 'postgres');
    const server = await start(dir);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    const elsewhere = lstatSync(dir).isSymbolicLink() ? join(dir, '..') : null;
    // Only root needs another place: anybody else is the server's own user.
    expect(elsewhere !== null).toBe(process.getuid?.() === 0);
    removePostgresFolder(dir);
    expect(existsSync(dir)).toBe(false);
  });
});
