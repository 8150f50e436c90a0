import { accepted, type Decision, never, refused } from '../decision.ts';
import { attemptIdOf } from '../identity.ts';
import type { ActionKind, ActivityEvent, AttemptRequest, Step, StepResult, Wrote } from './activity-events.ts';
import { type ActivityState, type Attempt, type OpenTick, openAttempt, resultOf } from './activity-state.ts';
import { bounded } from './bounded.ts';

/** How often a step may be tried: a workflow is never sent twice, since it cannot be read back and may cost money. */
export const MAX_ATTEMPTS: Readonly<Record<Step, number>> = { compose: 2, render: 1, publish: 2 };

/**
 * The ordered steps of an action. In shadow nothing is written to the gallery: composing is all. A draft was composed
 * and rendered before.
 */
export const stepsOf = (kind: ActionKind, shadow: boolean, ofDraft = false): readonly Step[] => {
  switch (kind) {
    case 'post':
      if (ofDraft) return shadow ? [] : ['publish'];
      return shadow ? ['compose'] : ['compose', 'render', 'publish'];
    case 'comment':
      return shadow ? ['compose'] : ['compose', 'publish'];
    case 'like':
      return shadow ? [] : ['publish'];
    case 'browse':
      return [];
    default:
      return never(kind);
  }
};

export type NextStep =
  /** `n` from 1. */
  | { readonly kind: 'attempt'; readonly step: Step; readonly n: number }
  /** An attempt is open: its outcome comes first. */
  | { readonly kind: 'open'; readonly attempt: Attempt }
  | { readonly kind: 'failed'; readonly attempt: Attempt }
  /** Every step has its result, or the model had nothing to say. */
  | { readonly kind: 'finished' };

/** Whether a step without a result may be sent once more. */
const mayRepeat = ({ step, n, outcome }: Attempt): boolean => {
  if (n >= MAX_ATTEMPTS[step] || outcome === null || outcome.kind === 'succeeded') return false;
  // A model's answer that got lost costs money but changes nothing outside; anything else unknown stays unknown.
  return outcome.kind === 'failed' ? outcome.again : step === 'compose';
};

/** The first step without a result, and what stands in its way. */
export const nextStep = (tick: OpenTick): NextStep => {
  if (resultOf(tick, 'compose')?.composed.kind === 'skip') return { kind: 'finished' };
  for (const step of stepsOf(tick.kind, tick.shadow, tick.draftId !== undefined)) {
    const tried = tick.attempts.filter((attempt) => attempt.step === step);
    const latest = tried.at(-1);
    if (!latest) return { kind: 'attempt', step, n: 1 };
    if (latest.outcome === null) return { kind: 'open', attempt: latest };
    if (latest.outcome.kind === 'succeeded') continue;
    return mayRepeat(latest) ? { kind: 'attempt', step, n: latest.n + 1 } : { kind: 'failed', attempt: latest };
  }
  return { kind: 'finished' };
};

/** What a step is about to do, by whom: `claimId` is random per delivery, `attemptedAt` wall ms. */
export type AttemptCommand = {
  readonly tickId: string;
  readonly claimId: string;
  readonly ceilingUsd: number;
  readonly attemptedAt: number;
  readonly request: AttemptRequest;
};

const touchedBefore = (state: ActivityState, request: AttemptRequest, n: number): string | null => {
  if (request.step !== 'publish' || request.kind === 'post' || n > 1) return null;
  const touched = state.touched.get(request.postId);
  const before = request.kind === 'like' ? touched?.liked : touched?.commented;
  return before ? request.postId : null;
};

/** Starts the next step of the open tick: refused when it is not the next one, or its post was touched before. */
export const attempt = (state: ActivityState, command: AttemptCommand): Decision<ActivityEvent> => {
  const { tickId, claimId, ceilingUsd, attemptedAt, request } = command;
  if (state.open?.tickId !== tickId) return refused('not_open', `tick ${tickId} is not open`);
  const next = nextStep(state.open);
  if (next.kind !== 'attempt' || next.step !== request.step)
    return refused('not_next', `${request.step} is not the next step of tick ${tickId}`);
  const { draftId } = state.open;
  if (draftId !== undefined && !state.drafts.has(draftId))
    return refused('draft_gone', `draft ${draftId} was published or has expired`);
  const touched = touchedBefore(state, request, next.n);
  if (touched) return refused('touched', `post ${touched} was acted on before`);
  const attemptId = attemptIdOf(tickId, request.step, next.n);
  return accepted<ActivityEvent>({
    type: 'EffectAttempted',
    data: { tickId, attemptId, n: next.n, claimId, ceilingUsd, attemptedAt, request },
  });
};

export type Observation =
  | {
      readonly kind: 'succeeded';
      readonly observed: 'answer' | 'read-back';
      readonly costUsd: number;
      readonly result: StepResult;
    }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly reason: string;
      readonly costUsd: number;
      readonly again: boolean;
      readonly wrote?: Wrote | undefined;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly costUsd: number };

/** What a publish step that succeeded means. */
const factOf = (state: ActivityState, tickId: string, request: AttemptRequest, result: StepResult): ActivityEvent[] => {
  if (request.step !== 'publish' || result.step !== 'publish') return [];
  if (request.kind === 'post') {
    const { title, caption, imageUrl } = request;
    return [{ type: 'PostPublished', data: { tickId, postId: result.id, title, caption, imageUrl } }];
  }
  const { postId } = request;
  const foundIn = state.seen.get(postId)?.foundIn ?? tickId;
  if (request.kind === 'comment')
    return [{ type: 'CommentLeft', data: { tickId, postId, commentId: result.id, text: request.text, foundIn } }];
  return [{ type: 'PostLiked', data: { tickId, postId, likeCount: result.likeCount ?? null, foundIn } }];
};

/** The outcome of the open attempt, with the fact it makes true. Refused as `superseded` when that claim no longer holds it. */
export const outcome = (
  state: ActivityState,
  of: { readonly attemptId: string; readonly claimId: string },
  seen: Observation,
): Decision<ActivityEvent> => {
  const current = openAttempt(state);
  if (!state.open || current?.attemptId !== of.attemptId || current.claimId !== of.claimId)
    return refused('superseded', `attempt ${of.attemptId} is not open under this claim`);
  const { tickId } = state.open;
  const { attemptId, step, request } = current;
  switch (seen.kind) {
    case 'succeeded': {
      const { observed, costUsd, result } = seen;
      return accepted<ActivityEvent>(
        { type: 'EffectSucceeded', data: { tickId, attemptId, observed, costUsd, result } },
        ...factOf(state, tickId, request, result),
      );
    }
    case 'failed': {
      const { code, costUsd, again, wrote } = seen;
      const data = { tickId, attemptId, step, code, reason: bounded(seen.reason), costUsd, again };
      return accepted<ActivityEvent>({ type: 'EffectFailed', data: wrote === undefined ? data : { ...data, wrote } });
    }
    case 'unknown':
      return accepted<ActivityEvent>({
        type: 'EffectUnknown',
        data: { tickId, attemptId, step, reason: bounded(seen.reason), costUsd: seen.costUsd },
      });
    default:
      return never(seen);
  }
};
