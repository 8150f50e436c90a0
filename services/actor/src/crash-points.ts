import { existsSync, writeFileSync } from 'node:fs';
import { CRASH_POINTS, type CrashPoint } from './ports.ts';

/** Time for a request to leave the process before it is killed "after sending". */
const ON_THE_WIRE_MS = 300;

export const noCrash: CrashPoint = async () => {};

export type CrashAt = {
  /** SIGSTOP halts the process until somebody continues it; then it goes on as if nothing had happened. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  readonly label: string;
  readonly where: string;
  readonly onceFile: string | null;
};

const STOP = 'stop:';

/** `[stop:]<label>:<step or tick>`; null when it names no crash point. */
export const parseCrashAt = (text: string, onceFile: string | null): CrashAt | null => {
  const signal = text.startsWith(STOP) ? 'SIGSTOP' : 'SIGKILL';
  const [label, where, ...rest] = (signal === 'SIGSTOP' ? text.slice(STOP.length) : text).split(':');
  const known = CRASH_POINTS.some((point) => point === label);
  return label && where && known && rest.length === 0 ? { signal, label, where, onceFile } : null;
};

/** For tests alone: this process kills or stops itself exactly there, once; the file remembers it across restarts. */
export const crashAt = ({ signal, label, where, onceFile }: CrashAt): CrashPoint => {
  let stopped = false;
  return async (hereLabel, hereWhere) => {
    if (hereLabel !== label || hereWhere !== where || stopped) return;
    if (onceFile !== null) {
      if (existsSync(onceFile)) return;
      writeFileSync(onceFile, `${process.pid}\n`);
    }
    stopped = true;
    if (label === 'sent-no-answer') await new Promise((done) => setTimeout(done, ON_THE_WIRE_MS));
    process.kill(process.pid, signal);
    // Continued later, it goes on; killed, nothing more may happen here.
    if (signal === 'SIGKILL') await new Promise(() => {});
  };
};
