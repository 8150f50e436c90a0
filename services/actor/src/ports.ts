import type { ComposeResult, PromptRef, RenderResult, Wrote } from '@fleet/domain/activity/activity-events';
import type { AgentConfig, WorkflowKind } from '@fleet/domain/agent/agent-config';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import type { OwnBank } from '@fleet/domain/persona/banks/own-bank';

/** Ports of the actor: the protocol is written against these, edges implement them, testkit fakes them. */

/** What one version of a persona writes with. `persona` and `version`: whose these texts really are. */
export type PersonaTexts = {
  readonly persona: string;
  readonly version: number;
  readonly voice: string | null;
  /** Captions as it would write them; may be empty. */
  readonly examples: readonly string[];
  /** Texts of its own for when no model answers; null: the built-in ones. */
  readonly bank: OwnBank | null;
};

/** Who acts; `username` goes out as X-Agent-Id. */
export type ActingAgent = {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly personaId: string | null;
  readonly config: AgentConfig;
  /** Null: of no persona, or nothing is written in this call. */
  readonly texts: PersonaTexts | null;
};

/** Context of every outside call. `key` is the attempt id, sent as Idempotency-Key; correctness never depends on it. */
export type CallContext = {
  readonly key: string | null;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
  /** Asked once more where a call had to wait for its place: why it is not to be sent after all; null: it is. */
  readonly notBecause?: () => string | null;
};

export type GalleryUser = { readonly id: string; readonly username: string; readonly name: string };
export type GalleryItem = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly likeCount: number;
  readonly commentCount: number;
  /** Platform clock, ms. */
  readonly createdAt: number;
  readonly user: GalleryUser | null;
  readonly imageUrl: string | null;
  /** Null where the platform does not say. */
  readonly isLiked: boolean | null;
};
export type GalleryComment = {
  readonly id: string;
  readonly content: string;
  readonly createdAt: number;
  readonly user: GalleryUser | null;
};

/**
 * Every answer of the platform, as a value (facts on the FloImg API, error table).
 * `unclear`: the request may or may not have been applied (timeout, reset, 5xx, an answer that is not what was agreed).
 */
export type Answer<T> =
  | {
      readonly kind: 'ok';
      readonly value: T /** Platform clock minus ours, ms, from the Date header; null when absent. */;
      readonly skewMs: number | null;
    }
  | { readonly kind: 'unauthorized'; readonly reason: string }
  | { readonly kind: 'forbidden'; readonly reason: string }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'agent_limit'; readonly code: string; readonly untilWall: number; readonly reason: string }
  | { readonly kind: 'fleet_limit'; readonly code: string; readonly untilWall: number; readonly reason: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number; readonly reason: string }
  | { readonly kind: 'platform_paused'; readonly reason: string }
  /** A workflow that certainly failed (HTTP 500 with status "error"). `retryable` null: the engine did not say. */
  | {
      readonly kind: 'workflow_failed';
      readonly code: string | null;
      readonly retryable: boolean | null;
      readonly reason: string;
    }
  /** Never reached the platform: connection refused, or the breaker is open. */
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string };

export type Rendered = {
  readonly imageUrl: string;
  readonly imageId: string | null;
  readonly usage: readonly {
    provider: string;
    model?: string;
    operation?: string;
    imageCount?: number;
    size?: string;
    quality?: string;
  }[];
  readonly costUsd: number;
  /** What the guardrail said of the picture, where it looked. */
  readonly verdicts?: RenderResult['verdicts'];
};

export type FloImg = {
  provision(agent: ActingAgent, call: CallContext): Promise<Answer<{ id: string; created: boolean }>>;
  deprovision(agentId: string, username: string, call: CallContext): Promise<Answer<{ found: boolean }>>;
  /** `agent` null: the service itself looks, in nobody's name. */
  items(
    agent: ActingAgent | null,
    page: { limit: number; offset: number; sort: 'recent' | 'popular' | 'trending' },
    call: CallContext,
  ): Promise<Answer<readonly GalleryItem[]>>;
  item(agent: ActingAgent, id: string, call: CallContext): Promise<Answer<GalleryItem>>;
  comments(
    agent: ActingAgent | null,
    id: string,
    page: { limit: number; offset: number },
    call: CallContext,
  ): Promise<Answer<readonly GalleryComment[]>>;
  render(agent: ActingAgent, workflow: WorkflowKind, imagePrompt: string, call: CallContext): Promise<Answer<Rendered>>;
  post(
    agent: ActingAgent,
    post: { title: string; caption: string; imageUrl: string },
    call: CallContext,
  ): Promise<Answer<{ id: string }>>;
  like(agent: ActingAgent, postId: string, call: CallContext): Promise<Answer<{ liked: boolean; likeCount: number }>>;
  comment(agent: ActingAgent, postId: string, text: string, call: CallContext): Promise<Answer<{ id: string }>>;
  /** The free probe: a `shapes` workflow. */
  probe(call: CallContext): Promise<Answer<true>>;
  /** Upper bound in USD of rendering this workflow, by the price list. */
  renderCeilingUsd(workflow: WorkflowKind): number;
};

/** The situation a text is written in, besides the hour: what makes one agent's day another than its neighbour's. */
export type Today = {
  readonly partOfDay: string;
  /** How the day feels, the same until the agent's midnight. */
  readonly mood: string;
  /** Titles of the agent's own latest pictures. */
  readonly made: readonly string[];
  /** Others' titles it has just come across. */
  readonly seen: readonly string[];
  /** Others' captions of the moment, which a new one should not resemble. */
  readonly said: readonly string[];
};

/** Which try at composing this is, from 1, and what the last one's words were turned down for. */
export type Try = { readonly n: number; readonly rejected: Wrote | null };

/** What the model is told; built by pure code, bounded, untrusted texts delimited. */
export type ComposeInput =
  | {
      readonly kind: 'post';
      readonly agent: ActingAgent;
      readonly localTime: string;
      readonly recentCaptions: readonly string[];
      readonly trending: readonly string[];
      readonly draw: number;
      readonly today?: Today;
      readonly attempt?: Try;
    }
  | {
      readonly kind: 'comment';
      readonly agent: ActingAgent;
      readonly localTime: string;
      readonly recentComments: readonly string[];
      readonly candidates: readonly {
        id: string;
        title: string;
        description: string;
        author: string;
        isAgent: boolean;
        comments: readonly string[];
      }[];
      readonly draw: number;
      readonly today?: Today;
      readonly attempt?: Try;
    };

export type Compose = {
  /** Upper bound in USD of this call: bytes of input × input price + max output tokens × output price. */
  ceilingUsd(input: ComposeInput): number;
  prompt(input: ComposeInput): PromptRef;
  /** One call to the model and the checks of its answer. Never throws for what a model or a network can do. */
  compose(
    input: ComposeInput,
    call: CallContext,
  ): Promise<
    | { readonly kind: 'ok'; readonly result: ComposeResult; readonly costUsd: number }
    /** The model answered, but not usably (prose, refusal, wrong index, guardrail): paid for. */
    | {
        readonly kind: 'unusable';
        readonly code: string;
        readonly reason: string;
        readonly costUsd: number;
        /** Whether telling the model what was wrong may help. */
        readonly again: boolean;
        readonly wrote: Wrote;
      }
    | { readonly kind: 'unsent'; readonly reason: string }
    /** Timeout or a broken connection: it may have been billed. */
    | { readonly kind: 'unclear'; readonly reason: string }
  >;
};

/** What became of growing an agent's own character: sealed in its stream as it is. */
export type Grown = Extract<AgentEvent, { type: 'AgentGrown' }>['data'];
/** `key` names the reservation: another one for each call. Never throws, and never leaves an agent without a character. */
export type Grow = (agent: ActingAgent, call: CallContext & { readonly key: string }) => Promise<Grown>;

/** The ledger's port. Both are idempotent by attempt id, and answer within seconds whatever the ledger does. */
export type Budget = {
  reserve(attemptId: string, agentId: string, ceilingUsd: number): Promise<'reserved' | 'denied' | 'unavailable'>;
  /** `exceeded`: booked, and more than was reserved: a person must look. `unavailable`: tried again later. */
  settle(attemptId: string, costUsd: number): Promise<'settled' | 'exceeded' | 'unavailable'>;
};

export type ComposeAnswer = Awaited<ReturnType<Compose['compose']>>;

/** A post that the model wrote before its moment, with what it was written by. */
export type WrittenPost = {
  readonly imagePrompt: string;
  readonly title: string;
  readonly caption: string;
  readonly prompt: PromptRef;
  readonly provider: string;
  readonly model: string;
};

/** Posts written ahead, by shelf (a persona, or one agent without any). Bounded; the oldest make room. */
export type WrittenPosts = {
  /** Takes one off the shelf for this attempt alone; asked again for the same attempt, the same one. Null: none there. */
  take(attemptId: string, shelf: string): Promise<WrittenPost | null>;
  /** Never throws: posts that cannot be kept are lost, and written anew. */
  put(attemptId: string, shelf: string, posts: readonly WrittenPost[]): Promise<void>;
};

/** The provider's own judgement, where it has one. Free of charge where it exists. */
export type Moderation = {
  /** @param imageUrls pictures, each moderated with the texts; an endpoint that takes none says so */
  check(
    of: { readonly texts: readonly string[]; readonly imageUrls: readonly string[] },
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'allowed' }
    | { readonly kind: 'flagged'; readonly categories: readonly string[] }
    | { readonly kind: 'not_available'; readonly reason: string }
    /** It exists, and gave no answer. */
    | { readonly kind: 'failed'; readonly reason: string }
  >;
};

/** The fleet's last texts, so that no two agents publish twins. A repeat of the same claim gets the same answer. */
export type TextClaims = {
  claim(attemptId: string, text: string): Promise<'claimed' | 'near_duplicate' | 'unavailable'>;
};

export const CRASH_POINTS = [
  'before-accept',
  'reserved-not-appended',
  'appended-not-sent',
  'sent-no-answer',
  'answer-no-outcome',
  'outcome-not-settled',
  'settled-no-ack',
  'ack-lost',
] as const;
export type CrashPointLabel = (typeof CRASH_POINTS)[number];
/** No-op in production; fault injection stops or kills the process here. `where` is the step, or 'tick'. */
export type CrashPoint = (label: CrashPointLabel, where: string) => Promise<void>;
