import { z } from 'zod';
import { Verdict } from '../content/verdict.ts';

export const ACTION_KINDS = ['post', 'comment', 'like', 'browse'] as const;
export const ActionKind = z.enum(ACTION_KINDS);
export type ActionKind = z.infer<typeof ActionKind>;

/** Ordered steps of a tick's work; each is attempted at most once at a time. */
export const STEPS = ['compose', 'render', 'publish'] as const;
export const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

const Usd = z.number().nonnegative();

/** Which versioned prompt made a text. */
export const PromptRef = z.object({ id: z.string(), version: z.number().int(), hash: z.string() });
export type PromptRef = z.infer<typeof PromptRef>;

/** Sealed answer of the compose step: what the model said, once and for all. */
export const Composed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), imagePrompt: z.string(), title: z.string(), caption: z.string() }),
  z.object({ kind: z.literal('comment'), postId: z.string(), text: z.string() }),
  /** The model had nothing to say. */
  z.object({ kind: z.literal('skip'), reason: z.string() }),
]);
export type Composed = z.infer<typeof Composed>;

/** Words of a model that were not let pass: kept whole, so that it can be told why, and told again. */
export const Wrote = z.object({
  prompt: PromptRef,
  provider: z.string(),
  model: z.string(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** Bounded to 8,000 characters; empty where no answer could be read. */
  answer: z.string(),
  verdicts: z.array(Verdict),
});
export type Wrote = z.infer<typeof Wrote>;

/** Who wrote a text: the model for this very tick, the model some time before, or people beforehand. */
export const TextSource = z.enum(['model', 'stored', 'bank']);
export type TextSource = z.infer<typeof TextSource>;

const ComposeResult = z.object({
  step: z.literal('compose'),
  composed: Composed,
  prompt: PromptRef,
  provider: z.string(),
  model: z.string(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  /** The model's whole answer, bounded to 8,000 characters. */
  answer: z.string(),
  /** One line per check of the guardrail, in order. */
  verdicts: z.array(Verdict),
  /** Left out means the model. */
  source: TextSource.optional(),
  /** What the model wrote instead, where a text of the bank took its place. */
  rejected: Wrote.optional(),
});
const RenderResult = z.object({
  step: z.literal('render'),
  imageUrl: z.string(),
  imageId: z.string().nullable(),
  workflow: z.string(),
  usage: z.array(
    z.object({
      provider: z.string(),
      model: z.string().optional(),
      operation: z.string().optional(),
      imageCount: z.number().optional(),
      size: z.string().optional(),
      quality: z.string().optional(),
    }),
  ),
  /** Of the picture, where pictures can be moderated. */
  verdicts: z.array(Verdict).optional(),
});
const PublishResult = z.object({
  step: z.literal('publish'),
  /** Id of the item, the comment, or (like) the liked item. */
  id: z.string(),
  /** Likes alone: what the platform said afterwards. */
  liked: z.boolean().optional(),
  likeCount: z.number().int().optional(),
});
export const StepResult = z.discriminatedUnion('step', [ComposeResult, RenderResult, PublishResult]);
export type StepResult = z.infer<typeof StepResult>;
export type ComposeResult = z.infer<typeof ComposeResult>;
export type RenderResult = z.infer<typeof RenderResult>;
export type PublishResult = z.infer<typeof PublishResult>;

/** What an attempt is about to send: enough to read it back later. Bodies of others are never in it. */
export const AttemptRequest = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('compose'),
    kind: z.enum(['post', 'comment']),
    promptId: z.string(),
    /** Ids offered to the model, in order. */ candidates: z.array(z.string()),
  }),
  z.object({ step: z.literal('render'), workflow: z.string(), imagePrompt: z.string() }),
  z.discriminatedUnion('kind', [
    z.object({
      step: z.literal('publish'),
      kind: z.literal('post'),
      title: z.string(),
      caption: z.string(),
      imageUrl: z.string(),
    }),
    z.object({ step: z.literal('publish'), kind: z.literal('comment'), postId: z.string(), text: z.string() }),
    z.object({ step: z.literal('publish'), kind: z.literal('like'), postId: z.string() }),
  ]),
]);
export type AttemptRequest = z.infer<typeof AttemptRequest>;

const Seen = z.object({
  postId: z.string(),
  /** The platform's createdAt, ms. */ createdAt: z.number(),
  comments: z.number().int(),
});

/** Stream `activity-<id>`: what the agent did; written by actors alone. */
export const ActivityEvent = z.discriminatedUnion('type', [
  event('TickAccepted', {
    tickId: z.string(),
    due: z.number().int(),
    kind: ActionKind,
    /** Revision of the agent stream it was decided on. */ agentRevision: z.number().int(),
    shadow: z.boolean(),
    /** The draft that this tick publishes, on an operator's yes: the tick that made it. */
    draftId: z.string().optional(),
  }),
  event('FeedBrowsed', {
    tickId: z.string(),
    pages: z.number().int(),
    seen: z.array(Seen),
    opened: z.array(z.object({ postId: z.string(), commentIds: z.array(z.string()) })),
  }),
  event('EffectAttempted', {
    tickId: z.string(),
    attemptId: z.string(),
    n: z.number().int().min(1),
    claimId: z.string(),
    ceilingUsd: Usd,
    /** Wall ms of the appending worker, for reading back only. */ attemptedAt: z.number(),
    request: AttemptRequest,
  }),
  event('EffectSucceeded', {
    tickId: z.string(),
    attemptId: z.string(),
    observed: z.enum(['answer', 'read-back']),
    costUsd: Usd,
    result: StepResult,
  }),
  /** The effect certainly did not happen (refused, or never sent). */
  event('EffectFailed', {
    tickId: z.string(),
    attemptId: z.string(),
    step: Step,
    code: z.string(),
    reason: z.string(),
    costUsd: Usd,
    /** Whether one more attempt of this step makes sense. */ again: z.boolean(),
    /** Compose alone: what the model wrote, with every verdict on it. */
    wrote: Wrote.optional(),
  }),
  /** Whether the effect happened cannot be told; never sent again. */
  event('EffectUnknown', { tickId: z.string(), attemptId: z.string(), step: Step, reason: z.string(), costUsd: Usd }),
  event('PostPublished', {
    tickId: z.string(),
    postId: z.string(),
    title: z.string(),
    caption: z.string(),
    imageUrl: z.string(),
  }),
  /** A post on hold: made, and waiting for an operator's yes. Its id is the tick's. */
  event('PostDrafted', {
    tickId: z.string(),
    personaId: z.string().nullable(),
    title: z.string(),
    caption: z.string(),
    imageUrl: z.string(),
  }),
  /** `foundIn`: id of the tick whose browse first saw the post. */
  event('CommentLeft', {
    tickId: z.string(),
    postId: z.string(),
    commentId: z.string(),
    text: z.string(),
    foundIn: z.string(),
  }),
  event('PostLiked', {
    tickId: z.string(),
    postId: z.string(),
    likeCount: z.number().int().nullable(),
    foundIn: z.string(),
  }),
  /** The one end of an accepted tick, in the same commit as the fact it ends with. */
  event('TickEnded', {
    tickId: z.string(),
    kind: ActionKind,
    outcome: z.enum(['done', 'rejected', 'unknown', 'skipped']),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    costUsd: Usd,
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    model: z.string().nullable(),
    prompt: PromptRef.nullable(),
    /** Wall ms from acceptance to end. */
    tookMs: z.number(),
    shadow: z.boolean(),
    /** The draft that it was to publish; `draftOver`: it is never tried again. */
    draftId: z.string().optional(),
    draftOver: z.boolean().optional(),
  }),
  /** Delivered more than five times: given up, charged at its ceilings, written to the dead letters. */
  event('TickAbandoned', {
    tickId: z.string(),
    kind: ActionKind.nullable(),
    deliveries: z.number().int(),
    reason: z.string(),
    costUsd: Usd,
    draftId: z.string().optional(),
  }),
  /** Not accepted because the agent had an open tick, or a limit said no. */
  event('TickSkipped', {
    tickId: z.string(),
    due: z.number().int(),
    reason: z.enum(['busy', 'limit', 'budget_unavailable', 'too_close']),
  }),
  /** Bounded memory: everything a later fold needs. Folding reads backwards to the newest one. */
  event('MemorySummarized', { state: z.unknown() }),
]);
export type ActivityEvent = z.infer<typeof ActivityEvent>;
