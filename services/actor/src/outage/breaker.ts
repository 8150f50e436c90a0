import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  type IBackoff,
  type IBackoffFactory,
} from 'cockatiel';

/** How a dependency is doing, for `/ready` and the dashboard. `since`: wall ms of the last change. */
export type Health = { readonly ok: boolean; readonly message: string | null; readonly since: number };

/**
 * `open`: calls are turned away; `half_open`: one is under way to see, the others are turned away still. Times are wall
 * ms. `since`: since when calls go through, or (over all trials in between) do not. `retryAt`: the first call after it
 * is the next trial; null unless open. `failures`: outages in a row, 0 after a call that went well.
 */
export type BreakerStatus = {
  readonly state: 'closed' | 'open' | 'half_open';
  readonly since: number;
  readonly retryAt: number | null;
  readonly failures: number;
};

/** `lastError`: what the last call that failed told, also after it went well again; no secret is in it. */
export type BreakerReport = BreakerStatus & { readonly lastError: string | null };

export type Breaker<R> = {
  /** Runs the call, or answers null at once while the dependency is taken to be down. */
  run(call: () => Promise<R>, signal: AbortSignal): Promise<R | null>;
  status(): BreakerStatus;
};

const FAILURES_UNTIL_OPEN = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 30_000;

const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  // Nobody here holds one open by hand.
  [CircuitState.Isolated]: 'open',
} as const;

/** Growing pauses, each of which is told when it begins: the policy itself does not say when it tries again. */
const pausesToldTo = (tell: (pauseMs: number) => void): IBackoffFactory<unknown> => {
  const told = (pause: IBackoff<unknown>): IBackoff<unknown> => {
    tell(pause.duration);
    return { duration: pause.duration, next: (context) => told(pause.next(context)) };
  };
  const pauses = new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS });
  return { next: () => told(pauses.next()) };
};

/**
 * Opens after five outages in a row and lets a single call try again after 5 s, then at growing pauses up to 30 s
 * (with jitter). While that one is under way the others are turned away rather than kept waiting: a caller has only
 * seconds between deciding and sending.
 */
export const createBreaker = <R>(isOutage: (result: R) => boolean, wallNow: () => number): Breaker<R> => {
  let since = wallNow();
  let retryAt: number | null = null;
  let failures = 0;
  const counted = (result: unknown): boolean => {
    const outage = isOutage(result as R);
    failures = outage ? failures + 1 : 0;
    return outage;
  };
  const policy = circuitBreaker(handleWhenResult(counted), {
    breaker: new ConsecutiveBreaker(FAILURES_UNTIL_OPEN),
    halfOpenAfter: pausesToldTo((pauseMs) => {
      if (retryAt === null) since = wallNow();
      retryAt = Math.ceil(wallNow() + pauseMs);
    }),
  });
  policy.onReset(() => {
    since = wallNow();
    retryAt = null;
  });
  return {
    status: () => {
      const state = STATES[policy.state];
      return { state, since, retryAt: state === 'open' ? retryAt : null, failures };
    },
    async run(call, signal) {
      if (policy.state === CircuitState.HalfOpen) return null;
      let called = false;
      try {
        return await policy.execute(() => {
          called = true;
          return call();
        }, signal);
      } catch (error) {
        // The policy throws when it is open; whatever the call itself throws is a bug and goes up.
        if (called) throw error;
        return null;
      }
    },
  };
};

/** Remembers whether the last word on a dependency was good, and since when; what was last wrong outlives it. */
export const createHealth = (wallNow: () => number) => {
  let health: Health = { ok: true, message: null, since: wallNow() };
  let lastError: string | null = null;
  return {
    current: (): Health => health,
    lastError: () => lastError,
    good(): void {
      if (!health.ok) health = { ok: true, message: null, since: wallNow() };
    },
    bad(message: string): void {
      lastError = message;
      health = { ok: false, message, since: health.ok ? wallNow() : health.since };
    },
  };
};
