import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './cache.ts';
import { downloadRelease } from './nats-release.ts';
import { isExecutable, type Log, onPath, runProgram } from './programs.ts';

/** Where nats-server may come from; arguments so that a test can take each way alone. */
export type NatsSource = {
  readonly cacheDir?: string;
  readonly log?: Log;
  readonly env?: NodeJS.ProcessEnv;
  /** Base address of the official releases; another one in tests. */
  readonly releasesUrl?: string;
};

const program = process.platform === 'win32' ? 'nats-server.exe' : 'nats-server';

/**
 * Path of a nats-server that runs here, in this order: `NATS_SERVER_BIN`, PATH, the cache, Debian's package unpacked
 * into the cache (nothing is installed), the official release for this platform checked by its published sum.
 * @throws Error that says how to get one by hand
 */
export const natsServerBinary = async (source: NatsSource = {}): Promise<string> => {
  const env = source.env ?? process.env;
  const log = source.log ?? (() => {});
  const named = env.NATS_SERVER_BIN;
  if (named) {
    const problem = await whyNotRunning(named);
    if (problem) throw new Error(`NATS_SERVER_BIN=${named} does not run (${problem}). Correct it or unset it.`);
    return named;
  }
  const found = onPath(['nats-server'], env);
  if (found && !(await whyNotRunning(found))) return found;

  const folder = join(source.cacheDir ?? cacheDirectory(env), 'nats-server');
  const cached = join(folder, program);
  if (isExecutable(cached) && !(await whyNotRunning(cached))) return cached;

  mkdirSync(folder, { recursive: true });
  const tried: string[] = [];
  for (const way of [fromDebian, fromRelease]) {
    const work = mkdtempSync(join(folder, 'new-'));
    try {
      const unpacked = await way(work, env, log, source.releasesUrl);
      const problem = await whyNotRunning(unpacked);
      if (problem) throw new Error(`it does not run here: ${problem}`);
      // Copied beside, then renamed: another process that starts now sees the whole program or none.
      cpSync(unpacked, `${cached}.${process.pid}`);
      renameSync(`${cached}.${process.pid}`, cached);
      return cached;
    } catch (error) {
      tried.push(`  ${way === fromDebian ? 'Debian package' : 'official release'}: ${(error as Error).message}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  throw new Error(
    [
      'nats-server was not found and could not be fetched:',
      ...tried,
      'Any one of these helps:',
      '  apt-get install nats-server      (Debian, Ubuntu)',
      '  brew install nats-server         (macOS)',
      '  docker run -d -p 4222:4222 nats:2.12 -js   and set NATS_URL=nats://127.0.0.1:4222',
      '  NATS_SERVER_BIN=/path/to/nats-server       if you have one already',
    ].join('\n'),
  );
};

const whyNotRunning = async (binary: string): Promise<string | null> => {
  const { code, stdout, stderr } = await runProgram(binary, ['--version'], { timeoutMs: 20_000 });
  if (code === 0 && stdout.includes('nats-server')) return null;
  return (stderr || stdout).trim().split('\n')[0]?.slice(0, 200) || `it ended with code ${code}`;
};

const fromDebian = async (work: string, env: NodeJS.ProcessEnv, log: Log): Promise<string> => {
  const aptGet = onPath(['apt-get'], env);
  const dpkg = onPath(['dpkg'], env);
  if (!aptGet || !dpkg) throw new Error('apt-get is not here');
  const download = () => runProgram(aptGet, ['download', 'nats-server'], { cwd: work, env, timeoutMs: 180_000 });
  log('fetching nats-server from the Debian archive');
  let fetched = await download();
  if (fetched.code !== 0 && process.getuid?.() === 0) {
    log('updating the package lists');
    await runProgram(aptGet, ['update'], { env, timeoutMs: 180_000 });
    fetched = await download();
  }
  if (fetched.code !== 0) throw new Error(firstComplaint(fetched.stderr));
  const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get left no package');
  const unpacked = await runProgram(dpkg, ['-x', archive, 'tree'], { cwd: work, env });
  if (unpacked.code !== 0) throw new Error(firstComplaint(unpacked.stderr));
  const binary = ['usr/sbin', 'usr/bin'].map((place) => join(work, 'tree', place, program)).find(isExecutable);
  if (!binary) throw new Error('the package holds no nats-server');
  return binary;
};

const fromRelease = async (
  work: string,
  env: NodeJS.ProcessEnv,
  log: Log,
  releasesUrl: string | undefined,
): Promise<string> => {
  log('fetching the official nats-server release');
  return downloadRelease({ into: work, env, ...(releasesUrl ? { releasesUrl } : {}) });
};

const firstComplaint = (stderr: string): string =>
  (stderr.split('\n').find((line) => line.startsWith('E:')) ?? stderr.trim().split('\n')[0] ?? 'it failed').slice(
    0,
    200,
  );
