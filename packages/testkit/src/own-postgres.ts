import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@fleet/provision/ports';
import { type LocalPostgres, removePostgresFolder, startPostgres } from '@fleet/provision/postgres';

export type OwnPostgres = {
  readonly url: string;
  /** Stops at once, cutting connections wherever they are, and starts again on the same port with the same data. */
  crashAndRestart(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
};

/** A Postgres of one spec's own, to be stopped under it; others share the run's (`createDatabase`). `settings`: more of the server's. */
export const startOwnPostgres = async (settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-own-postgres-'));
  const dataDir = join(folder, 'data');
  const port = await freePort();
  // Commits must outlive a crash of the server, though not one of the machine.
  const start = (): Promise<LocalPostgres> =>
    startPostgres({ dataDir, port, settings: { fsync: 'off', synchronous_commit: 'on', ...settings } });
  let server = await start();
  return {
    url: server.url,
    crashAndRestart: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
      server = await start();
    },
    stop: async () => {
      await server.stop();
      removePostgresFolder(dataDir);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
