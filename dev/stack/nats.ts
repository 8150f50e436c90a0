import { spawn } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { natsServerBinary } from '../provision/nats.ts';
import type { Secrets } from './secrets.ts';

export type LocalNats = { readonly url: string; readonly pid: number; stop(withinMs: number): Promise<void> };

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('data', (banner) => {
      socket.destroy();
      resolve(banner.toString().startsWith('INFO'));
    });
    socket.once('error', () => resolve(false));
  });

/** Starts nats-server with JetStream on loopback, with the stack's own user and password. */
export const startLocalNats = async (options: { dataDir: string; port: number; secrets: Secrets; log: (line: string) => void; signal: AbortSignal }): Promise<LocalNats> => {
  const { dataDir, port, secrets } = options;
  const binary = await natsServerBinary({ log: options.log });
  const folder = join(dataDir, 'nats');
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'server.conf');
  writeFileSync(
    config,
    [
      `server_name: floimg_fleet_local`,
      `host: "127.0.0.1"`,
      `port: ${port}`,
      `authorization { user: ${JSON.stringify(secrets.natsUser)}, password: ${JSON.stringify(secrets.natsPassword)} }`,
      `jetstream { store_dir: ${JSON.stringify(folder)} }`,
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const log = openSync(join(dataDir, 'logs', 'nats.log'), 'a');
  const child = spawn(binary, ['--config', config], { stdio: ['ignore', log, log] });
  let ended = false;
  const end = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true;
      resolve();
    });
    child.once('error', () => {
      ended = true;
      resolve();
    });
  });
  while (!(await answers(port))) {
    if (ended || child.pid === undefined) throw new Error(`nats-server did not start: see ${join(dataDir, 'logs', 'nats.log')}`);
    options.signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    url: `nats://${secrets.natsUser}:${secrets.natsPassword}@127.0.0.1:${port}`,
    pid: child.pid as number,
    async stop(withinMs) {
      if (ended) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await end;
      clearTimeout(force);
    },
  };
};
