import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { TickMessage } from '@fleet/domain/messages';
import { SUBJECTS } from '@fleet/platform/bus';
import { type SchedulerDeps, STALE_AFTER_MS } from './deps.ts';

export type Tick = {
  readonly tickId: string;
  readonly agentId: string;
  readonly partition: number;
  /** Fleet ms. */
  readonly due: number;
  readonly kind: ActionKind | null;
  readonly causationId: string | null;
};

/** Publishes ticks without anybody waiting for an ack, up to a bound, and knows which are not acknowledged. */
export type TickSender = {
  /** Whether one more may be sent now. */
  hasRoom(): boolean;
  send(tick: Tick): void;
  inFlight(): number;
  /** Per partition, the earliest due moment that is not in the stream for certain. */
  earliestUnacked(): ReadonlyMap<number, number>;
};

const IN_FLIGHT_MAX = 4_096;
const TRY_AGAIN_MS = 500;
const ACK_WITHIN_MS = 5_000;

type Deps = Pick<SchedulerDeps, 'publish' | 'clock' | 'sleep' | 'metrics' | 'log'>;

/**
 * A tick that is not acknowledged is sent again under the same id until it is, or is stale, or the scheduler no longer
 * leads (`may` aborts): then whoever leads next finds it again from the cursor. `onRoom`: it was full and is half empty.
 */
export const createTickSender = (deps: Deps, may: AbortSignal, onRoom: () => void): TickSender => {
  const { publish, clock, sleep, metrics, log } = deps;
  const unacked = new Map<string, Tick>();
  let full = false;

  const messageOf = (tick: Tick, dueWall: number): TickMessage => ({
    v: 1,
    tickId: tick.tickId,
    agentId: tick.agentId,
    due: tick.due,
    dueWall: Math.max(0, Math.floor(dueWall)),
    kind: tick.kind,
    causationId: tick.causationId,
    traceparent: null,
  });

  const deliver = async (tick: Tick): Promise<void> => {
    const dueWall = clock.wallAt(tick.due);
    const payload = JSON.stringify(messageOf(tick, dueWall));
    const options = { messageId: tick.tickId, timeoutMs: ACK_WITHIN_MS };
    for (let tries = 1; !may.aborted; tries++) {
      const lateMs = clock.wallNow() - clock.wallAt(tick.due);
      if (lateMs > STALE_AFTER_MS) {
        metrics.skipped(1, 'stale');
        return;
      }
      try {
        await publish(SUBJECTS.tick(tick.partition), payload, options);
        metrics.published(lateMs);
        return;
      } catch (error) {
        metrics.publishFailed();
        if (tries === 1)
          log.debug({ err: error, tickId: tick.tickId }, 'a tick was not acknowledged; sending it again');
        await sleep(TRY_AGAIN_MS, may);
      }
    }
  };

  const done = (tick: Tick) => {
    // What could not be sent while leading stays unacknowledged: the cursor must not pass it.
    if (!may.aborted) unacked.delete(tick.tickId);
    if (!full || unacked.size > IN_FLIGHT_MAX / 2) return;
    full = false;
    onRoom();
  };

  return {
    hasRoom: () => {
      full ||= unacked.size >= IN_FLIGHT_MAX;
      return !full;
    },
    send: (tick) => {
      if (unacked.has(tick.tickId)) return;
      unacked.set(tick.tickId, tick);
      void deliver(tick).then(() => done(tick));
    },
    inFlight: () => unacked.size,
    earliestUnacked: () => {
      const earliest = new Map<number, number>();
      for (const { partition, due } of unacked.values())
        if (due < (earliest.get(partition) ?? Number.POSITIVE_INFINITY)) earliest.set(partition, due);
      return earliest;
    },
  };
};
