import { CircuitState, ConsecutiveBreaker, circuitBreaker, ExponentialBackoff, handleWhenResult } from 'cockatiel';

/** How a dependency is doing, for `/ready` and the dashboard. `since`: wall ms of the last change. */
export type Health = { readonly ok: boolean; readonly message: string | null; readonly since: number };

export type Breaker<R> = {
  /** Runs the call, or answers null at once while the dependency is taken to be down. */
  run(call: () => Promise<R>, signal: AbortSignal): Promise<R | null>;
};

const FAILURES_UNTIL_OPEN = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Opens after five outages in a row and lets a single call try again after 5 s, then at growing pauses up to 30 s
 * (with jitter). While that one is under way the others are turned away rather than kept waiting: a caller has only
 * seconds between deciding and sending.
 */
export const createBreaker = <R>(isOutage: (result: R) => boolean): Breaker<R> => {
  const policy = circuitBreaker(
    handleWhenResult((result) => isOutage(result as R)),
    {
      breaker: new ConsecutiveBreaker(FAILURES_UNTIL_OPEN),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }),
    },
  );
  return {
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

/** Remembers whether the last word on a dependency was good, and since when. */
export const createHealth = (wallNow: () => number) => {
  let health: Health = { ok: true, message: null, since: wallNow() };
  return {
    current: (): Health => health,
    good(): void {
      if (!health.ok) health = { ok: true, message: null, since: wallNow() };
    },
    bad(message: string): void {
      health = { ok: false, message, since: health.ok ? wallNow() : health.since };
    },
  };
};
