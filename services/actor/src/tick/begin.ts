import { acceptTick, end, skipTick } from '@fleet/domain/activity/activity';
import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { actionOfTick } from '@fleet/domain/choice/choose-action';
import { draw } from '@fleet/domain/draws';
import type { TickMessage } from '@fleet/domain/messages';
import type { ActorDeps } from '../deps.ts';
import { type AgentDirectory, actingAgent, type KnownAgent } from '../follow/agents.ts';
import type { PersonaWatch } from '../follow/personas.ts';
import { feedBrowsed } from '../gallery/browse.ts';
import { callContext, withDeadline } from '../gallery/calls.ts';
import { type NotOk, refusalOf, type Signal } from '../gallery/refusals.ts';
import type { ActivityMemory, Folded } from '../memory/activity-memory.ts';
import { untilAvailable } from '../memory/until-available.ts';
import { MAX_DELIVERIES, STALE_AFTER_MS } from '../options.ts';
import type { PlatformSignals } from '../platform-signals.ts';
import type { Answer } from '../ports.ts';
import { type Choice, choose } from './choose.ts';
import { approvedDraft, enoughDrafts } from './drafts.ts';
import type { Follow } from './follow-up.ts';
import type { MinuteLimit } from './minute-limit.ts';
import type { Runnable } from './runnable.ts';
import { type Draft, type Held, startDraft, type Work } from './work.ts';

export type Begun =
  /** Accepted; `folded` has it open (go on) or ended. */
  | { readonly kind: 'accepted'; readonly folded: Folded; readonly held: Held | null }
  /** Somebody else wrote first, or the store was away for too long: look again. */
  | { readonly kind: 'conflict' }
  /** Not taken, and said so in the stream. */
  | { readonly kind: 'skipped'; readonly reason: 'limit' }
  /** Not taken; nothing to say. */
  | { readonly kind: 'dropped'; readonly reason: 'not_runnable' | 'stale' }
  | { readonly kind: 'retry'; readonly delayMs: number };

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly directory: AgentDirectory;
  readonly personas: PersonaWatch;
  readonly signals: PlatformSignals;
  readonly runnable: Runnable;
  readonly followUp: Follow;
  readonly minute: MinuteLimit;
};
export type Begin = (work: Work, folded: Folded, message: TickMessage, deliveries: number) => Promise<Begun>;

const FIRST_RETRY_MS = 10_000;
/** How long a decision may wait for a store that does not answer. */
const DECISION_GOOD_FOR_MS = 5_000;
/** Given back when the service stops: somebody else takes it. */
const HAND_BACK_MS = 2_000;

/** 10 s, 20 s, 40 s, 80 s, each up to a quarter longer: the two minutes of a tick's life are over before the fifth. */
const retryDelayMs = (seed: string, tickId: string, deliveries: number): number =>
  Math.round(FIRST_RETRY_MS * 2 ** (deliveries - 1) * (1 + draw(seed, tickId, 'retry', deliveries) / 4));

/** Decides whether a fresh tick is taken and what it becomes, and accepts it together with its first attempt. */
export const createBegin = (parts: Parts): Begin => {
  const { deps, memory, directory, personas, signals, runnable, followUp, minute } = parts;
  const { clock, sleep, floimg, compose, crashPoint, log, options } = deps;

  /** After an outage nothing is begun that was decided before it: then it is a conflict, and looked at again. */
  const append = (work: Work, at: Folded, draft: Draft) => {
    const until = clock.monotonicNow() + DECISION_GOOD_FOR_MS;
    const once = async () =>
      clock.monotonicNow() > until ? 'conflict' : memory.append(work.agentId, at, draft.events, work.cause);
    return untilAvailable(once, sleep, work.giveUp);
  };

  const skip = async (work: Work, at: Folded): Promise<Begun> => {
    const draft = startDraft(at, clock.wallNow());
    draft.take(skipTick(at.state, work.tick, 'limit'));
    if (draft.events.length === 0) return { kind: 'skipped', reason: 'limit' };
    return (await append(work, at, draft)) === 'conflict' ? { kind: 'conflict' } : { kind: 'skipped', reason: 'limit' };
  };

  const lookAround = (work: Work, known: KnownAgent, at: Folded, action: ActionKind): Promise<Choice | NotOk> => {
    const call = <T>(run: (context: ReturnType<typeof callContext>) => Promise<Answer<T>>) =>
      withDeadline<Answer<T>>(
        sleep,
        options.callTimeoutMs,
        (signal) => run(callContext(null, work.cause.traceparent, signal)),
        () => ({ kind: 'unclear', reason: 'no answer in time' }),
      );
    const { seed } = options;
    const { agentCommentsPerPost } = options.manners;
    const now = { fleetMs: clock.fleetNow(), wallMs: clock.wallNow() };
    const { tickId } = work.tick;
    const agent = actingAgent(known.state, personas.textsOf(known.state.persona));
    const of = { tickId, agent, state: at.state, action };
    return choose({ floimg, compose, directory, seed, call, agentCommentsPerPost, ...now }, of);
  };

  const accept = (work: Work, known: KnownAgent, draft: Draft, kind: ActionKind, draftId?: string) => {
    const how = { kind, agentRevision: known.revision, shadow: options.writes === 'off', draftId };
    draft.take(acceptTick(draft.state, work.tick, how));
  };

  /** The gallery would not be looked at: accepted and ended at once, saying why. */
  const reject = async (
    work: Work,
    known: KnownAgent,
    at: Folded,
    kind: ActionKind,
    why: { code: string; reason: string; signal: Signal | null },
  ): Promise<Begun> => {
    const { signal, code, reason } = why;
    if (signal)
      await untilAvailable(() => signals.report(work.agentId, signal), sleep, work.giveUp).catch((error: unknown) => {
        log.error({ error, signal: signal.kind }, 'what the platform said could not be recorded');
      });
    const nowMs = clock.wallNow();
    const draft = startDraft(at, nowMs);
    accept(work, known, draft, kind);
    draft.take(end(draft.state, work.tick.tickId, { outcome: 'rejected', code, reason, nowMs }));
    const appended = await append(work, at, draft);
    return appended === 'conflict' ? { kind: 'conflict' } : { kind: 'accepted', folded: appended, held: null };
  };

  const take = (work: Work, known: KnownAgent, at: Folded, choice: Choice): Promise<Begun> => {
    const { action, browsed, first } = choice;
    work.first = first?.request ?? null;
    work.input = first?.input ?? null;
    const draft = startDraft(at, clock.wallNow());
    accept(work, known, draft, action);
    draft.take({ kind: 'accepted', events: [feedBrowsed(work.tick.tickId, browsed)] });
    return start(work, at, draft);
  };

  /** Said yes to by an operator: nothing is looked at or chosen, the tick is for publishing it alone. */
  const publish = (work: Work, known: KnownAgent, at: Folded, draftId: string): Promise<Begun> => {
    const draft = startDraft(at, clock.wallNow());
    accept(work, known, draft, 'post', draftId);
    return start(work, at, draft);
  };

  const start = async (work: Work, at: Folded, draft: Draft): Promise<Begun> => {
    const started = await followUp(work, draft);
    if (started) await crashPoint('reserved-not-appended', started.step);
    const since = clock.monotonicNow();
    const appended = await append(work, at, draft);
    if (appended === 'conflict') return { kind: 'conflict' };
    if (started) await crashPoint('appended-not-sent', started.step);
    return { kind: 'accepted', folded: appended, held: started && { attemptId: started.attemptId, since } };
  };

  return async (work, folded, message, deliveries) => {
    const { tickId } = work.tick;
    const known = directory.get(work.agentId);
    if (!known || runnable.notBecause(work.agentId) !== null) return { kind: 'dropped', reason: 'not_runnable' };
    if (clock.wallNow() - message.dueWall > STALE_AFTER_MS) return { kind: 'dropped', reason: 'stale' };
    if (work.stop.aborted) return { kind: 'retry', delayMs: HAND_BACK_MS };
    const backOffMs = signals.backOffUntil() - clock.monotonicNow();
    if (backOffMs > 0 && deliveries < MAX_DELIVERIES) return { kind: 'retry', delayMs: Math.max(1_000, backOffMs) };
    const { hour } = folded.state;
    const sameHour = clock.wallNow() - hour.startsAtMs < 3_600_000;
    if (sameHour && hour.actions >= options.limits.actionsPerAgentHour) return skip(work, folded);
    if (!(await minute.take())) return skip(work, folded);

    await crashPoint('before-accept', 'tick');
    const approved =
      message.kind === null || message.kind === 'post'
        ? approvedDraft(known.state, folded.state, clock.wallNow())
        : null;
    if (approved) return publish(work, known, folded, approved);
    const cooldown = {
      due: work.tick.due,
      lastPostDue: folded.state.lastPostDue,
      cooldownMs: options.manners.postCooldownMs,
    };
    // An operator who asks for a post gets one, cooldown or not.
    const drawn = message.kind ?? actionOfTick(known.state.config.weights, options.seed, tickId, cooldown);
    const action = drawn === 'post' && enoughDrafts(known.state, folded.state, clock.wallNow()) ? 'browse' : drawn;
    const choice = await lookAround(work, known, folded, action);
    if (choice.kind !== 'chosen') {
      const refusal = refusalOf(choice);
      if (refusal.kind === 'unclear')
        return reject(work, known, folded, action, { code: 'unclear', reason: refusal.reason, signal: null });
      if (refusal.code === 'unsent' && deliveries < MAX_DELIVERIES)
        return { kind: 'retry', delayMs: retryDelayMs(options.seed, tickId, deliveries) };
      return reject(work, known, folded, action, refusal);
    }
    // Looking around took time: whoever stopped the fleet meanwhile is heard before anything is reserved.
    if (runnable.notBecause(work.agentId) !== null) return { kind: 'dropped', reason: 'not_runnable' };
    return take(work, known, folded, choice);
  };
};
