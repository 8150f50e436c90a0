import { ConfigError } from '../config/index.ts';
import type { Log } from '../log/index.ts';

/** sysexits' EX_CONFIG: a supervisor need not try again before somebody changes a setting. */
export const CONFIG_EXIT_CODE = 78;
const defaultStopWithinMs = 210_000;

/** What a process is given to live by. */
export type Life = {
  /** Aborts once, at the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Resolves when `signal` aborts: what a server's main waits for. */
  readonly stopped: Promise<void>;
  /** Closed in reverse order after main has returned; a failing one is logged and the rest goes on. */
  onStop(name: string, close: () => Promise<void> | void): void;
  /** Time for main to return and everything to close, after the signal. Default 210 s. */
  stopWithin(ms: number): void;
  useLog(log: Log): void;
};

/** The parts of a process that a test replaces. */
export type Host = {
  on(event: 'SIGINT' | 'SIGTERM' | 'uncaughtException' | 'unhandledRejection', handler: (value: unknown) => void): void;
  exit(code: number): void;
  print(text: string): void;
};

const realHost: Host = {
  on: (event, handler) => void process.on(event, handler),
  exit: (code) => process.exit(code),
  print: (text) => void process.stderr.write(`${text}\n`),
};

/**
 * Runs a process: `main` starts everything and returns when `signal` has aborted and its work is done; then what was
 * registered is closed and the process ends with 0. A second signal, or no end within `stopWithin`, ends it with 1 at
 * once, as does an error nobody caught. A ConfigError is printed as text and ends it with 78.
 */
export const runUntilSignal = async (main: (life: Life) => Promise<void>, host: Host = realHost): Promise<void> => {
  const stopping = new AbortController();
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  let stopWithinMs = defaultStopWithinMs;
  let log: Log | null = null;
  let ended = false;
  const end = (code: number) => {
    if (ended) return;
    ended = true;
    host.exit(code);
  };
  const report = (error: unknown, sentence: string) => {
    if (log) log.error({ err: error }, sentence);
    else host.print(`${sentence}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });

  let deadline: NodeJS.Timeout | undefined;
  const setDeadline = () => {
    deadline ??= setTimeout(() => {
      report(new Error(`not stopped after ${stopWithinMs} ms`), 'stopping at once');
      end(1);
    }, stopWithinMs).unref();
  };
  const onSignal = (name: string) => () => {
    if (stopping.signal.aborted) {
      report(new Error(`${name} came again`), 'stopping at once');
      return end(1);
    }
    log?.info({ signal: name, stopWithinMs }, 'stopping');
    setDeadline();
    stopping.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.on(name, onSignal(name));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    host.on(event, (error) => {
      report(error, 'an error that nobody caught');
      end(1);
    });

  let code = 0;
  try {
    await main({
      signal: stopping.signal,
      stopped,
      onStop: (name, close) => closers.push({ name, close }),
      stopWithin: (ms) => {
        stopWithinMs = ms;
      },
      useLog: (given) => {
        log = given;
      },
    });
  } catch (error) {
    // While stopping, waits that were broken off are no failure of the process.
    if (!stopping.signal.aborted) {
      code = error instanceof ConfigError ? CONFIG_EXIT_CODE : 1;
      if (error instanceof ConfigError) host.print(error.message);
      else report(error, 'could not go on');
    } else if (error !== stopping.signal.reason) report(error, 'a part failed while stopping');
  }
  setDeadline();
  for (const { name, close } of closers.reverse()) {
    try {
      await close();
    } catch (error) {
      report(error, `${name} did not close well`);
      code ||= 1;
    }
  }
  clearTimeout(deadline);
  end(code);
};
