import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCES = [
  'ui/src',
  'ui/static',
  'ui/scripts',
  'ui/package.json',
  'ui/vite.config.ts',
  'ui/svelte.config.js',
  'packages/domain/src/read-models',
];
const LOCK_STALE_MS = 300_000;

const filesBelow = (path: string): string[] => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

const sourceHash = (root: string): string => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
};

/** One build at a time per checkout, across processes. */
const withBuildLock = async <T>(lock: string, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MS)
        rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
};

const run = (root: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'ui/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
      {
        cwd: join(root, 'ui'),
        stdio: ['ignore', 'pipe', 'pipe'],
        // A build started from a test run must not be a development one: npm start would serve it afterwards.
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`building the dashboard failed (code ${code}):\n${output}`)),
    );
  });

/** Builds the dashboard when its sources have changed since the last build; gives what was done. */
export const buildDashboard = async (root: string): Promise<'built' | 'up to date'> => {
  const stamp = join(root, 'ui/build/.sources');
  const isCurrent = (wanted: string): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  const wanted = sourceHash(root);
  if (isCurrent(wanted)) return 'up to date';
  return withBuildLock(join(root, 'ui/.build-lock'), async () => {
    if (isCurrent(wanted)) return 'up to date';
    await run(root);
    writeFileSync(stamp, wanted);
    return 'built';
  });
};
