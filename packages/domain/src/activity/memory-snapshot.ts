import { z } from 'zod';
import { ActionKind, AttemptRequest, Step, StepResult, Wrote } from './activity-events.ts';
import { type ActivityState, freshDrafts, MEMORY } from './activity-state.ts';

const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('succeeded'), costUsd: z.number(), result: StepResult }),
  z.object({
    kind: z.literal('failed'),
    costUsd: z.number(),
    code: z.string(),
    reason: z.string(),
    again: z.boolean(),
    wrote: Wrote.optional(),
  }),
  z.object({ kind: z.literal('unknown'), costUsd: z.number(), reason: z.string() }),
]);
const SnapshotAttempt = z.object({
  attemptId: z.string(),
  step: Step,
  n: z.number(),
  claimId: z.string(),
  ceilingUsd: z.number(),
  attemptedAt: z.number(),
  request: AttemptRequest,
  outcome: Outcome.nullable(),
});

/** Version 1 of the summary. A later version keeps reading this one. */
const Snapshot = z.object({
  v: z.literal(1),
  lastAcceptedDue: z.number().nullable(),
  lastSkippedDue: z.number().nullable(),
  /** Older summaries lack it. */
  lastPostDue: z.number().nullable().default(null),
  open: z
    .object({
      tickId: z.string(),
      due: z.number(),
      kind: ActionKind,
      shadow: z.boolean(),
      acceptedAtMs: z.number(),
      attempts: z.array(SnapshotAttempt),
      draftId: z.string().optional(),
    })
    .nullable(),
  lastEnded: z
    .object({
      tickId: z.string(),
      settlements: z.array(z.object({ attemptId: z.string(), costUsd: z.number() })),
    })
    .nullable(),
  /** [post, createdAt, found in], oldest sighting first. */
  seen: z.array(z.tuple([z.string(), z.number(), z.string()])),
  /** [post, createdAt, 1 liked + 2 commented]. */
  touched: z.array(z.tuple([z.string(), z.number(), z.number().int().min(0).max(3)])),
  forgottenUntil: z.number(),
  ownPosts: z.array(z.object({ postId: z.string(), title: z.string(), caption: z.string() })),
  ownComments: z.array(z.object({ postId: z.string(), text: z.string() })),
  /** [draft, what it is]; summaries of before there were drafts have none. */
  drafts: z
    .array(
      z.tuple([
        z.string(),
        z.object({
          title: z.string(),
          caption: z.string(),
          imageUrl: z.string(),
          atMs: z.number(),
          tries: z.number().int(),
        }),
      ]),
    )
    .default([]),
  hour: z.object({ startsAtMs: z.number(), actions: z.number() }),
});
type Snapshot = z.infer<typeof Snapshot>;

/**
 * The state as one event's data. Posts touched are dropped 15 days after the platform made them (`nowMs`: wall), and
 * not earlier: a post is a candidate for 14 days only.
 */
export const snapshot = (state: ActivityState, nowMs: number): Snapshot => ({
  v: 1,
  lastAcceptedDue: state.lastAcceptedDue,
  lastSkippedDue: state.lastSkippedDue,
  lastPostDue: state.lastPostDue,
  open: state.open as Snapshot['open'],
  lastEnded: state.lastEnded as Snapshot['lastEnded'],
  seen: [...state.seen].map(([id, { createdAt, foundIn }]) => [id, createdAt, foundIn]),
  touched: [...state.touched]
    .filter(([, { createdAt }]) => createdAt > nowMs - MEMORY.touchedKeptMs)
    .map(([id, { createdAt, liked, commented }]) => [id, createdAt, (liked ? 1 : 0) + (commented ? 2 : 0)]),
  forgottenUntil: state.forgottenUntil,
  ownPosts: [...state.ownPosts],
  ownComments: [...state.ownComments],
  drafts: freshDrafts(state, nowMs).map(([draftId, draft]) => [draftId, draft]),
  hour: state.hour,
});

/** Null when it is no summary this version can read: the fold then goes back further. */
export const restore = (data: unknown): ActivityState | null => {
  const parsed = Snapshot.safeParse(data);
  if (!parsed.success) return null;
  const { v: _, seen, touched, drafts, ...rest } = parsed.data;
  return {
    ...rest,
    drafts: new Map(drafts),
    seen: new Map(seen.map(([id, createdAt, foundIn]) => [id, { createdAt, foundIn }])),
    touched: new Map(
      touched.map(([id, createdAt, bits]) => [id, { createdAt, liked: (bits & 1) !== 0, commented: (bits & 2) !== 0 }]),
    ),
    eventsSinceSummary: 0,
  };
};

export const summaryDue = (state: ActivityState): boolean => state.eventsSinceSummary >= MEMORY.summaryEveryEvents;
