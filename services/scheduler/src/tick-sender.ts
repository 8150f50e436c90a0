import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { TickMessage } from '@fleet/domain/messages';
import { tickTraceparent } from '@fleet/domain/trace';
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
  /** Of the order that asked for it. */
  readonly askedIn: string | null;
};

/** Publishes ticks without anybody waiting for an ack, up to a bound, and knows which are not acknowledged. */
export type TickSender = {
  /** Whether one more may be sent now. */
  hasRoom(): boolean;
  send(tick: Tick): void;
  inFlight(): number;
  /** These partitions are another scheduler's now, which finds what was not acknowledged again from the cursor. */
  forget(partitions: ReadonlySet<number>): void;
  /** Per partition, the earliest due moment that is not in the stream for certain. */
  earliestUnacked(): ReadonlyMap<number, number>;
};

const IN_FLIGHT_MAX = 4_096;
const TRY_AGAIN_MS = 500;
const ACK_WITHIN_MS = 5_000;

type Deps = Pick<SchedulerDeps, 'publish' | 'clock' | 'sleep' | 'metrics' | 'log'>;

/** Until when sending goes on, and whether this process holds a partition right now. */
export type May = { readonly signal: AbortSignal; partition(partition: number): boolean };

/**
 * A tick that is not acknowledged is sent again under the same id until it is, or is stale, or its partition is no
 * longer held: then whoever holds it next finds it again from the cursor. `onRoom`: it was full and is half empty.
 */
export const createTickSender = (deps: Deps, may: May, onRoom: () => void): TickSender => {
  const { publish, clock, sleep, metrics, log } = deps;
  const unacked = new Map<string, Tick>();
  let full = false;

  /** Forgotten, and perhaps taken over and sent anew since: that is another sending. */
  const isMine = (tick: Tick) => unacked.get(tick.tickId) === tick;

  const messageOf = (tick: Tick, dueWall: number): TickMessage => ({
    v: 1,
    tickId: tick.tickId,
    agentId: tick.agentId,
    due: tick.due,
    dueWall: Math.max(0, Math.floor(dueWall)),
    kind: tick.kind,
    causationId: tick.causationId,
    traceparent: tickTraceparent(tick.tickId, tick.askedIn),
  });

  const roomAgain = () => {
    if (!full || unacked.size > IN_FLIGHT_MAX / 2) return;
    full = false;
    onRoom();
  };
  const done = (tick: Tick) => {
    if (isMine(tick)) unacked.delete(tick.tickId);
    roomAgain();
  };

  /** What could not be sent while the partition was held stays unacknowledged: the cursor must not pass it. */
  const deliver = async (tick: Tick): Promise<void> => {
    const dueWall = clock.wallAt(tick.due);
    const payload = JSON.stringify(messageOf(tick, dueWall));
    const options = { messageId: tick.tickId, timeoutMs: ACK_WITHIN_MS };
    for (let tries = 1; !may.signal.aborted && isMine(tick); tries++) {
      const lateMs = clock.wallNow() - clock.wallAt(tick.due);
      if (lateMs > STALE_AFTER_MS) {
        metrics.skipped(1, 'stale');
        return done(tick);
      }
      // The lease may be renewed at the last moment: only `forget` says that the partition is another's.
      if (!may.partition(tick.partition)) {
        await sleep(TRY_AGAIN_MS, may.signal);
        continue;
      }
      try {
        await publish(SUBJECTS.tick(tick.partition), payload, options);
        metrics.published(lateMs);
        return done(tick);
      } catch (error) {
        metrics.publishFailed();
        if (tries === 1)
          log.debug({ err: error, tickId: tick.tickId }, 'a tick was not acknowledged; sending it again');
        await sleep(TRY_AGAIN_MS, may.signal);
      }
    }
  };

  return {
    hasRoom: () => {
      full ||= unacked.size >= IN_FLIGHT_MAX;
      return !full;
    },
    send: (tick) => {
      if (unacked.has(tick.tickId)) return;
      unacked.set(tick.tickId, tick);
      void deliver(tick);
    },
    inFlight: () => unacked.size,
    forget: (partitions) => {
      for (const [id, { partition }] of unacked) if (partitions.has(partition)) unacked.delete(id);
      roomAgain();
    },
    earliestUnacked: () => {
      const earliest = new Map<number, number>();
      for (const { partition, due } of unacked.values())
        if (due < (earliest.get(partition) ?? Number.POSITIVE_INFINITY)) earliest.set(partition, due);
      return earliest;
    },
  };
};
