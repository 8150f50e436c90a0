import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { RunInfo } from '../stack/run-file.ts';
import { plainEnvironment } from './running-fleet.ts';

const root = join(import.meta.dirname, '../..');

export type NpmCommand = {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  readonly exited: Promise<number | null>;
  /** The ready object. @throws with everything that was said when it ends without one */
  ready(): Promise<RunInfo>;
};

const running = new Set<ChildProcess>();

/** A command as a user types it in the checkout: on the host's own Node.js and npm, nothing of ours on the PATH. */
export const npmCommand = (command: 'npm' | 'npx', args: readonly string[], env: NodeJS.ProcessEnv): NpmCommand => {
  const plain = plainEnvironment();
  const path = (plain.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const child = spawn(command, [...args], {
    cwd: root,
    env: { ...plain, PATH: path.join(delimiter), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const ready = new Promise<RunInfo>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.startsWith('{"ready"') && stdout.includes('\n')) resolve(RunInfo.parse(JSON.parse(stdout)));
    });
    void exited.then((code) => reject(new Error(`it ended with code ${code}:\n${stdout}\n${stderr}`)));
  });
  ready.catch(() => {});
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-200_000);
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, exited, ready: () => ready };
};

/** Asks what still runs to end as Ctrl-C does, and waits for it. */
export const endNpmCommands = async (): Promise<void> => {
  await Promise.all(
    [...running].map((child) => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      return gone;
    }),
  );
};
