import { type Attempt, nextStep, type Observation, openAttempt, outcome } from '@fleet/domain/activity/activity';
import type { ActorDeps } from '../deps.ts';
import type { Signal } from '../gallery/refusals.ts';
import type { ActivityMemory, Folded } from '../memory/activity-memory.ts';
import { untilAvailable } from '../memory/until-available.ts';
import type { PlatformSignals } from '../platform-signals.ts';
import type { Follow } from './follow-up.ts';
import type { LookOnce, Observe } from './observe.ts';
import { type Held, startDraft, type Work } from './work.ts';

/** `left`: the service stops, and the tick is left open for the protocol to go on with. */
export type CarriedOn = 'ended' | 'superseded' | 'left';

/** Steps, parks and read-backs of one delivery: more than any tick needs. */
const MAX_TURNS = 20;

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly signals: PlatformSignals;
  readonly observe: Observe;
  readonly lookOnce: LookOnce;
  readonly followUp: Follow;
};

type Told = { readonly attempt: Attempt; readonly observation: Observation };
type Advanced =
  | { readonly kind: 'superseded' }
  | { readonly kind: 'advanced'; readonly folded: Folded; readonly held: Held | null };

export type CarryOn = (work: Work, start: Folded, held: Held | null) => Promise<CarriedOn>;
/** `nothing`: no effect of the open attempt could be found. `changed`: fold again. */
export type LastLook = (work: Work, folded: Folded) => Promise<'ended' | 'nothing' | 'changed' | 'left'>;

/**
 * Takes an open tick from where its events stand to its end: each open attempt gets its outcome (sent, if it is this
 * claim's own; waited for and read back otherwise), and the commit that says so also starts the next step or ends.
 */
export const createCarryOn = (parts: Parts): { readonly carryOn: CarryOn; readonly lastLook: LastLook } => {
  const { deps, memory, signals, observe, lookOnce, followUp } = parts;
  const { budget, clock, sleep, crashPoint, log } = deps;

  const load = (work: Work) => untilAvailable(() => memory.load(work.agentId), sleep, work.giveUp);

  /** Appends the outcome and what follows from it, as often as it takes: an outcome that is known is never dropped. */
  const advance = async (work: Work, start: Folded, told: Told | null): Promise<Advanced> => {
    for (let folded = start; ; folded = await load(work)) {
      if (folded.state.open?.tickId !== work.tick.tickId) return { kind: 'superseded' };
      const draft = startDraft(folded, clock.wallNow());
      if (told && draft.take(outcome(draft.state, told.attempt, told.observation))) return { kind: 'superseded' };
      const started = await followUp(work, draft);
      if (started) await crashPoint('reserved-not-appended', started.step);
      const since = clock.monotonicNow();
      const { agentId, cause } = work;
      const appended = await untilAvailable(
        () => memory.append(agentId, folded, draft.events, cause),
        sleep,
        work.giveUp,
      );
      if (appended === 'conflict') continue;
      return { kind: 'advanced', folded: appended, held: started && { attemptId: started.attemptId, since } };
    }
  };

  /** What a fleet hears must not be lost, but the tick's own outcome does not depend on it. */
  const tell = async (work: Work, signal: Signal) => {
    try {
      await untilAvailable(() => signals.report(work.agentId, signal), sleep, work.giveUp);
    } catch (error) {
      log.error({ error, signal: signal.kind }, 'what the platform said could not be recorded');
    }
  };

  /** What was free to begin with and cost nothing has no reservation, and needs no ledger. */
  const settle = async (work: Work, { attempt, observation }: Told) => {
    await crashPoint('outcome-not-settled', attempt.step);
    const { attemptId, ceilingUsd } = attempt;
    const { costUsd } = observation;
    if (ceilingUsd === 0 && costUsd === 0) return;
    if ((await budget.settle(attemptId, costUsd)) !== 'exceeded') return;
    const reason = `${attemptId} cost $${costUsd}, more than its ceiling of $${ceilingUsd}`;
    await tell(work, { kind: 'ceiling_exceeded', reason });
  };

  const carryOn: CarryOn = async (work, start, held) => {
    let folded = start;
    let mine = held;
    const settled = new Set<string>();
    /** A worker that died between an outcome and its settlement left it to whoever ends the tick. */
    const settleRest = async () => {
      const { lastEnded } = folded.state;
      if (lastEnded?.tickId !== work.tick.tickId) return;
      for (const { attemptId, costUsd } of lastEnded.settlements)
        if (!settled.has(attemptId)) await budget.settle(attemptId, costUsd);
    };
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const { open } = folded.state;
      if (open?.tickId !== work.tick.tickId) {
        await settleRest();
        return 'ended';
      }
      const next = nextStep(open);
      let told: Told | null = null;
      if (next.kind === 'open') {
        const { attempt } = next;
        const own = mine?.attemptId === attempt.attemptId && attempt.claimId === work.cause.claimId ? mine : null;
        const seen = await observe(work, folded, attempt, own);
        if (seen.kind === 'left') return 'left';
        if (seen.kind === 'changed') {
          // The fold this was built on is old: read again instead of trusting the cache.
          folded = await load(work);
          mine = null;
          continue;
        }
        if (seen.signal) await tell(work, seen.signal);
        if (own) await crashPoint('answer-no-outcome', attempt.step);
        told = { attempt, observation: seen.observation };
      }
      const advanced = await advance(work, folded, told);
      if (advanced.kind === 'superseded') return 'superseded';
      if (told) {
        await settle(work, told);
        settled.add(told.attempt.attemptId);
      }
      folded = advanced.folded;
      mine = advanced.held;
      if (mine) await crashPoint('appended-not-sent', openAttempt(folded.state)?.step ?? '');
    }
    log.warn({ tickId: work.tick.tickId }, 'a tick took more turns than it can need; left to the next delivery');
    return 'left';
  };

  const lastLook: LastLook = async (work, folded) => {
    const attempt = openAttempt(folded.state);
    if (!attempt) return 'nothing';
    const seen = await lookOnce(work, folded, attempt);
    if (seen.kind !== 'observed') return seen.kind;
    const told = { attempt, observation: seen.observation };
    const advanced = await advance(work, folded, told);
    if (advanced.kind === 'superseded') return 'changed';
    await settle(work, told);
    // Publishing is the last step: with its result the tick has ended.
    return 'ended';
  };

  return { carryOn, lastLook };
};
