import { accessSync, constants, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * Where downloaded and unpacked programs are kept, made if missing: `FLEET_CACHE_DIR`, else `~/.cache/floimg-fleet`,
 * else a folder of this user's below the system's temporary folder (an empty or read-only home must not stop a start).
 */
export const cacheDirectory = (env: NodeJS.ProcessEnv = process.env): string => {
  const chosen = env.FLEET_CACHE_DIR;
  if (chosen) return writable(resolve(chosen)) ?? fail(`FLEET_CACHE_DIR=${chosen} cannot be written.`);
  const home = env.HOME || homedirOrNull();
  return (
    // A home that does not exist is not made: it is a service account's, or a mistake.
    (home && existsSync(home) && writable(join(home, '.cache', 'floimg-fleet'))) ||
    writable(ownDirectory(tmpdir())) ||
    fail('No folder for downloads: neither the home nor the temporary folder can be written. Set FLEET_CACHE_DIR.')
  );
};

/**
 * A folder of this user's below one that everybody may write to, made if missing.
 * @throws Error when somebody else made a folder of that name: programs are run from it
 */
export const ownDirectory = (base: string): string => {
  const own = join(base, `floimg-fleet-${process.getuid?.() ?? 'user'}`);
  mkdirSync(own, { recursive: true, mode: 0o755 });
  const stat = lstatSync(own);
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid()))
    throw new Error(`${own} belongs to somebody else. Set FLEET_CACHE_DIR to a folder of your own.`);
  return own;
};

/** Whether a process of any other user can come this far: every folder on the way may be entered by others. */
export const reachableByOthers = (path: string): boolean => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && (stat.mode & 0o001) === 0) return false;
    if (dirname(folder) === folder) return true;
  }
};

const homedirOrNull = (): string | null => {
  try {
    return homedir();
  } catch {
    return null; // a user without an entry in the system's list has no home
  }
};

const writable = (folder: string): string | null => {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch {
    return null;
  }
};

const fail = (message: string): never => {
  throw new Error(message);
};
