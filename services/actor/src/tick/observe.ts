import { type Attempt, type Observation, openAttempt } from '@fleet/domain/activity/activity';
import type { AttemptRequest } from '@fleet/domain/activity/activity-events';
import type { ActorDeps } from '../deps.ts';
import { type AgentDirectory, actingAgent } from '../follow/agents.ts';
import type { PersonaWatch } from '../follow/personas.ts';
import { openItems } from '../gallery/browse.ts';
import { callContext, withDeadline } from '../gallery/calls.ts';
import { readBack } from '../gallery/read-back.ts';
import { refusalOf, type Signal } from '../gallery/refusals.ts';
import type { ActivityMemory, Folded } from '../memory/activity-memory.ts';
import { untilAvailable } from '../memory/until-available.ts';
import { clearAfterMs } from '../options.ts';
import type { ActingAgent, Answer, CallContext } from '../ports.ts';
import { commentInput, postInput } from './compose-input.ts';
import { PAUSED } from './follow-up.ts';
import type { Park } from './park.ts';
import type { Runnable } from './runnable.ts';
import { failed, type Sent, send } from './send.ts';
import type { Held, Work } from './work.ts';

export type Seen =
  | {
      readonly kind: 'observed';
      readonly observation: Observation;
      readonly signal: Signal | null;
    }
  /** Somebody else moved the tick on while we waited. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'left' };
/** What became of an open attempt. `held`: it is this claim's own and not sent yet. */
export type Observe = (work: Work, folded: Folded, attempt: Attempt, held: Held | null) => Promise<Seen>;
/** `nothing`: it did not arrive, or that cannot be told. */
export type LookOnce = (work: Work, folded: Folded, attempt: Attempt) => Promise<Seen | { readonly kind: 'nothing' }>;

type Parts = {
  readonly deps: ActorDeps;
  readonly memory: ActivityMemory;
  readonly directory: AgentDirectory;
  readonly personas: PersonaWatch;
  readonly runnable: Runnable;
  readonly park: Park;
};
type Publish = Extract<AttemptRequest, { step: 'publish' }>;

/** A gallery that cannot be read now is asked again this often, at this distance, before it is left unknown. */
const READ_BACK_TRIES = 6;
const READ_BACK_PAUSE_MS = 20_000;

const observed = (observation: Observation): Seen => ({ kind: 'observed', observation, signal: null });
const unknown = (reason: string, costUsd: number): Seen => observed({ kind: 'unknown', reason, costUsd });
/** What the model wrote on the try before, if it was turned down for its words. */
const rejectedBefore = ({ state }: Folded, { step, n }: Attempt) => {
  const before = state.open?.attempts.find((tried) => tried.step === step && tried.n === n - 1)?.outcome;
  return before?.kind === 'failed' ? (before.wrote ?? null) : null;
};
const isPublish = (request: AttemptRequest): request is Publish => request.step === 'publish';

export const createObserve = (parts: Parts): { readonly observe: Observe; readonly lookOnce: LookOnce } => {
  const { deps, memory, directory, personas, runnable, park } = parts;
  const { clock, sleep, floimg, crashPoint, options } = deps;

  const agentOf = (work: Work): ActingAgent => {
    const known = directory.get(work.agentId);
    if (!known) throw new Error(`agent ${work.agentId} is not known`);
    return actingAgent(known.state, personas.textsOf(known.state.persona));
  };
  const readsOf =
    (work: Work) =>
    <T>(run: (context: CallContext) => Promise<Answer<T>>): Promise<Answer<T>> =>
      withDeadline<Answer<T>>(
        sleep,
        options.callTimeoutMs,
        (signal) => run(callContext(null, work.cause.traceparent, signal)),
        () => ({ kind: 'unclear', reason: 'no answer in time' }),
      );

  /** What the model is told when the first telling is not at hand: the candidates are opened again, by their ids. */
  const inputOf = async (work: Work, folded: Folded, request: AttemptRequest) => {
    if (work.input || request.step !== 'compose') return work.input;
    const agent = agentOf(work);
    const told = {
      agent,
      state: folded.state,
      fleetMs: clock.fleetNow(),
      seed: options.seed,
      tickId: work.tick.tickId,
    };
    if (request.kind === 'post') return postInput(told, []);
    const opened = await openItems({ floimg, agent, call: readsOf(work) }, request.candidates);
    return opened.kind === 'ok' && opened.opened.length > 0 ? commentInput(told, opened.opened, directory) : null;
  };

  /** Waits, holding no slot, then looks whether the attempt is still as it was. */
  const wait = async (work: Work, attempt: Attempt, ms: number): Promise<'same' | 'changed' | 'left'> => {
    if (!(await park(work, ms))) return 'left';
    memory.forget(work.agentId);
    const { state } = await untilAvailable(() => memory.load(work.agentId), sleep, work.giveUp);
    const open = openAttempt(state);
    return open?.attemptId === attempt.attemptId && open.claimId === attempt.claimId ? 'same' : 'changed';
  };

  const lookBackOnce = (work: Work, { state }: Folded, { attemptedAt }: Attempt, request: Publish) => {
    const known = new Set(state.ownPosts.map(({ postId }) => postId));
    return readBack(request, { floimg, agent: agentOf(work), attemptedAt, known, call: readsOf(work) });
  };

  const lookBack = async (work: Work, folded: Folded, attempt: Attempt, request: Publish): Promise<Seen> => {
    let signal: Signal | null = null;
    for (let tried = 1; ; tried++) {
      const result = await lookBackOnce(work, folded, attempt, request);
      switch (result.kind) {
        case 'found':
          return observed({ kind: 'succeeded', observed: 'read-back', costUsd: 0, result: result.result });
        case 'absent':
          return observed(failed('absent', 'sent or not, it did not arrive', 0, true));
        case 'gone':
          return observed(failed('gone', result.reason));
        case 'unknown':
          return unknown(result.reason, 0);
        case 'unavailable': {
          const refusal = refusalOf(result.answer);
          if (refusal.kind === 'refused') signal = refusal.signal;
          if (tried >= READ_BACK_TRIES)
            return {
              kind: 'observed',
              observation: { kind: 'unknown', reason: `could not be read back: ${refusal.reason}`, costUsd: 0 },
              signal,
            };
          const now = await wait(work, attempt, READ_BACK_PAUSE_MS);
          if (now !== 'same') return { kind: now };
        }
      }
    }
  };

  /** Unclear after its own sending, or left open by somebody who is gone. */
  const resolve = async (work: Work, folded: Folded, attempt: Attempt, waitMs: number, why: string): Promise<Seen> => {
    const { request, ceilingUsd } = attempt;
    if (waitMs > 0) {
      const now = await wait(work, attempt, waitMs);
      if (now !== 'same') return { kind: now };
    }
    return isPublish(request) ? lookBack(work, folded, attempt, request) : unknown(why, ceilingUsd);
  };

  /** The platform took an earlier like back: put right once more, where it tells how things stand. */
  const likedAgain = async (work: Work, attempt: Attempt, request: Publish): Promise<Seen> => {
    const of = {
      floimg,
      agent: agentOf(work),
      attemptedAt: attempt.attemptedAt,
      known: new Set<string>(),
      call: readsOf(work),
    };
    const now = await readBack(request, of);
    if (now.kind === 'found')
      return observed({ kind: 'succeeded', observed: 'read-back', costUsd: 0, result: now.result });
    return observed(failed('toggled_off', 'the like took an earlier one back', 0, now.kind === 'absent'));
  };

  const sendOwn = async (work: Work, folded: Folded, attempt: Attempt, held: Held): Promise<Seen> => {
    const { request, step, attemptId } = attempt;
    const told = await inputOf(work, folded, request);
    const input = told && { ...told, attempt: { n: attempt.n, rejected: rejectedBefore(folded, attempt) } };
    const paused = runnable.notBecause(work.agentId);
    if (paused !== null) return observed(failed(PAUSED, paused));
    if (clock.monotonicNow() - held.since > options.sendWithinMs)
      return observed(failed('not_sent', 'too late to send: this worker was held up', 0, true));
    const timeoutMs = step === 'render' ? options.renderTimeoutMs : options.callTimeoutMs;
    const sending = withDeadline<Sent>(
      sleep,
      timeoutMs,
      (signal) => {
        const notBecause = () => runnable.notBecause(work.agentId);
        const call = callContext(attemptId, work.cause.traceparent, signal, notBecause);
        return send(deps, agentOf(work), attempt, input, call);
      },
      () => ({ kind: 'unclear', reason: 'no answer in time' }),
    );
    const [sent] = await Promise.all([sending, crashPoint('sent-no-answer', step)]);
    switch (sent.kind) {
      case 'observed':
        return sent;
      case 'toggled_off':
        return isPublish(request) ? likedAgain(work, attempt, request) : unknown('not a like', 0);
      case 'unclear':
        return resolve(work, folded, attempt, isPublish(request) ? options.settleMs : 0, sent.reason);
    }
  };

  const observe: Observe = (work, folded, attempt, held) => {
    if (held) return sendOwn(work, folded, attempt, held);
    const why = 'the worker that tried it did not come back';
    return resolve(work, folded, attempt, clearAfterMs(attempt.step, options), why);
  };

  const lookOnce: LookOnce = async (work, folded, attempt) => {
    const { request } = attempt;
    if (!isPublish(request)) return { kind: 'nothing' };
    const now = await wait(work, attempt, clearAfterMs(attempt.step, options));
    if (now !== 'same') return { kind: now };
    const back = await lookBackOnce(work, folded, attempt, request);
    if (back.kind !== 'found') return { kind: 'nothing' };
    return observed({ kind: 'succeeded', observed: 'read-back', costUsd: 0, result: back.result });
  };

  return { observe, lookOnce };
};
