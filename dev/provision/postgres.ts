import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import { clearStaleLock, openPostgresFolder, type PostgresFolder } from './postgres-folder.ts';
import { postgresUser, type ServerUser } from './postgres-user.ts';
import { type Log, runProgram } from './programs.ts';

export { removePostgresFolder } from './postgres-folder.ts';

export type LocalPostgres = {
  /** Of the database `fleet`, with user and password. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason, with its last lines. */
  readonly exited: Promise<{ readonly code: number | null; readonly lastLines: readonly string[] }>;
  /** Disconnects everybody and ends cleanly; harder after `withinMs` (8 s). Idempotent. */
  stop(withinMs?: number): Promise<void>;
};

const readyWithinMs = 60_000;
const keptLines = 30;
const user = 'fleet';

/**
 * Starts a Postgres of one's own on loopback, making its data folder at first use and going on with it later.
 * The server is its own process group: a Ctrl-C in the terminal reaches only us, who stop it in the right order.
 * @throws Error with the server's last lines and what to do
 */
export const startPostgres = async (options: {
  readonly dataDir: string;
  readonly port: number;
  readonly log?: Log;
  /** More server settings; `fsync: 'off'` and the like for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<LocalPostgres> => {
  const account = postgresUser();
  const binaries = postgresBinaries(account);
  const folder = openPostgresFolder(options.dataDir, account);
  if (!existsSync(join(folder.cluster, 'PG_VERSION'))) await createCluster(binaries, folder, account);
  await clearStaleLock(folder.cluster);

  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '120',
    ...options.settings,
  };
  const child = spawn(
    binaries.postgres,
    ['-D', folder.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      cwd: dirname(folder.cluster),
      env: serverEnvironment(),
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  const { exited, ready } = followed(child, options.log ?? (() => {}));
  const stop = stopper(child, exited, binaries, folder);
  try {
    await ready;
    const base = `postgres://${user}:${folder.password}@127.0.0.1:${options.port}`;
    await ensureDatabase(`${base}/postgres`);
    return { url: `${base}/fleet`, pid: child.pid as number, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The server reads PG* and locale variables; ours are none of its business. */
const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C',
  ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
});

const createCluster = async (binaries: PostgresBinaries, folder: PostgresFolder, account: ServerUser | null) => {
  rmSync(folder.cluster, { recursive: true, force: true }); // what an interrupted first start left
  const made = await runProgram(
    binaries.initdb,
    [
      ...['-D', folder.cluster, '-U', user, '--pwfile', folder.passwordFile, '--auth', 'scram-sha-256'],
      ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ],
    {
      timeoutMs: readyWithinMs,
      cwd: dirname(folder.cluster),
      env: serverEnvironment(),
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  if (made.code === 0) return;
  rmSync(folder.cluster, { recursive: true, force: true });
  throw new Error(`initdb failed${account ? ` as user ${account.name}` : ''}: ${made.stderr.trim().slice(-500)}`);
};

const followed = (child: ChildProcess, log: Log) => {
  const lastLines: string[] = [];
  let reportReady = () => {};
  const exited = new Promise<{ code: number | null; lastLines: readonly string[] }>((resolve) => {
    child.on('error', (error) => {
      lastLines.push(error.message);
      resolve({ code: null, lastLines });
    });
    child.on('close', (code) => resolve({ code, lastLines }));
  });
  let rest = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = (lines.pop() ?? '').slice(-4_000);
    for (const line of lines) {
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      log(line);
      if (line.includes('ready to accept connections')) reportReady();
    }
  });
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Postgres was not ready after ${readyWithinMs} ms.`)),
      readyWithinMs,
    );
    reportReady = () => {
      clearTimeout(timer);
      resolve();
    };
    void exited.then(({ code }) => {
      clearTimeout(timer);
      reject(new Error(`Postgres ended with code ${code}:\n${lastLines.slice(-8).join('\n')}`));
    });
  });
  return { exited, ready };
};

const ensureDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'fleet'");
    if (rowCount === 0) await client.query('create database fleet');
  } finally {
    await client.end();
  }
};

const stopper = (
  child: ChildProcess,
  exited: LocalPostgres['exited'],
  binaries: PostgresBinaries,
  folder: PostgresFolder,
): LocalPostgres['stop'] => {
  let stopping: Promise<void> | null = null;
  const stopped = async (withinMs: number) => {
    const gone = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (gone()) return;
    // Windows has no signals: pg_ctl sends the same three requests there.
    const ask = (signal: 'SIGINT' | 'SIGQUIT', mode: 'fast' | 'immediate') =>
      process.platform === 'win32'
        ? void runProgram(binaries.pgCtl, ['stop', '-D', folder.cluster, '-m', mode, '-W'])
        : child.kill(signal);
    ask('SIGINT', 'fast');
    if (await within(exited, withinMs)) return;
    ask('SIGQUIT', 'immediate');
    if (await within(exited, 3_000)) return;
    child.kill('SIGKILL');
    await exited;
  };
  return (withinMs = 8_000) => {
    stopping ??= stopped(withinMs);
    return stopping;
  };
};

const within = (done: Promise<unknown>, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void done.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
