import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnv } from '@fleet/provision/inherited-env';
import { freePort } from '@fleet/provision/ports';
import { startEsdbServer } from '@fleet/testkit/esdb-server';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposeService, commandOf, interpolate, readComposeFile } from './compose-file.ts';

const root = join(import.meta.dirname, '../..');
const compose = readComposeFile(join(root, 'docker-compose.yml'));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const own = ['scheduler', 'actor', 'projector', 'gateway'] as const;

const secrets = {
  NATS_PASSWORD: 'p',
  POSTGRES_PASSWORD: 'p',
  FLOIMG_SERVICE_TOKEN: 'fst_compose_test',
  FLEET_ADMIN_TOKEN: 'compose-test-admin-token-0123456789',
};

const service = (name: string): ComposeService => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name} in docker-compose.yml`);
  return found;
};

describe('docker-compose.yml', () => {
  test('has the three servers, the four services and the stand-ins as a profile', () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      'actor',
      'eventstore',
      'gateway',
      'llm',
      'nats',
      'postgres',
      'projector',
      'scheduler',
      'studio',
    ]);
    for (const name of ['studio', 'llm']) expect(service(name).profiles).toEqual(['stand-ins']);
  });

  test('every service can be scaled: no fixed name, no port of the host that only one can have', () => {
    for (const name of own) {
      for (const port of service(name).ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+-\d+:\d+$/);
    }
  });

  test('only loopback is published, and our own containers run without root, writes or capabilities', () => {
    for (const [name, { ports = [] }] of Object.entries(compose.services))
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    for (const name of own) expect(service(name)).toMatchObject({ read_only: true, cap_drop: ['ALL'], init: true });
    for (const stage of dockerfile.split(/^FROM /m).filter((part) => /^base AS (service|stand-in)\s/.test(part)))
      expect(stage).toContain('USER node');
  });

  test('the servers have health checks that the services wait for', () => {
    for (const name of ['eventstore', 'nats', 'postgres']) expect(service(name).healthcheck, name).toBeDefined();
    for (const name of own)
      expect(Object.values(service(name).depends_on ?? {})).toEqual([
        { condition: 'service_healthy' },
        { condition: 'service_healthy' },
        { condition: 'service_healthy' },
      ]);
  });

  test('a missing secret stops compose with a message that names it', () => {
    expect(() => interpolate(String(service('actor').environment?.FLOIMG_SERVICE_TOKEN), {})).toThrow(
      'FLOIMG_SERVICE_TOKEN: set FLOIMG_SERVICE_TOKEN in .env',
    );
  });
});

describe("each service starts with its image's command and its compose environment", () => {
  let nats: TestNats;
  let esdb: Awaited<ReturnType<typeof startEsdbServer>>;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    [nats, esdb, database] = await Promise.all([
      startNats({ jetstream: true, auth: true }),
      startEsdbServer(),
      createDatabase(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([nats?.stop(), esdb?.stop(), database?.drop()]);
  });

  /** Names of the compose network become the addresses of this test's servers. */
  const here = (value: string): string =>
    value
      .replace(/^nats:\/\/fleet:p@nats:4222$/, nats.url)
      .replace(/^esdb:\/\/eventstore:2113.*$/, esdb.url)
      .replace(/^postgres:\/\/fleet:p@postgres:5432\/fleet$/, database.url)
      .replace('http://studio:5100', 'http://127.0.0.1:9')
      .replace('http://llm:4002', 'http://127.0.0.1:9');

  test.each(own)('%s answers /health and stops with code 0', async (name) => {
    const port = await freePort();
    const environment = Object.entries(service(name).environment ?? {}).map(([key, value]) => [
      key,
      here(interpolate(String(value), secrets)),
    ]);
    const [command, ...args] = commandOf(dockerfile, name);
    expect(command).toBe('node');
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...inheritedEnv(),
        ...Object.fromEntries(environment),
        PORT: String(port),
        OPS_HOST: '127.0.0.1',
        GATEWAY_HOST: '127.0.0.1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
    let ended = false;
    void exited.then(() => (ended = true));
    let health: unknown = null;
    while (health === null && !ended) {
      health = await fetch(`http://127.0.0.1:${port}/health`).then(
        (answer) => answer.json(),
        () => new Promise((resolve) => setTimeout(() => resolve(null), 50)),
      );
    }
    child.kill('SIGTERM');
    expect(await exited, output).toBe(0);
    expect(health, output).toEqual({ status: 'ok' });
  });
});
