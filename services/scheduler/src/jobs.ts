import type { JobMessage } from '@fleet/domain/messages';
import { SUBJECTS } from '@fleet/platform/bus';
import type { SchedulerDeps } from './deps.ts';
import type { JobKind, Roster } from './roster.ts';
import type { Waker } from './waker.ts';

/** What the platform still has to do for agents of the partitions that are held, first come, first asked again. */
export type JobBoard = {
  /** An agent changed. `asked`: an operator's order to do its job now, by the id of its event. */
  look(agent: number, asked?: string): void;
  /** Whoever held these partitions before may have asked or not: everything undone there is asked for. */
  takeOver(partitions: ReadonlySet<number>): void;
  letGo(partitions: ReadonlySet<number>): void;
  /** Publishes what is due, again every minute while it is undone, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  waiting(): number;
};

const AGAIN_AFTER_MS = 60_000;
const TRY_AGAIN_MS = 1_000;
const AT_ONCE = 64;

type Deps = Pick<SchedulerDeps, 'publish' | 'clock' | 'sleep' | 'metrics' | 'log'>;

export const createJobBoard = (deps: Deps, roster: Roster, waker: Waker): JobBoard => {
  const { publish, clock, sleep, metrics, log } = deps;
  const kinds = new Map<number, JobKind>();
  const fresh = new Set<number>();
  /** Monotonic time of the next asking; in the order of these times, since all wait equally long. */
  const again = new Map<number, number>();
  const held = new Set<number>();
  /** The last order per agent: what was published before waits in the queue, so that this one needs an id of its own. */
  const orders = new Map<number, string>();

  const look = (agent: number, asked?: string) => {
    const kind = roster.job(agent);
    if (kind === (kinds.get(agent) ?? null) && asked === undefined) return;
    again.delete(agent);
    orders.delete(agent);
    if (kind === null) {
      kinds.delete(agent);
      fresh.delete(agent);
      return;
    }
    if (asked !== undefined) orders.set(agent, asked);
    kinds.set(agent, kind);
    if (!held.has(roster.partition(agent))) return;
    fresh.add(agent);
    waker.wake();
  };

  const publishJob = async (agent: number): Promise<boolean> => {
    const kind = kinds.get(agent);
    const state = roster.state(agent);
    if (!kind || !state) return true;
    const order = orders.get(agent);
    const jobId = `${kind}.${state.id}${order === undefined ? '' : `.${order}`}`;
    const message: JobMessage = { v: 1, jobId, kind, agentId: state.id };
    try {
      // A repeat within the dedupe window is dropped by the server, so impatience does no harm.
      const { duplicate } = await publish(SUBJECTS.job(kind), JSON.stringify(message), { messageId: jobId });
      if (!duplicate) metrics.jobPublished(kind);
      return true;
    } catch (error) {
      log.debug({ err: error, jobId }, 'a job was not acknowledged; trying again');
      return false;
    }
  };

  const takeDue = (): readonly number[] => {
    const due: number[] = [];
    for (const agent of fresh) {
      if (due.length >= AT_ONCE) break;
      due.push(agent);
    }
    const now = clock.monotonicNow();
    for (const [agent, at] of again) {
      if (at > now || due.length >= AT_ONCE) break;
      due.push(agent);
    }
    for (const agent of due) {
      fresh.delete(agent);
      again.delete(agent);
    }
    return due;
  };

  /** False when the bus refused some: they are due again. */
  const publishSome = async (due: readonly number[]): Promise<boolean> => {
    const went = await Promise.all(due.map(publishJob));
    due.forEach((agent, i) => {
      if (!kinds.has(agent) || fresh.has(agent) || !held.has(roster.partition(agent))) return;
      if (went[i]) again.set(agent, clock.monotonicNow() + AGAIN_AFTER_MS);
      else fresh.add(agent);
    });
    return went.every((ok) => ok);
  };

  const nextInMs = (): number | null => {
    if (fresh.size > 0) return 0;
    const [earliest] = again.values();
    return earliest === undefined ? null : Math.max(0, earliest - clock.monotonicNow());
  };

  return {
    look,
    waiting: () => kinds.size,
    takeOver: (partitions) => {
      for (const partition of partitions) held.add(partition);
      for (const agent of kinds.keys()) if (partitions.has(roster.partition(agent))) fresh.add(agent);
      waker.wake();
    },
    letGo: (partitions) => {
      for (const partition of partitions) held.delete(partition);
      for (const agent of [...fresh, ...again.keys()])
        if (partitions.has(roster.partition(agent))) {
          fresh.delete(agent);
          again.delete(agent);
        }
    },
    run: async (signal) => {
      while (!signal.aborted) {
        if (!(await publishSome(takeDue()))) await sleep(TRY_AGAIN_MS, signal);
        await waker.sleep(nextInMs(), signal);
      }
    },
  };
};
