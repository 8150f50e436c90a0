import type { Clock } from '@fleet/platform/clock';

type Sleeper = { readonly at: number; wake(): void };

/** A clock that moves only when told to, with sleeps that end when it passes them. */
export type ManualClock = Clock & {
  /** Moves wall and monotonic time on, ends the sleeps that are over (in order), then lets their handlers run. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock off by `ms` (either way) without any time passing: monotonic time stands. */
  jumpWall(ms: number): void;
  /** Ends after `ms` of monotonic time, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Sleeps under way. */
  sleepers(): number;
};

/** Lets everything that is ready run: timers of 0 ms included, real waiting not. */
export const settle = async (turns = 5): Promise<void> => {
  for (let i = 0; i < turns; i++) await new Promise<void>((done) => setImmediate(done));
};

/** Default: 2026-03-02 12:00 UTC (a Monday) on both clocks, scale 1. Fleet time never goes back, even if the wall does. */
export const manualClock = (
  start: { readonly wall?: number; readonly fleet?: number; readonly scale?: number } = {},
): ManualClock => {
  const anchorWall = start.wall ?? Date.UTC(2026, 2, 2, 12);
  const anchorFleet = start.fleet ?? anchorWall;
  const scale = start.scale ?? 1;
  let wall = anchorWall;
  let monotonic = 0;
  let fleet = anchorFleet;
  const sleepers = new Set<Sleeper>();

  const fleetNow = () => {
    fleet = Math.max(fleet, anchorFleet + (wall - anchorWall) * scale);
    return fleet;
  };

  const advance = async (ms: number) => {
    const end = monotonic + ms;
    await settle();
    for (;;) {
      const next = [...sleepers].filter((s) => s.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      const step = Math.max(0, next.at - monotonic);
      monotonic += step;
      wall += step;
      next.wake();
      await settle();
    }
    wall += end - monotonic;
    monotonic = end;
    await settle();
  };

  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted || ms <= 0) return resolve();
      const sleeper: Sleeper = {
        at: monotonic + ms,
        wake: () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });

  return {
    fleetNow,
    wallNow: () => wall,
    monotonicNow: () => monotonic,
    scale: () => scale,
    wallAt: (fleetMs) => anchorWall + (fleetMs - anchorFleet) / scale,
    advance,
    jumpWall: (ms) => {
      wall += ms;
    },
    sleep,
    sleepers: () => sleepers.size,
  };
};
