import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { removePostgresFolder } from '@fleet/provision/postgres';
import { endOrphans, runningOwner } from './run-file.ts';

/** `npm run reset`: deletes the data of the local stack. */

const root = join(import.meta.dirname, '../..');
const dataDir = resolve(root, process.env.FLEET_DATA_DIR || '.fleet');

const owner = runningOwner(dataDir);
if (owner !== null) {
  process.stderr.write(
    `A fleet runs on this data (process ${owner}). Stop it first: Ctrl-C where it was started, or: kill ${owner}\n`,
  );
  process.exit(1);
}
if (!existsSync(dataDir)) {
  process.stdout.write(`Nothing to delete: ${dataDir} does not exist\n`);
} else {
  await endOrphans(dataDir);
  removePostgresFolder(join(dataDir, 'postgres'));
  rmSync(dataDir, { recursive: true, force: true });
  process.stdout.write(`Deleted ${dataDir}. The next npm start begins anew.\n`);
}
