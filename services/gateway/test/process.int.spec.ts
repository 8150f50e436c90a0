import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Agent, Fleet, SeedResult } from '@fleet/domain/read-models/api';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import { System } from '@fleet/domain/read-models/system';
import { type Bus, connectBus } from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { inheritedEnv } from '@fleet/testkit/inherited-env';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelSql, until } from './gateway-fixture.ts';

const TOKEN = 'process-spec-token-0123456789';
const main = join(import.meta.dirname, '../src/main.ts');

let nats: TestNats;
let database: TestDatabase;
let pool: Pool;
let bus: Bus;
let child: ChildProcess;
let base: string;
let output = '';

const start = (env: Record<string, string>) => {
  const started = spawn(process.execPath, [main], {
    env: { ...inheritedEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [started.stdout, started.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return started;
};
const ended = (process: ChildProcess) =>
  process.exitCode !== null
    ? Promise.resolve(process.exitCode)
    : new Promise((resolve) => process.once('exit', resolve));
const call = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, json: (await answer.json()) as unknown };
};
const command = async (name: string, payload: object | '' = '') => {
  const text = payload === '' ? '' : JSON.stringify(payload);
  const { payload: answer, error } = await bus.request(`fleet.cmd.${name}`, text, 5_000);
  return { error, body: answer === '' ? null : (JSON.parse(answer) as Record<string, unknown>) };
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

let environment: Record<string, string>;
beforeAll(async () => {
  nats = await startNats({ auth: true });
  database = await createDatabase();
  pool = openPool({ url: database.url, size: 2, name: 'spec', log: silentLog() });
  await pool.query(
    `create schema ${READ_SCHEMA}; set search_path to ${READ_SCHEMA}; ${readModelSql}; reset search_path`,
  );
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  environment = {
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    PORT: `${port}`,
    FLEET_ADMIN_TOKEN: TOKEN,
    STOP_WITHIN_MS: '8000',
    UI_DIR: '/nowhere',
  };
  child = start(environment);
  bus = await connectBus({ url: nats.url, name: 'spec', log: silentLog() });
  await until(async () => (await fetch(`${base}/ready`).catch(() => null))?.status === 200);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await bus?.close();
  await pool?.end();
  await database?.drop();
  await nats?.stop();
});

describe('the gateway as a process, on a real NATS and Postgres', () => {
  it('is well, seeds, starts and stops agents, all in the real event store', async () => {
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ status: 'ok' });
    const seeded = await call('POST', '/agents/seed', { count: 6 });
    expect(seeded.status).toBe(201);
    const { created } = SeedResult.parse(seeded.json);
    const operation = await call('POST', '/operations', { action: 'start', ids: created, reason: 'spec' });
    expect(operation.json).toMatchObject({ state: 'done', matched: 6, changed: 6, refusedCount: 0 });
    const paused = await call('POST', `/agents/${created[0]}/pause`);
    expect(Agent.parse(paused.json).status).toBe('paused');
    expect((await call('GET', `/agents/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
  });

  it('tells of its streams in NATS and of its database', async () => {
    const system = async () => System.parse((await call('GET', '/system')).json);
    await until(async () => ((await system()).jetStream?.length ?? 0) === 4);
    const { jetStream, database } = await system();
    expect(jetStream?.map(({ name }) => name)).toEqual(['FLEET_TICKS', 'FLEET_JOBS', 'FLEET_DEAD', 'FLEET_EVENTS']);
    expect(jetStream?.find(({ name }) => name === 'FLEET_EVENTS')?.bytes).toBeGreaterThan(0);
    expect(jetStream?.flatMap(({ consumers }) => consumers.map(({ name }) => name))).toEqual(['actors', 'jobs']);
    expect(database.largest?.length).toBe(10);
  });

  it('takes the same commands from the NATS CLI', async () => {
    const { created } = SeedResult.parse((await call('POST', '/agents/seed', { count: 1 })).json);
    const agent = created[0];
    expect((await command('pause-all')).body).toMatchObject({ status: 'paused', recorded: true });
    expect(Fleet.parse((await call('GET', '/fleet')).json).status).toBe('paused');
    expect((await command('resume-all', { reason: 'go' })).body).toMatchObject({ status: 'running' });
    expect((await command('start', { agent })).body).toMatchObject({ id: agent, status: 'running', changed: true });
    expect((await command('pause', { agent })).body).toMatchObject({ status: 'paused' });
    expect((await command('resume', { agent })).body).toMatchObject({ status: 'running' });
    expect((await command('stop', { agent })).body).toMatchObject({ status: 'idle' });
    expect((await command('pause', { agent })).error).toMatchObject({ code: 409 });
    expect((await command('pause', { agent: 'nobody' })).error).toMatchObject({ code: 400 });
    expect((await command('pause', {})).error).toMatchObject({ code: 400 });
    expect(Fleet.parse((await command('status')).body).status).toBe('running');
    expect((await bus.services(500, 'fleet-gateway')).map(({ name }) => name)).toEqual(['fleet-gateway']);
  });

  it('names the services that do not answer', async () => {
    const problems = async () => Fleet.parse((await call('GET', '/fleet')).json).problems.map(({ part }) => part);
    await until(async () => (await problems()).length >= 3);
    expect(await problems()).toEqual(['scheduler', 'actor', 'projector']);
  });

  it('says how to build the dashboard where there is none', async () => {
    const page = await fetch(`${base}/live`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('pnpm --filter @fleet/ui build');
  });

  it('goes on by itself after NATS was away', async () => {
    await nats.restart();
    await until(async () => (await call('PATCH', '/fleet', { activityLevel: 1.5 })).status === 200);
    await until(async () => (await fetch(`${base}/ready`)).status === 200);
  });

  it('ends cleanly on SIGTERM with a live stream open, and shows its token nowhere', async () => {
    const stream = await fetch(`${base}/api/v1/stream`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const text = stream.text();
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(await text).toContain('event: fleet');
    expect(output).not.toContain(TOKEN);
    expect(output).not.toContain(new URL(nats.url).password);
  });

  it('does not start with wrong settings, and names them', async () => {
    output = '';
    const wrong = start({ ...environment, GATEWAY_HOST: '0.0.0.0', FLEET_ADMIN_TOKEN: '', PORT: 'x' });
    expect(await ended(wrong)).toBe(78);
    await until(() => output.includes('GATEWAY_HOST'));
    expect(output).toContain('PORT');
  });
});
