import type { Commit, EventStore } from '@fleet/platform/eventstore';

/** Events held ahead of the projection at most (plus one commit). */
const MAX_HELD_EVENTS = 12_000;

/** Commits taken from the store while the last batch is being written; bounded. */
export type Intake = {
  /** Up to so many events' commits, in order, at least one commit; empty when `waitMs` passed without any. */
  next(limits: { maxEvents: number; fillMs: number; waitMs: number }): Promise<Commit[]>;
  /** The first commit not yet taken by `next`. */
  peek(): Commit | undefined;
  /** Whether everything that existed at some moment since the start has been given by `next`. */
  caughtUp(): boolean;
};

/** Follows the store after a position until the signal aborts. Errors of the subscription come out of `next`. */
export const openIntake = (store: EventStore, after: bigint, signal: AbortSignal): Intake => {
  const held: Commit[] = [];
  let heldEvents = 0;
  // The mark stands behind commits that are still held: it counts when they have been taken.
  let received = 0;
  let given = 0;
  let endAfter = Number.POSITIVE_INFINITY;
  let failure: unknown = null;
  let wakeReader: () => void = () => undefined;
  let wakePump: () => void = () => undefined;

  const pump = async (): Promise<void> => {
    try {
      for await (const item of store.subscribe({ after, signal })) {
        if (item.kind === 'caughtUp') endAfter = Math.min(endAfter, received);
        else {
          received += 1;
          held.push(item.commit);
          heldEvents += item.commit.events.length;
        }
        wakeReader();
        if (heldEvents >= MAX_HELD_EVENTS && !signal.aborted)
          await new Promise<void>((resolve) => {
            wakePump = resolve;
          });
      }
    } catch (error) {
      failure = error;
    }
    wakeReader();
  };
  signal.addEventListener('abort', () => {
    wakePump();
    wakeReader();
  });
  void pump();

  const arrival = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeReader = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    next: async ({ maxEvents, fillMs, waitMs }) => {
      const until = performance.now() + waitMs;
      while (held.length === 0 && !signal.aborted && failure === null) {
        const left = until - performance.now();
        if (left <= 0) return [];
        await arrival(left);
      }
      // A batch that is not full waits a little for more: one transaction then carries several commits.
      const full = performance.now() + fillMs;
      while (heldEvents < maxEvents && !signal.aborted && failure === null) {
        const left = full - performance.now();
        if (left <= 0) break;
        await arrival(left);
      }
      if (failure !== null) throw failure;
      if (signal.aborted) return [];
      let taken = 0;
      let events = 0;
      while (taken < held.length && (taken === 0 || events + (held[taken]?.events.length ?? 0) <= maxEvents))
        events += held[taken++]?.events.length ?? 0;
      heldEvents -= events;
      given += taken;
      const batch = held.splice(0, taken);
      if (heldEvents < MAX_HELD_EVENTS) wakePump();
      return batch;
    },
    peek: () => held[0],
    caughtUp: () => given >= endAfter,
  };
};
