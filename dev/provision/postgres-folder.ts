import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { reachableByOthers } from './cache.ts';
import { sharedDirectory } from './postgres-binaries.ts';
import type { ServerUser } from './postgres-user.ts';
import { runProgram } from './programs.ts';

/** Files of one local Postgres: `cluster` is the server's own folder, `password` its user's password. */
export type PostgresFolder = { readonly cluster: string; readonly passwordFile: string; readonly password: string };

/**
 * Makes or finds the data folder. Where the server's user cannot come to it (root's home, a checkout under a 0700
 * folder) the data live in a shared place and `dataDir` is a link there, so that `dataDir` stays the one name.
 */
export const openPostgresFolder = (dataDir: string, user: ServerUser | null): PostgresFolder => {
  const folder = located(resolve(dataDir), user);
  const own = (path: string) => user && chownSync(path, user.uid, user.gid);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  own(folder);
  const passwordFile = join(folder, 'password');
  if (!existsSync(passwordFile)) {
    // A cluster without its password is of no use to anybody.
    rmSync(join(folder, 'cluster'), { recursive: true, force: true });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  own(passwordFile);
  return { cluster: join(folder, 'cluster'), passwordFile, password: readFileSync(passwordFile, 'utf8').trim() };
};

/** Deletes a data folder, also where `dataDir` is only the link to it. Its server must be stopped. */
export const removePostgresFolder = (dataDir: string): void => {
  const stat = lstatSync(dataDir, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) rmSync(readlinkSync(dataDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
};

const located = (dataDir: string, user: ServerUser | null): string => {
  const stat = lstatSync(dataDir, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return readlinkSync(dataDir);
  mkdirSync(dirname(dataDir), { recursive: true });
  if (user === null || reachableByOthers(dirname(dataDir))) return dataDir;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const elsewhere = join(sharedDirectory(), `postgres-data-${name}`);
  // No link leads there any more, so it is left over from a checkout that was deleted.
  rmSync(elsewhere, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
  symlinkSync(elsewhere, dataDir);
  return elsewhere;
};

/**
 * Removes the lock that a killed server leaves behind.
 * @throws Error when a server is really running on this folder
 */
export const clearStaleLock = async (cluster: string): Promise<void> => {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 0 && (await runsPostgres(pid, cluster)))
    throw new Error(`A Postgres (process ${pid}) already runs on ${cluster}. Stop it first: kill -INT ${pid}`);
  rmSync(lock, { force: true });
};

/** A dead server's number may have been given to something else meanwhile: the command line tells them apart. */
const runsPostgres = async (pid: number, cluster: string): Promise<boolean> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (existsSync(`/proc/${pid}/cmdline`)) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster);
  if (process.platform === 'win32') return true;
  const { stdout } = await runProgram('ps', ['-p', String(pid), '-o', 'command='], { timeoutMs: 5_000 });
  return stdout.includes(cluster);
};
