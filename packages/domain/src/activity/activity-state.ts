import type { ActionKind, AttemptRequest, PromptRef, Step, StepResult, Wrote } from './activity-events.ts';

/** Entries kept of posts seen and posts touched; texts of one's own kept for prompts and for reading back. */
export const MEMORY = {
  seenPosts: 300,
  touchedPosts: 1_000,
  ownTexts: 20,
  /** A summary is due after this many events. */
  summaryEveryEvents: 100,
  /** Touched posts are kept this long by the platform's clock: a day longer than posts are candidates. */
  touchedKeptMs: 15 * 86_400_000,
  drafts: 50,
} as const;

/** Posts on hold: how many of one agent may wait, for how long (wall), and how often publishing one is tried. */
export const DRAFTS = { waitingMost: 20, expireMs: 14 * 86_400_000, triesMost: 3 } as const;

const DRAFT_REFUSALS: ReadonlySet<string> = new Set(['invalid', 'gone', 'absent']);

/** Whether the platform refused the draft itself: a limit, a pause or an outage says nothing about it. */
export const isDraftRefused = (outcome: string, code: string | null): boolean =>
  outcome === 'rejected' && code !== null && DRAFT_REFUSALS.has(code);

/** A post that was made and not published yet. `atMs`: wall. `tries`: ticks that the platform refused it in. */
export type DraftedPost = {
  readonly title: string;
  readonly caption: string;
  readonly imageUrl: string;
  readonly atMs: number;
  readonly tries: number;
};

export type AttemptOutcome =
  | { readonly kind: 'succeeded'; readonly costUsd: number; readonly result: StepResult }
  | {
      readonly kind: 'failed';
      readonly costUsd: number;
      readonly code: string;
      readonly reason: string;
      readonly again: boolean;
      readonly wrote?: Wrote | undefined;
    }
  | { readonly kind: 'unknown'; readonly costUsd: number; readonly reason: string };

/** One try at one step. Open while `outcome` is null. */
export type Attempt = {
  readonly attemptId: string;
  readonly step: Step;
  readonly n: number;
  readonly claimId: string;
  readonly ceilingUsd: number;
  /** Wall ms of the worker that appended it. */
  readonly attemptedAt: number;
  readonly request: AttemptRequest;
  readonly outcome: AttemptOutcome | null;
};

export type OpenTick = {
  readonly tickId: string;
  readonly due: number;
  readonly kind: ActionKind;
  readonly shadow: boolean;
  /** Wall ms. */
  readonly acceptedAtMs: number;
  /** In order; at most two per step. */
  readonly attempts: readonly Attempt[];
  /** The draft that it publishes instead of making a post. */
  readonly draftId?: string | undefined;
};

/** What a tick that has ended still needs: its settlements, for a worker that finds it ended but not acked. */
export type EndedTick = {
  readonly tickId: string;
  readonly settlements: readonly { readonly attemptId: string; readonly costUsd: number }[];
};

/** `createdAt`: the platform's, ms. `foundIn`: the tick whose browse saw it first. */
export type SeenPost = { readonly createdAt: number; readonly foundIn: string };
export type TouchedPost = { readonly createdAt: number; readonly liked: boolean; readonly commented: boolean };

/** Everything an agent remembers of what it did: bounded, and enough never to do the same thing twice. */
export type ActivityState = {
  /** Fleet ms. */
  readonly lastAcceptedDue: number | null;
  readonly lastSkippedDue: number | null;
  /** Of the tick that last made a picture to post: what a cooldown counts from. Fleet ms. */
  readonly lastPostDue: number | null;
  readonly open: OpenTick | null;
  readonly lastEnded: EndedTick | null;
  readonly seen: ReadonlyMap<string, SeenPost>;
  readonly touched: ReadonlyMap<string, TouchedPost>;
  /** Posts created at or before this moment may have been forgotten, so they are no candidates any more. */
  readonly forgottenUntil: number;
  readonly ownPosts: readonly { readonly postId: string; readonly title: string; readonly caption: string }[];
  readonly ownComments: readonly { readonly postId: string; readonly text: string }[];
  /** By the tick that made them, oldest first: what an operator may still say yes to. */
  readonly drafts: ReadonlyMap<string, DraftedPost>;
  /** Accepted ticks in the hour (wall, from `startsAtMs`). */
  readonly hour: { readonly startsAtMs: number; readonly actions: number };
  readonly eventsSinceSummary: number;
};

export const initialActivity: ActivityState = {
  lastAcceptedDue: null,
  lastSkippedDue: null,
  lastPostDue: null,
  open: null,
  lastEnded: null,
  seen: new Map(),
  touched: new Map(),
  forgottenUntil: 0,
  ownPosts: [],
  ownComments: [],
  drafts: new Map(),
  hour: { startsAtMs: 0, actions: 0 },
  eventsSinceSummary: 0,
};

/** Drafts that have not expired. `wallMs`: wall clock. */
export const freshDrafts = (state: ActivityState, wallMs: number): readonly (readonly [string, DraftedPost])[] =>
  [...state.drafts].filter(([, { atMs }]) => wallMs - atMs < DRAFTS.expireMs);

/** The attempt whose outcome nobody has stated yet, if any. */
export const openAttempt = (state: ActivityState): Attempt | null =>
  state.open?.attempts.find((attempt) => attempt.outcome === null) ?? null;

/** The sealed result of a step of the open tick. */
export const resultOf = <S extends Step>(tick: OpenTick, step: S): Extract<StepResult, { step: S }> | null => {
  for (const attempt of tick.attempts) {
    const { outcome } = attempt;
    if (outcome?.kind === 'succeeded' && outcome.result.step === step)
      return outcome.result as Extract<StepResult, { step: S }>;
  }
  return null;
};

/** What the tick has cost so far, and which model wrote for it. */
export const usageOf = (
  tick: OpenTick,
): { costUsd: number; inputTokens: number; outputTokens: number; model: string | null; prompt: PromptRef | null } => {
  const composed = resultOf(tick, 'compose');
  const turnedDown = tick.attempts.flatMap(({ outcome }) =>
    outcome?.kind === 'failed' && outcome.wrote ? [outcome.wrote] : [],
  );
  const calls = [...turnedDown, ...(composed?.rejected ? [composed.rejected] : []), ...(composed ? [composed] : [])];
  // A text of the bank costs nothing: what was paid goes to the model whose words it replaces.
  const paid = calls.findLast(({ inputTokens }) => inputTokens > 0) ?? calls.at(-1);
  return {
    costUsd: tick.attempts.reduce((sum, attempt) => sum + (attempt.outcome?.costUsd ?? 0), 0),
    inputTokens: calls.reduce((sum, call) => sum + call.inputTokens, 0),
    outputTokens: calls.reduce((sum, call) => sum + call.outputTokens, 0),
    model: paid?.model ?? null,
    prompt: composed?.prompt ?? paid?.prompt ?? null,
  };
};
