export const DROPPED = ['busy', 'limit', 'not_runnable', 'stale', 'too_close', 'malformed', 'abandoned'] as const;
export type Dropped = (typeof DROPPED)[number];

/** What this process is doing, for stats and metrics. Counts are since its start. */
export type Counters = {
  began(): void;
  finished(): void;
  failed(): void;
  dropped(reason: Dropped): void;
  readonly waiting: { parked: number };
  read(): {
    readonly inFlight: number;
    readonly parked: number;
    readonly ticks: number;
    readonly errors: number;
    readonly dropped: Readonly<Record<Dropped, number>>;
  };
};

export const createCounters = (): Counters => {
  let inFlight = 0;
  let ticks = 0;
  let errors = 0;
  const waiting = { parked: 0 };
  const dropped = Object.fromEntries(DROPPED.map((reason) => [reason, 0])) as Record<Dropped, number>;
  return {
    began: () => {
      inFlight++;
      ticks++;
    },
    finished: () => {
      inFlight--;
    },
    failed: () => {
      errors++;
    },
    dropped: (reason) => {
      dropped[reason]++;
    },
    waiting,
    read: () => ({ inFlight: Math.max(0, inFlight - waiting.parked), parked: waiting.parked, ticks, errors, dropped }),
  };
};
