import type { Clock } from '@fleet/platform/clock';
import type { Random } from './random.ts';
import type { Owner, Task, VirtualTime } from './virtual-time.ts';

/** Wall clock at the beginning of every history: a Monday noon, UTC. */
export const EPOCH_MS = Date.UTC(2026, 2, 2, 12);

/** One process of the fleet: it can die (nothing of it ever runs again) or be stopped and go on later. */
export type SimulatedProcess = Owner & {
  readonly clock: Clock;
  /** Ends after `ms` of its time, or at once when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Asks something outside: served after a while, answered after another one; what is dead or stopped hears nothing. */
  call<T>(label: string, serve: () => T | Promise<T>): Promise<T>;
  /** Its own turn, after `ms`. */
  turn(ms: number, label: string): Promise<void>;
  run(ms: number, label: string, work: () => void): Task;
  kill(): void;
  stopFor(ms: number): void;
  wake(): void;
  jumpWall(ms: number): void;
  /** As it was before its clock jumped. */
  putClockRight(): void;
  /** When it stood still, virtual ms; the last one may be open. */
  readonly stops: readonly { readonly from: number; to: number }[];
};

/** Most calls take some milliseconds, a few take seconds. */
const latency = (random: Random): number => (random.chance(0.02) ? random.between(50, 1_200) : random.between(0, 15));

export const simulatedProcess = (name: string, time: VirtualTime, random: Random): SimulatedProcess => {
  const bornAt = time.now();
  const stops: { from: number; to: number }[] = [];
  let postponed: Task[] = [];
  let state: 'runs' | 'stopped' | 'dead' = 'runs';
  const usuallyOff = random.between(-400, 400);
  let wallOff = usuallyOff;
  let fleet = 0;

  const wallNow = () => EPOCH_MS + time.now() + wallOff;
  const fleetNow = () => {
    fleet = Math.max(fleet, Math.floor(wallNow()));
    return fleet;
  };
  const owner: Owner = {
    name,
    state: () => state,
    postpone: (task) => {
      postponed.push(task);
    },
  };
  const run = (ms: number, label: string, work: () => void) => time.after(ms, label, work, owner);
  const turn = (ms: number, label: string) => new Promise<void>((resolve) => run(ms, label, resolve));
  const wake = () => {
    if (state !== 'stopped') return;
    state = 'runs';
    const last = stops.at(-1);
    if (last) last.to = time.now();
    time.note(`${name} goes on`);
    for (const task of postponed) time.again(task);
    postponed = [];
  };

  return {
    ...owner,
    clock: { fleetNow, wallNow, monotonicNow: () => time.now() - bornAt, scale: () => 1, wallAt: (fleetMs) => fleetMs },
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted || ms <= 0) return resolve();
        const end = () => {
          task.cancelled = true;
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const task = run(ms, '', end);
        signal?.addEventListener('abort', end, { once: true });
      }),
    call: <T>(label: string, serve: () => T | Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        if (state === 'dead') return;
        // On its way: what becomes of the sender changes nothing about it.
        time.after(latency(random), `${name} ${label}`, () => {
          void (async () => serve())().then(
            (value) => run(latency(random), `heard ${label}`, () => resolve(value)),
            (error: unknown) => run(latency(random), `heard no ${label}`, () => reject(error)),
          );
        });
      }),
    turn,
    run,
    wake,
    kill: () => {
      if (state === 'dead') return;
      state = 'dead';
      postponed = [];
      time.note(`${name} dies`);
    },
    stopFor: (ms) => {
      if (state !== 'runs') return;
      state = 'stopped';
      stops.push({ from: time.now(), to: Number.POSITIVE_INFINITY });
      time.note(`${name} is stopped`);
      time.after(ms, '', wake);
    },
    jumpWall: (ms) => {
      wallOff += ms;
    },
    putClockRight: () => {
      wallOff = usuallyOff;
    },
    stops,
  };
};
