import { existsSync, writeFileSync } from 'node:fs';
import { CRASH_POINTS, type CrashPoint } from './ports.ts';

/** Time for a request to leave the process before it is killed "after sending". */
const ON_THE_WIRE_MS = 300;

export const noCrash: CrashPoint = async () => {};

export type CrashAt = { readonly label: string; readonly where: string; readonly onceFile: string | null };

/** `<label>:<step or tick>`; null when it names no crash point. */
export const parseCrashAt = (text: string, onceFile: string | null): CrashAt | null => {
  const [label, where, ...rest] = text.split(':');
  const known = CRASH_POINTS.some((point) => point === label);
  return label && where && known && rest.length === 0 ? { label, where, onceFile } : null;
};

/** For tests alone: this process kills itself exactly there, once; the file remembers it across restarts. */
export const crashAt =
  ({ label, where, onceFile }: CrashAt): CrashPoint =>
  async (hereLabel, hereWhere) => {
    if (hereLabel !== label || hereWhere !== where) return;
    if (onceFile !== null) {
      if (existsSync(onceFile)) return;
      writeFileSync(onceFile, `${process.pid}\n`);
    }
    if (label === 'sent-no-answer') await new Promise((done) => setTimeout(done, ON_THE_WIRE_MS));
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing more may happen here.
    await new Promise(() => {});
  };
