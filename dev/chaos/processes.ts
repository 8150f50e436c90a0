import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inheritedEnv } from '@fleet/provision/inherited-env';

const ROOT = join(import.meta.dirname, '../..');
const LAST_WORDS = 4_000;
const LOOK_EVERY_MS = 200;

export type Launched = {
  readonly child: ChildProcess;
  /** The signal it ended by; null when it exited by itself. */
  readonly gone: Promise<NodeJS.Signals | null>;
  isGone(): boolean;
  /** Halted by SIGSTOP (told by Linux alone). */
  isStopped(): boolean;
  /** Its last words, for messages. */
  said(): string;
};

/** Starts processes of this project, and ends every one of them again. */
export const createLauncher = () => {
  const children = new Set<ChildProcess>();
  const killAll = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  // Whatever becomes of this process, none of its own stays behind.
  process.on('exit', killAll);

  const launch = (command: string, args: readonly string[], env: Record<string, string>): Launched => {
    const child = spawn(command, args, {
      env: { ...inheritedEnv(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    let said = '';
    let ended = false;
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-LAST_WORDS);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const gone = new Promise<NodeJS.Signals | null>((resolve) =>
      child.once('close', (_code, signal) => {
        children.delete(child);
        ended = true;
        resolve(signal);
      }),
    );
    const isStopped = () => {
      try {
        return / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8').slice(0, 200));
      } catch {
        return false;
      }
    };
    return { child, gone, isGone: () => ended, isStopped, said: () => said };
  };

  return {
    launch,
    launchNode: (file: string, env: Record<string, string>) => launch(process.execPath, [join(ROOT, file)], env),
    killAll: async () => {
      killAll();
      await until('the processes to end', async () => children.size === 0, 10_000);
      process.off('exit', killAll);
    },
  };
};

/** Waits for a condition; what throws counts as not yet. @throws when it takes longer than `withinMs` */
export const until = async (what: string, done: () => Promise<boolean>, withinMs = 60_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await done().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
};
