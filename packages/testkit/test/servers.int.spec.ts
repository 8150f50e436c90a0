import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { startNats } from '../src/nats.ts';
import { createDatabase } from '../src/postgres.ts';

describe('test servers', () => {
  const endings: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of endings) await end();
  });

  it('give each spec a database of its own', async () => {
    const [one, two] = [await createDatabase(), await createDatabase()];
    endings.push(one.drop, two.drop);
    const first = new pg.Client({ connectionString: one.url });
    const second = new pg.Client({ connectionString: two.url });
    await first.connect();
    await second.connect();
    await first.query('create table here (id int)');
    await expect(second.query('select * from here')).rejects.toThrow(/does not exist/);
    await first.end();
    await second.end();
  });

  it('drop a database under those who are still connected to it', async () => {
    const database = await createDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    await database.drop();
    await expect(client.query('select 1')).rejects.toThrow();
    await client.end().catch(() => {});
  });

  it('give a nats-server that asks for its password and comes back on its port after kill -9', async () => {
    const nats = await startNats({ auth: true });
    endings.push(nats.stop);
    await expect(connect({ servers: `127.0.0.1:${nats.port}`, reconnect: false })).rejects.toThrow();
    const url = new URL(nats.url);
    const login = { servers: url.host, user: url.username, pass: url.password };
    const before = await connect(login);
    await before.close();
    const pid = nats.pid();
    await nats.kill();
    await nats.restart();
    expect(nats.pid()).not.toBe(pid);
    const after = await connect(login);
    expect(after.info?.jetstream).toBe(true);
    await after.close();
  });
});
