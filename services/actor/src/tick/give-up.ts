import { type ActivityState, abandon, openAttempt, screenTick, wasAbandoned } from '@fleet/domain/activity/activity';
import type { Delivery } from '@fleet/platform/bus';
import { writeDeadLetter } from '../dead-letter.ts';
import type { ActorDeps } from '../deps.ts';
import type { ActivityMemory, Folded } from '../memory/activity-memory.ts';
import { untilAvailable } from '../memory/until-available.ts';
import { type ActorOptions, clearAfterMs, MAX_DELIVERIES } from '../options.ts';
import type { Counters } from '../stats.ts';
import type { LastLook } from './carry-on.ts';
import { ACK, MAX_ROUNDS, RETRY_MS, type Verdict } from './verdict.ts';
import { startDraft, type Work } from './work.ts';

/** Beyond this many deliveries not even a last look is taken: it may be what kills. */
const MAX_DELIVERIES_LOOKING = 2 * MAX_DELIVERIES;

/**
 * Whether so many deliveries speak against the tick itself. While its open attempt is younger than lease and settle
 * time nobody can have done more than wait for it: whoever died meanwhile did not die of it. By wall clocks, which are
 * only a hint: a clock set back makes the attempt look as if made in the future, and then the count alone decides.
 */
export const isPoison = (state: ActivityState, deliveries: number, wallMs: number, options: ActorOptions): boolean => {
  if (deliveries <= MAX_DELIVERIES) return false;
  const waitedFor = openAttempt(state);
  if (!waitedFor || deliveries > MAX_DELIVERIES_LOOKING) return true;
  const ageMs = wallMs - waitedFor.attemptedAt;
  return ageMs < 0 || ageMs >= clearAfterMs(waitedFor.step, options);
};

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly lastLook: LastLook;
  readonly counters: Counters;
  readonly settleEnded: (folded: Folded, tickId: string) => Promise<void>;
};
/** Null: nothing speaks against the tick; it is worked on as ever. */
export type GiveUp = (work: Work, delivery: Delivery) => Promise<Verdict | null>;

/**
 * Ends a tick that was delivered too often: whatever it does to its workers, it does it no more. What its open attempt
 * may have left in the gallery is looked for once, so that an effect that happened is not called abandoned.
 */
export const createGiveUp = ({ deps, memory, lastLook, counters, settleEnded }: Parts): GiveUp => {
  const { clock, sleep, publish, options } = deps;

  return async (work, delivery) => {
    const { deliveries } = delivery;
    if (deliveries <= MAX_DELIVERIES) return null;
    const { tickId } = work.tick;
    const reason = `given up after ${deliveries - 1} deliveries`;
    const bury = async (): Promise<Verdict> => {
      await writeDeadLetter(publish, 'tick', delivery, reason, clock.wallNow());
      return ACK;
    };
    memory.forget(work.agentId);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const folded = await untilAvailable(() => memory.load(work.agentId), sleep, work.giveUp);
      const screening = screenTick(folded.state, work.tick);
      if (screening.kind === 'ignored') {
        await settleEnded(folded, tickId);
        // Given up by somebody who may have died before writing it down; any other end is an end.
        return wasAbandoned(folded.state, work.tick) ? bury() : ACK;
      }
      if (screening.kind === 'resume') {
        if (!isPoison(folded.state, deliveries, clock.wallNow(), options)) return null;
        if (deliveries <= MAX_DELIVERIES_LOOKING) {
          const looked = await lastLook(work, folded);
          if (looked === 'ended') return ACK;
          if (looked === 'left') return { kind: 'retry', delayMs: options.ackWaitMs };
          if (looked === 'changed') continue;
        }
      }
      const draft = startDraft(folded, clock.wallNow());
      draft.take(abandon(folded.state, work.tick, deliveries, reason));
      const append = () => memory.append(work.agentId, folded, draft.events, work.cause);
      const appended = await untilAvailable(append, sleep, work.giveUp);
      if (appended === 'conflict') continue;
      await settleEnded(appended, tickId);
      counters.dropped('abandoned');
      return bury();
    }
    return { kind: 'retry', delayMs: RETRY_MS };
  };
};
