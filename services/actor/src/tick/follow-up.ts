import {
  type ActivityState,
  attempt,
  end,
  holdBack,
  nextStep,
  type OpenTick,
  resultOf,
} from '@fleet/domain/activity/activity';
import type { AttemptRequest, Step } from '@fleet/domain/activity/activity-events';
import { never } from '@fleet/domain/decision';
import { attemptIdOf } from '@fleet/domain/identity';
import type { ActorDeps } from '../deps.ts';
import { NOT_PUBLISHED } from '../guardrail/codes.ts';
import type { Runnable } from './runnable.ts';
import type { Draft, Work } from './work.ts';

type Started = { readonly attemptId: string; readonly step: Step };
/** Adds the next attempt (given back) or the tick's end (null) to the draft. */
export type Follow = (work: Work, draft: Draft) => Promise<Started | null>;

type Ending = { outcome: 'done' | 'rejected' | 'unknown' | 'skipped'; code: string | null; reason: string | null };

/** Codes of attempts that were not made because the fleet, or the agent, was told to stop. */
export const PAUSED = 'paused';
/** Codes of texts that were better not published: nothing is wrong with the world, there is just no post. */
const NOT_SAID: ReadonlySet<string> = new Set([PAUSED, ...NOT_PUBLISHED]);
/** Code of ticks whose post waits for an operator's yes. */
const HELD = 'held';

type Standing = { readonly state: ActivityState; readonly open: OpenTick };

/** The request of a step, from the sealed results before it; null where they do not lead to one. */
const requestOf = (work: Work, { state, open }: Standing, step: Step, workflow: string): AttemptRequest | null => {
  if (open.draftId !== undefined) {
    const drafted = state.drafts.get(open.draftId);
    if (step !== 'publish' || !drafted) return null;
    const { title, caption, imageUrl } = drafted;
    return { step, kind: 'post', title, caption, imageUrl };
  }
  const before = open.attempts.findLast((tried) => tried.step === step);
  if (before) return before.request;
  if (work.first?.step === step) return work.first;
  const composed = resultOf(open, 'compose')?.composed;
  const rendered = resultOf(open, 'render');
  if (step === 'render' && composed?.kind === 'post') return { step, workflow, imagePrompt: composed.imagePrompt };
  if (step === 'publish' && composed?.kind === 'post' && rendered) {
    const { title, caption } = composed;
    return { step, kind: 'post', title, caption, imageUrl: rendered.imageUrl };
  }
  if (step === 'publish' && composed?.kind === 'comment')
    return { step, kind: 'comment', postId: composed.postId, text: composed.text.normalize('NFC').trim() };
  return null;
};

/** What shadow mode is looked at for: the words that would have been published. */
const unpublished = (open: OpenTick): string => {
  const composed = resultOf(open, 'compose')?.composed;
  if (composed?.kind === 'post') return `shadow, not posted: “${composed.title}” ${composed.caption}`;
  return composed?.kind === 'comment'
    ? `shadow, not left as a comment: ${composed.text}`
    : `shadow: this ${open.kind} was not published`;
};

const finished = (open: OpenTick): Ending => {
  const composed = resultOf(open, 'compose')?.composed;
  if (composed?.kind === 'skip') return { outcome: 'skipped', code: 'nothing_to_say', reason: composed.reason };
  const reason = open.shadow ? unpublished(open) : null;
  return { outcome: 'done', code: open.shadow ? 'shadow' : null, reason };
};

const stuck = (open: OpenTick): Ending => {
  const last = open.attempts.at(-1)?.outcome;
  if (last?.kind === 'unknown') return { outcome: 'unknown', code: 'unknown', reason: last.reason };
  if (last?.kind !== 'failed') return { outcome: 'rejected', code: 'no_outcome', reason: null };
  const { code, reason } = last;
  return { outcome: NOT_SAID.has(code) ? 'skipped' : 'rejected', code, reason };
};

export const createFollowUp = (
  { budget, clock, floimg, compose, options }: Pick<ActorDeps, 'budget' | 'clock' | 'floimg' | 'compose' | 'options'>,
  runnable: Runnable,
): Follow => {
  const ceilingOf = (work: Work, request: AttemptRequest, open: OpenTick): number => {
    const before = open.attempts.findLast((tried) => tried.step === request.step);
    if (before) return before.ceilingUsd;
    switch (request.step) {
      case 'compose':
        return work.input ? compose.ceilingUsd(work.input) : 0;
      case 'render':
        return floimg.renderCeilingUsd(runnable.workflowOf(work.agentId));
      case 'publish':
        return 0;
      default:
        return never(request);
    }
  };

  return async (work, draft) => {
    const { open } = draft.state;
    if (open === null) throw new Error(`tick ${work.tick.tickId} is not open`);
    const { tickId } = open;
    const ending = (how: Ending): null => {
      const refusal = draft.take(end(draft.state, tickId, { ...how, nowMs: clock.wallNow() }));
      if (refusal) throw new Error(`${tickId} cannot end: ${refusal.reason}`);
      return null;
    };
    const next = nextStep(open);
    if (next.kind === 'finished') return ending(finished(open));
    if (next.kind === 'failed') return ending(stuck(open));
    if (next.kind === 'open') throw new Error(`${next.attempt.attemptId} has no outcome yet`);

    const paused = runnable.notBecause(work.agentId);
    if (paused !== null) return ending({ outcome: 'skipped', code: PAUSED, reason: paused });
    const { step, n } = next;
    if (step === 'publish' && open.kind === 'post' && open.draftId === undefined && runnable.isOnHold(work.agentId)) {
      const refused = draft.take(holdBack(draft.state, tickId, runnable.personaOf(work.agentId)));
      if (refused) return ending({ outcome: 'rejected', code: refused.code, reason: refused.reason });
      return ending({ outcome: 'skipped', code: HELD, reason: 'made, and waits for an operator to say yes' });
    }
    // A tick accepted before writing was switched off ends here: the switch is about the gallery, not about new ticks.
    if (options.writes === 'off' && step !== 'compose')
      return ending({ outcome: 'skipped', code: 'writes_off', reason: `FLEET_WRITES is off: no ${step}` });
    const request = requestOf(work, { state: draft.state, open }, step, runnable.workflowOf(work.agentId));
    if (request === null) return ending({ outcome: 'rejected', code: 'no_request', reason: `nothing to ${step}` });
    const attemptId = attemptIdOf(tickId, step, n);
    const ceilingUsd = ceilingOf(work, request, open);
    const reserved = await budget.reserve(attemptId, work.agentId, ceilingUsd);
    if (reserved !== 'reserved') {
      const code = reserved === 'denied' ? 'budget_denied' : 'budget_unavailable';
      return ending({ outcome: 'skipped', code, reason: `no budget for up to $${ceilingUsd}` });
    }
    const command = { tickId, claimId: work.cause.claimId, ceilingUsd, attemptedAt: clock.wallNow(), request };
    const refusal = draft.take(attempt(draft.state, command));
    if (refusal) return ending({ outcome: 'rejected', code: refusal.code, reason: refusal.reason });
    return { attemptId, step };
  };
};
