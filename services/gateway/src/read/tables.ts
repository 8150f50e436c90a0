import type { PromptRef } from '@fleet/domain/activity/activity-events';
import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { ActivityKind } from '@fleet/domain/read-models/api';
import type { AuditEntry } from '@fleet/domain/read-models/audit';
import type { Kysely } from 'kysely';

/** The read models as the projector fills them; the gateway only selects. Positions come as decimal strings. */
export type ReadTables = {
  checkpoint: { name: string; position: string; lag_ms: number; caught_up: boolean; updated_at: Date };
  fleet: {
    id: string;
    paused: boolean;
    pause_cause: string | null;
    pause_reason: string | null;
    paused_by: string | null;
    platform_paused: boolean;
    platform_cause: string | null;
    platform_code: string | null;
    platform_reason: string | null;
    platform_until: Date | null;
    activity_level: number;
    changed_at: Date | null;
  };
  personas: { id: string; version: number; definition: Persona; retired: boolean; changed_at: Date };
  agents: {
    id: string;
    username: string;
    name: string;
    persona_id: string | null;
    persona_version: number | null;
    status: 'idle' | 'running' | 'paused' | 'error' | 'deleted';
    status_reason: string | null;
    desired: 'idle' | 'running' | 'paused' | 'error' | 'deleted';
    sleeping_until: Date | null;
    sleep_reason: string | null;
    provisioned: boolean;
    deleting: boolean;
    config: AgentConfig;
    created_at: Date;
    last_active_at: Date | null;
    last_image_url: string | null;
    posts: number;
    comments: number;
    likes: number;
    browses: number;
    failed: number;
    spend_usd: number;
    error_streak: number;
    lifecycle_position: string;
    position: string;
  };
  activities: {
    id: string;
    position: string;
    kind: ActivityKind;
    action: 'post' | 'comment' | 'like' | 'browse' | null;
    agent_id: string;
    agent_name: string;
    username: string;
    persona_id: string | null;
    at: Date;
    recorded_at: Date;
    post_id: string | null;
    post_title: string | null;
    text: string | null;
    image_url: string | null;
    cost_usd: number;
    input_tokens: number;
    output_tokens: number;
    model: string | null;
    prompt: PromptRef | null;
    code: string | null;
    reason: string | null;
    took_ms: number;
    shadow: boolean;
  };
  minute_stats: { minute: Date; kind: ActivityKind; count: number; cost_usd: number };
  daily_stats: {
    day: string;
    persona_id: string;
    kind: ActivityKind;
    model: string;
    count: number;
    input_tokens: string;
    output_tokens: string;
    cost_usd: number;
  };
  human_posts: { id: string; author_id: string; posted_at: Date };
  human_comments: { id: string; post_id: string; author_id: string; on_author: string; commented_at: Date };
  effect_hours: EffectCounts & { hour: Date };
  effect_days: EffectCounts & { day: string };
  person_days: { day: string; person_id: string };
  gallery: { id: string; observed_at: Date | null; newest_post_at: Date | null };
  audit: {
    id: string;
    position: string;
    at: Date;
    by: string;
    action: string;
    target_kind: AuditEntry['target']['kind'];
    target_id: string;
    target_name: string | null;
    outcome: AuditEntry['outcome'];
    code: string | null;
    reason: string | null;
    detail: string | null;
    operation_id: string | null;
  };
  hour_stats: { hour: Date; kind: ActivityKind; count: number; cost_usd: number };
  quarter_stats: { quarter: Date; persona_id: string; count: number };
  agent_rhythm: {
    agent_id: string;
    last_at: Date;
    gaps: number;
    gap_sum: number;
    gap_squares: number;
    gap_products: number;
    gap_first: number;
    gap_last: number;
    hours: number[];
    hours_to: number;
  };
  gap_bins: { persona_id: string; bin: number; count: number };
  daily_usage: {
    day: string;
    agent_id: string;
    prompt: string;
    count: number;
    input_tokens: string;
    output_tokens: string;
    cost_usd: number;
  };
};

/** Of an hour or a day: people's, of these what agents' posts drew, and agents' own. */
export type EffectCounts = {
  human_posts: number;
  human_comments: number;
  human_likes: number;
  drawn_comments: number;
  drawn_likes: number;
  posts: number;
  comments: number;
  likes: number;
};

export type ReadDb = Kysely<ReadTables>;
