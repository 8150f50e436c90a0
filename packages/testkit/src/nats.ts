import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsServerBinary } from '@fleet/provision/nats';
import { freePort } from '@fleet/provision/ports';

export type TestNats = {
  /** With user and password where `auth` was asked for. */
  readonly url: string;
  readonly port: number;
  readonly pid: () => number;
  /** Ends the server and removes its data. Idempotent. */
  stop(): Promise<void>;
  /** kill -9; data and port stay for `restart`. */
  kill(): Promise<void>;
  /** Ends it (if it runs) and starts it again on the same port with the same data, or `wiped`. */
  restart(options?: { wiped?: boolean }): Promise<void>;
};

const readyWithinMs = 20_000;
const running = new Set<ChildProcess>();
// A spec that fails before its clean-up must not leave a server behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A nats-server of one's own on a free loopback port, its data in a temporary folder. */
export const startNats = async (
  options: { jetstream?: boolean; auth?: boolean /** All its disk, in MB. */; diskMb?: number } = {},
): Promise<TestNats> => {
  const binary = await natsServerBinary();
  const folder = mkdtempSync(join(tmpdir(), 'fleet-test-nats-'));
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const store = join(folder, 'store');
  const config = join(folder, 'nats.conf');
  writeFileSync(
    config,
    [
      `host: "127.0.0.1"`,
      `port: ${port}`,
      options.jetstream === false
        ? ''
        : `jetstream { store_dir: "${store}", max_file_store: ${options.diskMb ?? 2_048}MB }`,
      options.auth ? `authorization { user: "fleet", password: "${password}" }` : '',
    ].join('\n'),
    { mode: 0o600 },
  );

  let child = await launch(binary, config, port);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill(signal);
    await gone;
  };
  return {
    url: `nats://${options.auth ? `fleet:${password}@` : ''}127.0.0.1:${port}`,
    port,
    pid: () => child.pid ?? 0,
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    restart: async ({ wiped = false } = {}) => {
      await end('SIGTERM');
      if (wiped) rmSync(store, { recursive: true, force: true });
      child = await launch(binary, config, port);
    },
  };
};

const launch = async (binary: string, config: string, port: number): Promise<ChildProcess> => {
  const child = spawn(binary, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  const deadline = performance.now() + readyWithinMs;
  while (!(await greets(port))) {
    if (child.exitCode !== null) throw new Error(`nats-server ended with code ${child.exitCode}:\n${said}`);
    if (performance.now() > deadline) throw new Error(`nats-server was not ready after ${readyWithinMs} ms:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
};

/** A NATS server speaks first: `INFO {…}`. With JetStream it opens its port after the streams are recovered. */
const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('data', (chunk) => answer(chunk.toString().startsWith('INFO')));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
