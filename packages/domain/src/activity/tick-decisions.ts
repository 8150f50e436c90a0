import { accepted, type Decision, never, refused } from '../decision.ts';
import type { ActionKind, ActivityEvent } from './activity-events.ts';
import {
  type ActivityState,
  DRAFTS,
  isDraftRefused,
  type OpenTick,
  openAttempt,
  resultOf,
  usageOf,
} from './activity-state.ts';
import { bounded } from './bounded.ts';

/** Two accepted moments of one agent lie at least this far apart, fleet ms. */
export const MIN_GAP_MS = 5_000;

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
