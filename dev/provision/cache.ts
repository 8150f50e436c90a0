import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
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
  const own = `floimg-fleet-${process.getuid?.() ?? 'user'}`;
  return (
    // A home that does not exist is not made: it is a service account's, or a mistake.
    (home && existsSync(home) && writable(join(home, '.cache', 'floimg-fleet'))) ||
    writable(join(tmpdir(), own)) ||
    fail('No folder for downloads: neither the home nor the temporary folder can be written. Set FLEET_CACHE_DIR.')
  );
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
