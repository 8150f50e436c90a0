import type { ActionKind, PromptRef } from '@fleet/domain/activity/activity-events';
import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { ExistingAgent } from '@fleet/domain/agent/agent-state';
import type { FleetState } from '@fleet/domain/fleet/fleet';
import type { Author } from '@fleet/domain/gallery/gallery-events';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { ActivityKind } from '@fleet/domain/read-models/api';
import type { AuditEntry } from '@fleet/domain/read-models/audit';
import type { Draft } from '@fleet/domain/read-models/drafts';
import type { GapMoments } from '@fleet/domain/timing/measures';

/** Rows of the read models as the projection changes them. Dates are ISO 8601, positions bigint. */

export type AgentRow = {
  readonly id: string;
  readonly username: string;
  readonly config: AgentConfig;
  readonly persona: { readonly id: string; readonly version: number } | null;
  readonly desired: ExistingAgent['desired'];
  readonly desiredReason: string | null;
  readonly provisioningError: string | null;
  readonly sleepingUntil: string | null;
  readonly sleepReason: string | null;
  readonly provisioned: boolean;
  readonly deleting: boolean;
  readonly createdAt: string;
  lastActiveAt: string | null;
  lastImageUrl: string | null;
  posts: number;
  comments: number;
  likes: number;
  browses: number;
  failed: number;
  spendUsd: number;
  errorStreak: number;
  lifecyclePosition: bigint;
  position: bigint;
};

export type ActivityRow = {
  readonly id: string;
  readonly position: bigint;
  /** Of the tick's end in the agent's activity stream. */
  readonly revision: number;
  readonly kind: ActivityKind;
  readonly action: ActionKind | null;
  readonly agentId: string;
  readonly agentName: string;
  readonly username: string;
  readonly personaId: string | null;
  readonly at: string;
  readonly recordedAt: string;
  readonly postId: string | null;
  readonly postTitle: string | null;
  readonly text: string | null;
  readonly imageUrl: string | null;
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly model: string | null;
  readonly prompt: PromptRef | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly tookMs: number;
  readonly shadow: boolean;
};

export type PostRow = {
  readonly id: string;
  readonly agentId: string;
  readonly title: string;
  readonly caption: string;
  readonly imageUrl: string;
  readonly publishedAt: string;
  readonly activityId: string;
  likes: number;
  comments: number;
};

/** What was said and done about it: expiring is not in it. `at`, `decidedAt`: wall clock. */
export type DraftRow = Omit<Readonly<Draft>, 'position'> & { readonly position: bigint };

export type PersonaRow = {
  readonly id: string;
  readonly version: number;
  readonly definition: Persona;
  readonly retired: boolean;
  readonly changedAt: string;
};

export type FleetRow = { readonly state: FleetState; readonly changedAt: string | null };

export type AuditRow = Pick<AuditEntry, 'id' | 'at' | 'by' | 'action' | 'target' | 'outcome' | 'code' | 'reason'> &
  Pick<AuditEntry, 'detail' | 'operationId'> & { readonly position: bigint; readonly revision: number };

/** What an agent's moments so far come to: its gaps, and its last day by the hour. */
export type RhythmRow = {
  readonly agentId: string;
  /** Fleet clock. */
  readonly lastAt: string;
  /** Seconds of fleet time. */
  readonly gaps: GapMoments;
  /** Actions per hour of wall time, oldest first; the last is hour number `hoursTo` since 1970. */
  readonly hours: readonly number[];
  readonly hoursTo: number;
};

/** What one batch adds to a row of a statistic. */
export type MinuteStat = { minute: string; kind: ActivityKind; count: number; costUsd: number };
export type HourStat = { hour: string; kind: ActivityKind; count: number; costUsd: number };
export type QuarterStat = { quarter: string; personaId: string; count: number };
export type GapBin = { personaId: string; bin: number; count: number };
export type DailyUsage = {
  day: string;
  agentId: string;
  prompt: string;
  count: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
};
export type DailyStat = {
  day: string;
  personaId: string;
  kind: ActivityKind;
  model: string;
  count: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
};

export type HumanPostRow = { readonly id: string; readonly authorId: string; readonly postedAt: string };
export type HumanCommentRow = {
  readonly id: string;
  readonly postId: string;
  readonly authorId: string;
  readonly on: Author;
  readonly commentedAt: string;
};
/** What one batch adds to an hour or a day. */
export type EffectCounts = {
  humanPosts: number;
  humanComments: number;
  humanLikes: number;
  drawnComments: number;
  drawnLikes: number;
  posts: number;
  comments: number;
  likes: number;
  turnedAway: number;
};
export type EffectHour = EffectCounts & { readonly hour: string };
export type EffectDay = EffectCounts & { readonly day: string };
export type PersonDay = { readonly day: string; readonly personId: string };
export type GalleryRow = { readonly observedAt: string; readonly newestPostAt: string | null };
