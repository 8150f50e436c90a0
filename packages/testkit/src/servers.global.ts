import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsServerBinary } from '@fleet/provision/nats';
import { freePort } from '@fleet/provision/ports';
import { removePostgresFolder, startPostgres } from '@fleet/provision/postgres';

/** How specs, which run in other processes, learn of the servers. */
export const testPostgresVariable = 'FLEET_TEST_POSTGRES_URL';
export const testNatsVariable = 'NATS_SERVER_BIN';

type Shared = { users: number; started: Promise<() => Promise<void>> };
const shared = globalThis as { [key: symbol]: Shared | undefined };
const key = Symbol.for('floimg-fleet.test-servers');

/**
 * Vitest's global set-up: one Postgres and one nats-server program per run, though every project (int, browser, e2e)
 * calls this. A server of one's own is used instead where `FLEET_TEST_POSTGRES_URL` names one.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  shared[key] ??= { users: 0, started: start() };
  const servers = shared[key];
  servers.users += 1;
  const stop = await servers.started;
  return async () => {
    servers.users -= 1;
    if (servers.users > 0) return;
    shared[key] = undefined;
    await stop();
  };
}

const start = async (): Promise<() => Promise<void>> => {
  process.env[testNatsVariable] = await natsServerBinary();
  if (process.env[testPostgresVariable]) return async () => {};
  const folder = mkdtempSync(join(tmpdir(), 'fleet-test-postgres-'));
  const dataDir = join(folder, 'data');
  const server = await startPostgres({
    dataDir,
    port: await freePort(),
    // Thrown away at the end: what a power failure would do to it does not matter.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  process.env[testPostgresVariable] = server.url;
  return async () => {
    delete process.env[testPostgresVariable];
    await server.stop();
    removePostgresFolder(dataDir);
    rmSync(folder, { recursive: true, force: true });
  };
};
