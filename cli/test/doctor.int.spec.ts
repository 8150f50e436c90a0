import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBus } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { silentLog } from '@fleet/platform/log';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/app.ts';
import type { Finding } from '../src/doctor/finding.ts';
import { checkNode } from '../src/doctor/machine.ts';
import { startFakeGateway, token } from './fake-gateway.ts';

const serve = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: (server.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
};

describe('the doctor', () => {
  const root = mkdtempSync(join(tmpdir(), 'fleet-doctor-'));
  const endings: (() => Promise<void>)[] = [];
  let nats: TestNats;
  let database: TestDatabase;
  let studio: string;
  let llm: string;
  let api: string;
  const serviceToken = 'fst_right';

  beforeAll(async () => {
    nats = await startNats({ auth: true });
    database = await createDatabase();
    const gateway = await startFakeGateway();
    const gallery = await serve((request, response) => {
      const right = request.headers.authorization === `Bearer ${serviceToken}`;
      response.writeHead(right ? 200 : 401, { 'content-type': 'application/json' });
      response.end('{"items":[]}');
    });
    // As strict as the stand-in: a key there must be.
    const models = await serve((request, response) => {
      response.writeHead(request.headers.authorization ? 200 : 401, { 'content-type': 'application/json' });
      response.end('{"data":[{"id":"llama3.2:latest"},{"id":"stand-in"}]}');
    });
    [studio, llm, api] = [gallery.url, models.url, `${gateway.url}/api/v1`];
    endings.push(gateway.close, gallery.close, models.close, database.drop, nats.stop);
  });
  afterAll(async () => {
    for (const end of endings) await end();
    rmSync(root, { recursive: true });
  });

  const examine = async (env: NodeJS.ProcessEnv) => {
    const said: string[] = [];
    const around = { env, root, stdout: (text: string) => void said.push(text), stderr: () => {} };
    const code = await runCli(['doctor', '--json'], around);
    const { findings } = JSON.parse(said.join('')) as { findings: Finding[] };
    return { code, findings, part: (name: string) => findings.find(({ part }) => part === name), text: said.join('') };
  };
  const healthy = (): NodeJS.ProcessEnv => ({
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    FLEET_URL: api,
    FLEET_ADMIN_TOKEN: token,
    FLOIMG_API_URL: studio,
    FLOIMG_SERVICE_TOKEN: serviceToken,
    OLLAMA_URL: llm,
  });

  it('names the fix for everything that is missing, and ends with 1', async () => {
    const nowhere = 'http://127.0.0.1:1';
    const { code, findings } = await examine({
      NATS_URL: 'nats://127.0.0.1:1',
      DATABASE_URL: 'postgres://u:canary@127.0.0.1:1/x',
      FLOIMG_API_URL: nowhere,
      FLOIMG_SERVICE_TOKEN: serviceToken,
      OLLAMA_URL: nowhere,
    });
    expect(code).toBe(1);
    const broken = findings.filter(({ state }) => state === 'failed');
    expect(broken.map(({ part }) => part)).toEqual([
      'NATS',
      'event store',
      'Postgres',
      'gateway',
      'FloImg Studio',
      'LLM',
    ]);
    expect(broken.every(({ fix }) => fix !== null && fix !== '')).toBe(true);
  });

  it('sees what the services have not made yet', async () => {
    const { part } = await examine(healthy());
    expect(part('NATS')).toMatchObject({ state: 'ok', message: expect.stringContaining('with JetStream') });
    expect(part('streams')).toMatchObject({ state: 'failed', message: expect.stringContaining('FLEET_TICKS') });
    expect(part('clock')).toMatchObject({ state: 'warning' });
    expect(part('Postgres')).toMatchObject({ state: 'warning', message: expect.stringContaining('read models') });
  });

  it('finds nothing to mend when all is there, ends with 0, and shows no secret', async () => {
    const bus = await connectBus({ url: nats.url, name: 'spec', log: silentLog() });
    await bus.ensureTopology();
    (await openClock({ kv: await bus.kv('fleet_control'), scale: 6, log: silentLog() })).close();
    await bus.close();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('create schema read_v4; create schema access;');
    await client.end();

    const { code, findings, part, text } = await examine(healthy());
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    expect(part('clock')?.message).toContain('at 6× real time');
    expect(part('Postgres')?.message).toContain('access, read_v4');
    expect(part('LLM')?.message).toContain('with llama3.2');
    for (const secret of [serviceToken, token, new URL(nats.url).password]) expect(text).not.toContain(secret);
  });

  it('tells a refused token, a missing model and a wrong provider apart from a server that is away', async () => {
    const wrong = await examine({ ...healthy(), FLOIMG_SERVICE_TOKEN: 'fst_wrong', OLLAMA_MODEL: 'none' });
    expect(wrong.part('FloImg Studio')?.message).toContain('refuses the token (401)');
    expect(wrong.part('LLM')).toMatchObject({ message: 'ollama has no model none', fix: 'ollama pull none' });
    const other = await examine({ ...healthy(), FLOIMG_SERVICE_TOKEN: 'abc', LLM_PROVIDER: 'magic' });
    expect(other.part('FloImg Studio')?.message).toContain('does not begin with fst_');
    expect(other.part('LLM')?.fix).toContain('openai, ollama or offline');
    const { FLOIMG_SERVICE_TOKEN: _none, ...bare } = healthy();
    const none = await examine({ ...bare, LLM_PROVIDER: 'openai', FLEET_ADMIN_TOKEN: 'wrong' });
    expect(none.part('FloImg Studio')?.fix).toBe('set FLOIMG_SERVICE_TOKEN');
    expect(none.part('LLM')?.fix).toBe('set OPENAI_API_KEY');
    expect(none.part('gateway')?.message).toContain('does not take this token');
  });

  it('looks at the fleet that runs from the checkout when the environment names nothing', async () => {
    const folder = join(root, '.fleet');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'run.json'),
      JSON.stringify({
        api,
        token,
        gallery: `${studio}/gallery`,
        nats: nats.url,
        eventStore: nats.url,
        database: database.url,
        services: [{ name: 'llm', port: Number(new URL(llm).port) }],
      }),
    );
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ serviceToken }));
    const { code, findings } = await examine({});
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('wants a Node.js that runs TypeScript', () => {
    expect(checkNode('20.20.2')).toMatchObject({ state: 'failed' });
    expect(checkNode('24.1.0')).toMatchObject({ state: 'ok' });
  });
});
