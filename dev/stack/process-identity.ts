import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process is who it was only if both agree: pids are used again. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** When the process started, as the system tells it; null when there is none. The text is only for comparison. */
export const startTimeOf = (pid: number): string | null => {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Field 22; the second one, the command in brackets, may hold spaces itself. State Z is dead already.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  const listed = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return listed.status === 0 ? listed.stdout.trim() || null : null;
};

export const isAlive = (identity: ProcessIdentity): boolean => startTimeOf(identity.pid) === identity.startedAt;

export const identify = (pid: number): ProcessIdentity | null => {
  const startedAt = startTimeOf(pid);
  return startedAt === null ? null : { pid, startedAt };
};

const gone = async (identity: ProcessIdentity, withinMs: number): Promise<boolean> => {
  const until = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
};

/** Ends a process that an earlier run left behind: asks, then forces. Does nothing if the pid is somebody else's now. */
export const endOrphan = async (identity: ProcessIdentity, ask: 'SIGTERM' | 'SIGINT'): Promise<boolean> => {
  if (!isAlive(identity)) return false;
  for (const [signal, withinMs] of [
    [ask, 3_000],
    ['SIGKILL', 3_000],
  ] as const) {
    try {
      process.kill(identity.pid, signal);
    } catch {
      return true;
    }
    if (await gone(identity, withinMs)) return true;
  }
  return false;
};
