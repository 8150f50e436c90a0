import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { inheritedEnv } from '@fleet/provision/inherited-env';
import type { RunFiles } from './run-file.ts';

const LAST_LINES = 12;
const LOG_LIMIT_BYTES = 20_000_000;
const RESTART_FIRST_MS = 300;
const RESTART_MAX_MS = 10_000;
/** A process that lived this long is taken for well again: its next restart comes at once. */
const STEADY_AFTER_MS = 30_000;
/** Exit code of a service whose configuration is wrong (EX_CONFIG): starting it again would not help. */
export const EXIT_CONFIG = 78;

export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
};

export type Exit = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastLines: readonly string[];
};

export type Supervised = {
  readonly name: string;
  readonly port: number;
  pid(): number | null;
  lastLines(): readonly string[];
  /** Resolves with the exit when the process has ended for good: stopped, or wrongly configured. */
  readonly ended: Promise<Exit>;
  /** Asks the process to drain; forces after `withinMs`. */
  stop(withinMs: number): Promise<void>;
  kill(): void;
};

const openLog = (path: string): WriteStream => {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`);
  return createWriteStream(path, { flags: 'a' });
};

/** Runs one process and keeps it running: restarted with a growing delay unless it is stopped or misconfigured. */
export const supervise = (
  spec: ProcessSpec,
  runFiles: RunFiles,
  onCrash: (exit: Exit, restartInMs: number | null) => void,
  onStart: () => void,
): Supervised => {
  const log = openLog(spec.logPath);
  let child: ChildProcess | null = null;
  let lines: string[] = [];
  let stopping = false;
  let delayMs = RESTART_FIRST_MS;
  let restart: NodeJS.Timeout | null = null;
  let finish: (exit: Exit) => void = () => {};
  const remember = (line: string): void => {
    lines = [...lines.slice(-(LAST_LINES - 1)), line.slice(0, 400)];
  };
  // A log that cannot be written (a full disk) must not end what it is the log of.
  log.once('error', (error) => remember(`its log is not written any more: ${error.message}`));
  const ended = new Promise<Exit>((resolve) => {
    finish = (exit) => {
      // Only then is its file closed: the folder may be removed.
      log.end(() => resolve(exit));
    };
  });

  const launch = (): void => {
    lines = [];
    const startedAt = performance.now();
    const started = spawn(spec.command, [...spec.args], {
      env: {
        ...inheritedEnv(),
        HOME: process.env.HOME ?? '',
        NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS ?? '',
        ...spec.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    if (started.pid !== undefined) runFiles.started(spec.name, started.pid);
    const keep = (line: string): void => {
      if (log.writable) log.write(`${line}\n`);
      remember(line);
    };
    for (const stream of [started.stdout, started.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', keep);
    }
    started.once('error', (error) => keep(error.message));
    onStart();
    // 'close', not 'exit': the last lines have been read by then.
    started.once('close', (code, signal) => {
      child = null;
      runFiles.ended(spec.name);
      const exit: Exit = { code, signal, lastLines: lines };
      if (stopping || code === EXIT_CONFIG) {
        if (!stopping) onCrash(exit, null);
        finish(exit);
        return;
      }
      if (performance.now() - startedAt > STEADY_AFTER_MS) delayMs = RESTART_FIRST_MS;
      onCrash(exit, delayMs);
      restart = setTimeout(launch, delayMs);
      delayMs = Math.min(delayMs * 2, RESTART_MAX_MS);
    });
  };

  launch();
  return {
    name: spec.name,
    port: spec.port,
    pid: () => child?.pid ?? null,
    lastLines: () => lines,
    ended,
    async stop(withinMs) {
      stopping = true;
      if (restart) clearTimeout(restart);
      if (!child) {
        finish({ code: null, signal: null, lastLines: lines });
        return;
      }
      const running = child;
      running.kill('SIGTERM');
      const force = setTimeout(() => running.kill('SIGKILL'), withinMs);
      await ended;
      clearTimeout(force);
    },
    kill() {
      stopping = true;
      child?.kill('SIGKILL');
    },
  };
};
