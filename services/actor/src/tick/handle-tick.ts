import { acceptTick, type OpenTick, screenTick, skipTick } from '@fleet/domain/activity/activity';
import { never } from '@fleet/domain/decision';
import { TickMessage } from '@fleet/domain/messages';
import { tickTraceparent, traceIdOf } from '@fleet/domain/trace';
import type { Consume, Delivery } from '@fleet/platform/bus';
import { writeDeadLetter } from '../dead-letter.ts';
import type { ActorDeps } from '../deps.ts';
import type { ActivityMemory, Folded } from '../memory/activity-memory.ts';
import { GaveUp, untilAvailable } from '../memory/until-available.ts';
import type { Counters } from '../stats.ts';
import { isLeftAlone } from '../sweep.ts';
import type { Begin } from './begin.ts';
import type { CarryOn, LastLook } from './carry-on.ts';
import { createGiveUp } from './give-up.ts';
import { ACK, MAX_ROUNDS, RETRY_MS, type Verdict } from './verdict.ts';
import { startDraft, type Work } from './work.ts';

type Slot = Parameters<Parameters<Consume>[1]>[1];
export type HandleTick = (delivery: Delivery, slot: Slot) => Promise<void>;

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly begin: Begin;
  readonly carryOn: CarryOn;
  readonly lastLook: LastLook;
  readonly counters: Counters;
  readonly agentExists: (agentId: string) => Promise<boolean>;
  readonly stop: AbortSignal;
  readonly giveUp: AbortSignal;
};

const parse = (payload: Uint8Array): TickMessage | null => {
  try {
    const parsed = TickMessage.safeParse(JSON.parse(Buffer.from(payload).toString()));
    return parsed.success && parsed.data.tickId === `${parsed.data.agentId}.${parsed.data.due.toString(36)}`
      ? parsed.data
      : null;
  } catch {
    return null;
  }
};

export const createHandleTick = (parts: Parts): HandleTick => {
  const { deps, memory, begin, carryOn, lastLook, counters, agentExists, stop, giveUp } = parts;
  const { clock, sleep, budget, publish, crashPoint, log, options } = deps;
  /** Agents whose left-alone tick is being ended here: one at a time is enough. */
  const ending = new Set<string>();

  const load = (work: Work) => untilAvailable(() => memory.load(work.agentId), sleep, giveUp);

  const settleEnded = async ({ state }: Folded, tickId: string) => {
    if (state.lastEnded?.tickId !== tickId) return;
    for (const { attemptId, costUsd } of state.lastEnded.settlements) await budget.settle(attemptId, costUsd);
  };
  const giveUpOn = createGiveUp({ deps, memory, lastLook, counters, settleEnded });

  const goOn = async (work: Work, folded: Folded, held: Parameters<CarryOn>[2]): Promise<Verdict> => {
    const carried = await carryOn(work, folded, held);
    switch (carried) {
      case 'ended':
        return ACK;
      case 'superseded':
        return { kind: 'leave' };
      case 'left':
        // The service stops while waiting, and whoever takes it waits anew: no hurry, and no delivery used up in vain.
        return { kind: 'retry', delayMs: options.ackWaitMs };
      default:
        return never(carried);
    }
  };

  const busy = async (work: Work, folded: Folded, open: OpenTick): Promise<Verdict | 'conflict'> => {
    const draft = startDraft(folded, clock.wallNow());
    const how = { kind: 'browse', agentRevision: 0, shadow: false } as const;
    draft.take(acceptTick(folded.state, work.tick, how));
    let at = folded;
    if (draft.events.length > 0) {
      const append = () => memory.append(work.agentId, folded, draft.events, work.cause);
      const appended = await untilAvailable(append, sleep, giveUp);
      if (appended === 'conflict') return 'conflict';
      at = appended;
      counters.dropped('busy');
    }
    if (isLeftAlone(at, open, clock.wallNow(), options) && !ending.has(work.agentId)) {
      ending.add(work.agentId);
      const { tickId, due } = open;
      try {
        const cause = { ...work.cause, tickId, causationId: null, traceparent: tickTraceparent(tickId, null) };
        await carryOn({ ...work, tick: { tickId, due }, cause }, at, null);
      } finally {
        ending.delete(work.agentId);
      }
    }
    return ACK;
  };

  /** An operator who asked for this very tick is told why nothing comes of it. */
  const tooClose = async (work: Work, folded: Folded): Promise<'done' | 'conflict'> => {
    const draft = startDraft(folded, clock.wallNow());
    if (work.cause.causationId !== null) draft.take(skipTick(folded.state, work.tick, 'too_close'));
    if (draft.events.length > 0) {
      const append = () => memory.append(work.agentId, folded, draft.events, work.cause);
      if ((await untilAvailable(append, sleep, giveUp)) === 'conflict') return 'conflict';
    }
    counters.dropped('too_close');
    return 'done';
  };

  const run = async (work: Work, message: TickMessage, deliveries: number): Promise<Verdict> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const folded = await load(work);
      const screening = screenTick(folded.state, work.tick);
      switch (screening.kind) {
        case 'ignored': {
          await settleEnded(folded, work.tick.tickId);
          if (screening.reason !== 'too_close') return ACK;
          if ((await tooClose(work, folded)) === 'conflict') continue;
          return ACK;
        }
        case 'busy': {
          const verdict = await busy(work, folded, screening.open);
          if (verdict === 'conflict') continue;
          return verdict;
        }
        case 'resume':
          return goOn(work, folded, null);
        case 'fresh': {
          const begun = await begin(work, folded, message, deliveries);
          if (begun.kind === 'conflict') continue;
          if (begun.kind === 'accepted') return goOn(work, begun.folded, begun.held);
          if (begun.kind === 'retry') return begun;
          counters.dropped(begun.reason);
          return ACK;
        }
        default:
          return never(screening);
      }
    }
    return { kind: 'retry', delayMs: RETRY_MS };
  };

  const heartbeat = async (delivery: Delivery, over: AbortSignal) => {
    while (!over.aborted) {
      await sleep(options.ackWaitMs / 3, over);
      if (!over.aborted) delivery.working();
    }
  };

  const refuse = async (delivery: Delivery, reason: string): Promise<Verdict> => {
    counters.dropped('malformed');
    await writeDeadLetter(publish, 'tick', delivery, reason, clock.wallNow());
    return ACK;
  };

  const judge = async (delivery: Delivery, slot: Slot): Promise<Verdict> => {
    const message = parse(delivery.payload);
    if (!message) return refuse(delivery, 'not a tick');
    const { agentId, tickId, due, causationId } = message;
    if (!(await untilAvailable(() => agentExists(agentId), sleep, giveUp)))
      return refuse(delivery, `a tick of agent ${agentId}, which does not exist`);
    // It becomes a header of every call: what is no traceparent must not get there.
    const traced = traceIdOf(message.traceparent) !== null;
    const traceparent = traced ? message.traceparent : tickTraceparent(tickId, null);
    const cause = { tickId, claimId: deps.newClaimId(), causationId, traceparent };
    const work: Work = { agentId, tick: { tickId, due }, cause, slot, stop, giveUp, first: null, input: null };
    return (await giveUpOn(work, delivery)) ?? run(work, message, delivery.deliveries);
  };

  const conclude = async (delivery: Delivery, verdict: Verdict) => {
    switch (verdict.kind) {
      case 'ack':
        await crashPoint('settled-no-ack', 'tick');
        await delivery.ack();
        await crashPoint('ack-lost', 'tick');
        return;
      case 'retry':
        delivery.retry(verdict.delayMs);
        return;
      case 'leave':
        // Comes back when the other has ended it, and is acked then; it is lost to nobody if the other dies.
        delivery.retry(options.leaseMs + options.settleMs);
        return;
      default:
        never(verdict);
    }
  };

  return async (delivery, slot) => {
    const over = new AbortController();
    void heartbeat(delivery, over.signal);
    counters.began();
    try {
      await conclude(delivery, await judge(delivery, slot));
    } catch (error) {
      // Nothing is acked that did not end: the events say how far it came.
      if (!(error instanceof GaveUp))
        log.error({ error, subject: delivery.subject, messageId: delivery.messageId }, 'a tick failed');
      counters.failed();
      delivery.retry(RETRY_MS);
    } finally {
      over.abort();
      counters.finished();
    }
  };
};
