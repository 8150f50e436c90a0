import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { RunInfo } from '../stack/run-file.ts';

const root = join(import.meta.dirname, '../..');
const READY_WITHIN_MS = 150_000;

export type RunningFleet = {
  readonly info: RunInfo;
  readonly process: ChildProcess;
  /** Everything said on stderr so far. */
  talk(): string;
  api<T>(
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: T; headers: Headers }>;
  gallery<T>(path: string, init?: { method?: string; body?: unknown }): Promise<T>;
  /** Asks it to stop as Ctrl-C does; gives its exit code and how long it took. */
  stop(): Promise<{ code: number | null; tookMs: number }>;
};

/** The environment of this process without what would make a fleet another one: as a user's shell has it. */
export const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(NATS_URL|DATABASE_URL|EVENT_STORE_URL|EFFECT_|FLOIMG_|LLM_|OPENAI_|FLEET_|PORT$|VITEST|NODE_ENV)/.test(
          name,
        ),
    ),
  );

/** Starts the local stack as its own process, exactly as `npm start -- --json --ephemeral …` does after the bootstrap. */
export const startFleet = async (args: readonly string[], env: Record<string, string> = {}): Promise<RunningFleet> => {
  const child = spawn(process.execPath, [join(root, 'dev/stack/main.ts'), '--json', '--ephemeral', ...args], {
    cwd: root,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let talk = '';
  child.stderr.on('data', (chunk: Buffer) => {
    talk = (talk + chunk.toString()).slice(-200_000);
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const info = await new Promise<RunInfo>((resolve, reject) => {
    let out = '';
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the fleet was not ready after ${READY_WITHIN_MS / 1_000} s:\n${talk}`));
    }, READY_WITHIN_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (!out.includes('\n')) return;
      clearTimeout(late);
      resolve(RunInfo.parse(JSON.parse(out)));
    });
    void exited.then((code) => {
      clearTimeout(late);
      reject(new Error(`the fleet ended with code ${code}:\n${talk}`));
    });
  });

  return {
    info,
    process: child,
    talk: () => talk,
    async api(path, init = {}) {
      const answer = await fetch(`${info.api}${path}`, {
        method: init.method ?? 'GET',
        headers: {
          authorization: `Bearer ${info.token}`,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...init.headers,
        },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as never, headers: answer.headers };
    },
    async gallery(path, init = {}) {
      const answer = await fetch(`${info.gallery}${path}`, {
        method: init.method ?? 'GET',
        headers: init.body === undefined ? {} : { 'content-type': 'application/json' },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as never;
    },
    async stop() {
      const began = performance.now();
      child.kill('SIGINT');
      const code = await exited;
      return { code, tookMs: performance.now() - began };
    },
  };
};

/** A port base that parallel runs are unlikely to share, below the ports that the system gives to outgoing calls. */
export const randomPortBase = (): number => 20_000 + Math.floor(Math.random() * 240) * 50;

/** Polls until the answer is not null or undefined. @throws naming what was waited for */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 60_000,
): Promise<T> => {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > until) throw new Error(`waited ${withinMs / 1_000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
};
