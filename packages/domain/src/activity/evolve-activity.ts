import { never } from '../decision.ts';
import type { ActivityEvent } from './activity-events.ts';
import {
  type ActivityState,
  type AttemptOutcome,
  DRAFTS,
  type EndedTick,
  isDraftRefused,
  MEMORY,
  type OpenTick,
  type SeenPost,
  type TouchedPost,
} from './activity-state.ts';
import { restore } from './memory-snapshot.ts';

const HOUR_MS = 3_600_000;

export type At = {
  /** Wall ms at which the event was recorded. */
  readonly recordedAtMs: number;
};

type Of<T extends ActivityEvent['type']> = Extract<ActivityEvent, { type: T }>['data'];

const later = (a: number | null, b: number): number => (a === null || b > a ? b : a);

const countAction = (hour: ActivityState['hour'], atMs: number): ActivityState['hour'] => {
  const startsAtMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
  return { startsAtMs, actions: hour.startsAtMs === startsAtMs ? hour.actions + 1 : 1 };
};

const browsed = (state: ActivityState, data: Of<'FeedBrowsed'>): ReadonlyMap<string, SeenPost> => {
  const seen = new Map(state.seen);
  for (const { postId, createdAt } of data.seen)
    if (!seen.has(postId)) seen.set(postId, { createdAt, foundIn: data.tickId });
  for (const postId of seen.keys()) {
    if (seen.size <= MEMORY.seenPosts) break;
    seen.delete(postId);
  }
  return seen;
};

/** Touched from the attempt on: whatever becomes of it, this post is not picked again. */
const touch = (
  state: ActivityState,
  postId: string,
  what: 'liked' | 'commented',
  atMs: number,
): Pick<ActivityState, 'touched' | 'forgottenUntil'> => {
  const before = state.touched.get(postId);
  if (before?.[what]) return state;
  const entry: TouchedPost = {
    createdAt: before?.createdAt ?? state.seen.get(postId)?.createdAt ?? atMs,
    liked: before?.liked ?? false,
    commented: before?.commented ?? false,
    [what]: true,
  };
  const touched = new Map(state.touched).set(postId, entry);
  if (touched.size <= MEMORY.touchedPosts) return { touched, forgottenUntil: state.forgottenUntil };
  // Room for new entries is made by forgetting the oldest, and by never looking at posts as old as that again.
  let oldest: [string, TouchedPost] = [postId, entry];
  for (const candidate of touched) if (candidate[1].createdAt < oldest[1].createdAt) oldest = candidate;
  touched.delete(oldest[0]);
  return { touched, forgottenUntil: Math.max(state.forgottenUntil, oldest[1].createdAt) };
};

const attempted = (state: ActivityState, data: Of<'EffectAttempted'>, atMs: number): ActivityState => {
  const { request } = data;
  const touching =
    request.step !== 'publish' || request.kind === 'post'
      ? state
      : { ...state, ...touch(state, request.postId, request.kind === 'like' ? 'liked' : 'commented', atMs) };
  if (state.open?.tickId !== data.tickId) return touching;
  const { attemptId, n, claimId, ceilingUsd, attemptedAt } = data;
  const attempt = { attemptId, step: request.step, n, claimId, ceilingUsd, attemptedAt, request, outcome: null };
  const makesPost = request.step === 'render' || (request.step === 'publish' && request.kind === 'post');
  return {
    ...touching,
    lastPostDue: makesPost ? later(state.lastPostDue, state.open.due) : state.lastPostDue,
    open: { ...state.open, attempts: [...state.open.attempts, attempt] },
  };
};

const observed = (state: ActivityState, attemptId: string, outcome: AttemptOutcome): ActivityState => {
  if (!state.open) return state;
  const attempts = state.open.attempts.map((attempt) =>
    attempt.attemptId === attemptId && attempt.outcome === null ? { ...attempt, outcome } : attempt,
  );
  return { ...state, open: { ...state.open, attempts } };
};

/** An attempt still open at the end (an abandoned tick) is charged its ceiling. */
const settlementsOf = (tick: OpenTick): EndedTick['settlements'] =>
  tick.attempts.map(({ attemptId, outcome, ceilingUsd }) => ({
    attemptId,
    costUsd: outcome?.costUsd ?? ceilingUsd,
  }));

const ended = (state: ActivityState, tickId: string): ActivityState =>
  state.open?.tickId === tickId
    ? { ...state, open: null, lastEnded: { tickId, settlements: settlementsOf(state.open) } }
    : { ...state, lastEnded: { tickId, settlements: [] } };

const drafted = (state: ActivityState, data: Of<'PostDrafted'>, atMs: number): ActivityState => {
  const { tickId, title, caption, imageUrl } = data;
  const drafts = new Map(state.drafts).set(tickId, { title, caption, imageUrl, atMs, tries: 0 });
  for (const [draftId, draft] of drafts) {
    if (drafts.size <= MEMORY.drafts && atMs - draft.atMs < DRAFTS.expireMs) break;
    drafts.delete(draftId);
  }
  return { ...state, drafts };
};

const withoutDraft = (state: ActivityState, draftId: string | undefined): ActivityState => {
  if (draftId === undefined || !state.drafts.has(draftId)) return state;
  const drafts = new Map(state.drafts);
  drafts.delete(draftId);
  return { ...state, drafts };
};

/** What becomes of the draft that a tick was to publish: once published, or perhaps published, it is none any more. */
const draftAfter = (state: ActivityState, { draftId, draftOver, outcome, code }: Of<'TickEnded'>): ActivityState => {
  const draft = draftId === undefined ? undefined : state.drafts.get(draftId);
  if (draftId === undefined || !draft) return state;
  if (draftOver) return withoutDraft(state, draftId);
  if (!isDraftRefused(outcome, code)) return state;
  return { ...state, drafts: new Map(state.drafts).set(draftId, { ...draft, tries: draft.tries + 1 }) };
};

const abandoned = (state: ActivityState, tickId: string): ActivityState => {
  const due = Number.parseInt(tickId.slice(tickId.lastIndexOf('.') + 1), 36);
  const lastSkippedDue = Number.isSafeInteger(due) ? later(state.lastSkippedDue, due) : state.lastSkippedDue;
  return { ...ended(state, tickId), lastSkippedDue };
};

const last = <T>(list: readonly T[], entry: T): readonly T[] => [...list, entry].slice(-MEMORY.ownTexts);

const apply = (state: ActivityState, event: ActivityEvent, atMs: number): ActivityState => {
  switch (event.type) {
    case 'TickAccepted': {
      const { tickId, due, kind, shadow, draftId } = event.data;
      return {
        ...state,
        lastAcceptedDue: later(state.lastAcceptedDue, due),
        hour: countAction(state.hour, atMs),
        open: { tickId, due, kind, shadow, acceptedAtMs: atMs, attempts: [], ...(draftId && { draftId }) },
      };
    }
    case 'FeedBrowsed':
      return { ...state, seen: browsed(state, event.data) };
    case 'EffectAttempted':
      return attempted(state, event.data, atMs);
    case 'EffectSucceeded': {
      const { attemptId, costUsd, result } = event.data;
      return observed(state, attemptId, { kind: 'succeeded', costUsd, result });
    }
    case 'EffectFailed': {
      const { attemptId, costUsd, code, reason, again, wrote } = event.data;
      return observed(state, attemptId, { kind: 'failed', costUsd, code, reason, again, wrote });
    }
    case 'EffectUnknown': {
      const { attemptId, costUsd, reason } = event.data;
      return observed(state, attemptId, { kind: 'unknown', costUsd, reason });
    }
    case 'PostPublished': {
      const { postId, title, caption } = event.data;
      return { ...state, ownPosts: last(state.ownPosts, { postId, title, caption }) };
    }
    case 'PostDrafted':
      return drafted(state, event.data, atMs);
    case 'CommentLeft': {
      const { postId, text } = event.data;
      const own = last(state.ownComments, { postId, text });
      return { ...state, ...touch(state, postId, 'commented', atMs), ownComments: own };
    }
    case 'PostLiked':
      return { ...state, ...touch(state, event.data.postId, 'liked', atMs) };
    case 'TickEnded':
      return ended(draftAfter(state, event.data), event.data.tickId);
    case 'TickAbandoned':
      return abandoned(withoutDraft(state, event.data.draftId), event.data.tickId);
    case 'TickSkipped':
      return { ...state, lastSkippedDue: later(state.lastSkippedDue, event.data.due) };
    case 'MemorySummarized':
      return restore(event.data.state) ?? state;
    default:
      return never(event);
  }
};

/** Folds one event in. An unreadable summary changes nothing: the fold then simply begins earlier. */
export const evolveActivity = (state: ActivityState, event: ActivityEvent, at: At): ActivityState => {
  const next = apply(state, event, at.recordedAtMs);
  const eventsSinceSummary = event.type === 'MemorySummarized' ? 0 : state.eventsSinceSummary + 1;
  return { ...next, eventsSinceSummary };
};
