import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { natsServerBinary } from '@fleet/provision/nats';
import type { Secrets } from './secrets.ts';
import type { ProcessSpec, Supervised } from './supervised.ts';

export const natsUrl = (port: number, secrets: Secrets): string =>
  `nats://${secrets.natsUser}:${secrets.natsPassword}@127.0.0.1:${port}`;

/** How nats-server runs here: JetStream, loopback alone, the stack's own user and password. */
export const natsSpec = async (options: {
  dataDir: string;
  port: number;
  secrets: Secrets;
  log: (line: string) => void;
}): Promise<ProcessSpec> => {
  const { dataDir, port, secrets } = options;
  const command = await natsServerBinary({ log: options.log });
  const folder = join(dataDir, 'nats');
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'server.conf');
  const lines = [
    'server_name: floimg_fleet_local',
    'host: "127.0.0.1"',
    `port: ${port}`,
    `authorization { user: ${JSON.stringify(secrets.natsUser)}, password: ${JSON.stringify(secrets.natsPassword)} }`,
    `jetstream { store_dir: ${JSON.stringify(folder)} }`,
    '',
  ];
  writeFileSync(config, lines.join('\n'), { mode: 0o600 });
  return {
    name: 'nats',
    command,
    args: ['--config', config],
    port,
    env: {},
    logPath: join(dataDir, 'logs', 'nats.log'),
  };
};

const greets = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('data', (banner) => {
      socket.destroy();
      resolve(banner.toString().startsWith('INFO'));
    });
    socket.once('error', () => resolve(false));
  });

const START_WITHIN_MS = 20_000;

/** Waits for the server's greeting. @throws with its last lines when it ends or stays silent */
export const untilNatsGreets = async (server: Supervised, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + START_WITHIN_MS;
  while (!(await greets(server.port))) {
    signal.throwIfAborted();
    if (performance.now() > until)
      throw new Error(`nats-server does not answer on port ${server.port}:\n${server.lastLines().join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
