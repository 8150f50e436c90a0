import { accepted, type Decision, never, refused } from '../decision.ts';
import { attemptIdOf } from '../identity.ts';
import type { ActionKind, ActivityEvent, AttemptRequest, Step, StepResult, Wrote } from './activity-events.ts';
import {
  type ActivityState,
  type Attempt,
  DRAFTS,
  isDraftRefused,
  type OpenTick,
  openAttempt,
  resultOf,
  usageOf,
} from './activity-state.ts';

/** Two accepted moments of one agent lie at least this far apart, fleet ms. */
export const MIN_GAP_MS = 5_000;

/** How often a step may be tried: a workflow is never sent twice, since it cannot be read back and may cost money. */
export const MAX_ATTEMPTS: Readonly<Record<Step, number>> = { compose: 2, render: 1, publish: 2 };

export type Tick = { readonly tickId: string; readonly due: number };

/** What a delivered tick is to this agent now. */
export type Screening =
  | { readonly kind: 'fresh' }
  /** It is the open one: go on where its events end. */
  | { readonly kind: 'resume'; readonly open: OpenTick }
  /** Another one is open. */
  | { readonly kind: 'busy'; readonly open: OpenTick }
  | { readonly kind: 'ignored'; readonly reason: 'past' | 'too_close' };

/** Handled before (or overtaken by a later one), open, or new. Decides nothing by itself. */
export const screenTick = (state: ActivityState, tick: Tick): Screening => {
  if (state.open?.tickId === tick.tickId) return { kind: 'resume', open: state.open };
  const { lastAcceptedDue, lastSkippedDue } = state;
  if (lastAcceptedDue !== null && tick.due <= lastAcceptedDue) return { kind: 'ignored', reason: 'past' };
  if (lastSkippedDue !== null && tick.due <= lastSkippedDue) return { kind: 'ignored', reason: 'past' };
  if (state.open) return { kind: 'busy', open: state.open };
  if (lastAcceptedDue !== null && tick.due < lastAcceptedDue + MIN_GAP_MS)
    return { kind: 'ignored', reason: 'too_close' };
  return { kind: 'fresh' };
};

/** A fresh tick is accepted; one that finds another open is skipped; all others decide nothing. */
export const acceptTick = (
  state: ActivityState,
  tick: Tick,
  how: {
    readonly kind: ActionKind;
    readonly agentRevision: number;
    readonly shadow: boolean;
    readonly draftId?: string | undefined;
  },
): Decision<ActivityEvent> => {
  const screening = screenTick(state, tick);
  switch (screening.kind) {
    case 'fresh':
      return accepted<ActivityEvent>({
        type: 'TickAccepted',
        data: {
          tickId: tick.tickId,
          due: tick.due,
          kind: how.kind,
          agentRevision: how.agentRevision,
          shadow: how.shadow,
          ...(how.draftId === undefined ? {} : { draftId: how.draftId }),
        },
      });
    case 'busy':
      return skipTick(state, tick, 'busy');
    case 'resume':
    case 'ignored':
      return accepted<ActivityEvent>();
    default:
      return never(screening);
  }
};

/** Says why a tick is not taken, once. */
export const skipTick = (
  state: ActivityState,
  tick: Tick,
  reason: 'busy' | 'limit' | 'budget_unavailable' | 'too_close',
): Decision<ActivityEvent> => {
  const screening = screenTick(state, tick);
  const known = screening.kind === 'resume' || (screening.kind === 'ignored' && screening.reason === 'past');
  if (known) return accepted<ActivityEvent>();
  return accepted<ActivityEvent>({ type: 'TickSkipped', data: { tickId: tick.tickId, due: tick.due, reason } });
};

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

/** Bounds what others wrote before it becomes an event: events are for ever. */
const bounded = (text: string): string => text.slice(0, 500);

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

/**
 * Keeps a post that is ready for an operator's yes instead of publishing it. Refused where the open tick has no
 * finished post, or has perhaps published it.
 */
export const holdBack = (state: ActivityState, tickId: string, personaId: string | null): Decision<ActivityEvent> => {
  const { open } = state;
  if (open?.tickId !== tickId) return refused('not_open', `tick ${tickId} is not open`);
  const composed = resultOf(open, 'compose')?.composed;
  const rendered = resultOf(open, 'render');
  const tried = open.attempts.some(({ step }) => step === 'publish');
  if (composed?.kind !== 'post' || !rendered || tried)
    return refused('not_ready', `tick ${tickId} has no post to hold`);
  const { title, caption } = composed;
  const { imageUrl } = rendered;
  return accepted<ActivityEvent>({ type: 'PostDrafted', data: { tickId, personaId, title, caption, imageUrl } });
};

/** Whether a draft is never tried again after its tick ended so: published, perhaps published, or refused too often. */
const isDraftOver = (state: ActivityState, draftId: string, { outcome, code }: Ending): boolean => {
  const tries = state.drafts.get(draftId)?.tries ?? 0;
  const published = outcome === 'done' && !state.open?.shadow;
  return published || outcome === 'unknown' || (isDraftRefused(outcome, code) && tries + 1 >= DRAFTS.triesMost);
};

export type Ending = {
  readonly outcome: 'done' | 'rejected' | 'unknown' | 'skipped';
  readonly code: string | null;
  readonly reason: string | null;
  /** Wall ms. */
  readonly nowMs: number;
};

/** The one end of the open tick. Refused while an attempt is open: its outcome comes first. */
export const end = (state: ActivityState, tickId: string, how: Ending): Decision<ActivityEvent> => {
  const { open } = state;
  if (open?.tickId !== tickId) return refused('not_open', `tick ${tickId} is not open`);
  if (openAttempt(state)) return refused('attempt_open', `tick ${tickId} has an open attempt`);
  const usage = usageOf(open);
  return accepted<ActivityEvent>({
    type: 'TickEnded',
    data: {
      ...usage,
      tickId,
      kind: open.kind,
      outcome: how.outcome,
      code: how.code,
      reason: how.reason === null ? null : bounded(how.reason),
      tookMs: Math.max(0, how.nowMs - open.acceptedAtMs),
      shadow: open.shadow,
      ...(open.draftId === undefined
        ? {}
        : { draftId: open.draftId, draftOver: isDraftOver(state, open.draftId, how) }),
    },
  });
};

/** Gives a tick up: the open one is charged at its ceilings, an unknown one is written down, an ended one is left alone. */
export const abandon = (
  state: ActivityState,
  tick: Tick,
  deliveries: number,
  reason: string,
): Decision<ActivityEvent> => {
  const screening = screenTick(state, tick);
  if (screening.kind === 'ignored') return accepted<ActivityEvent>();
  const open = screening.kind === 'resume' ? screening.open : null;
  const costUsd = (open?.attempts ?? []).reduce((sum, a) => sum + (a.outcome?.costUsd ?? a.ceilingUsd), 0);
  const { tickId } = tick;
  const ofDraft = open?.draftId === undefined ? {} : { draftId: open.draftId };
  return accepted<ActivityEvent>({
    type: 'TickAbandoned',
    data: { tickId, kind: open?.kind ?? null, deliveries, reason: bounded(reason), costUsd, ...ofDraft },
  });
};

/** Whether this tick is known to have ended by being given up: an ordinary end leaves no mark on what was skipped. */
export const wasAbandoned = (state: ActivityState, tick: Tick): boolean =>
  state.lastEnded?.tickId === tick.tickId && state.lastSkippedDue === tick.due;
