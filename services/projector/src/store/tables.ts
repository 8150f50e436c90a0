import { statusOf, statusReasonOf } from '@fleet/domain/agent/agent-state';
import { agentStateOf } from '../projection/agent-state-of.ts';
import type {
  ActivityRow,
  AgentRow,
  AuditRow,
  DailyStat,
  DailyUsage,
  DraftRow,
  EffectCounts,
  EffectDay,
  EffectHour,
  GapBin,
  HourStat,
  HumanCommentRow,
  HumanPostRow,
  MinuteStat,
  PersonaRow,
  PersonDay,
  PostRow,
  QuarterStat,
  RhythmRow,
} from '../projection/rows.ts';
import type { Column } from './columns.ts';

/** Whether an agent sleeps is for the reader to tell, by his clock: the row has until when. */
const NEVER_ASLEEP_MS = Number.POSITIVE_INFINITY;

export const AGENT_COLUMNS: readonly Column<AgentRow>[] = [
  { name: 'id', type: 'uuid', of: (row) => row.id },
  { name: 'username', type: 'text', of: (row) => row.username },
  { name: 'name', type: 'text', of: (row) => row.config.name },
  { name: 'persona_id', type: 'text', of: (row) => row.persona?.id },
  { name: 'persona_version', type: 'integer', of: (row) => row.persona?.version },
  { name: 'status', type: 'text', of: (row) => statusOf(agentStateOf(row), NEVER_ASLEEP_MS) },
  { name: 'status_reason', type: 'text', of: (row) => statusReasonOf(agentStateOf(row), NEVER_ASLEEP_MS) },
  { name: 'desired', type: 'text', of: (row) => row.desired },
  { name: 'desired_reason', type: 'text', of: (row) => row.desiredReason },
  { name: 'provisioning_error', type: 'text', of: (row) => row.provisioningError },
  { name: 'sleeping_until', type: 'timestamptz', of: (row) => row.sleepingUntil },
  { name: 'sleep_reason', type: 'text', of: (row) => row.sleepReason },
  { name: 'provisioned', type: 'boolean', of: (row) => row.provisioned },
  { name: 'deleting', type: 'boolean', of: (row) => row.deleting },
  { name: 'config', type: 'jsonb', of: (row) => row.config },
  { name: 'created_at', type: 'timestamptz', of: (row) => row.createdAt },
  { name: 'last_active_at', type: 'timestamptz', of: (row) => row.lastActiveAt },
  { name: 'last_image_url', type: 'text', of: (row) => row.lastImageUrl },
  { name: 'posts', type: 'integer', of: (row) => row.posts },
  { name: 'comments', type: 'integer', of: (row) => row.comments },
  { name: 'likes', type: 'integer', of: (row) => row.likes },
  { name: 'browses', type: 'integer', of: (row) => row.browses },
  { name: 'failed', type: 'integer', of: (row) => row.failed },
  { name: 'spend_usd', type: 'float8', of: (row) => row.spendUsd },
  { name: 'error_streak', type: 'integer', of: (row) => row.errorStreak },
  { name: 'lifecycle_position', type: 'numeric', of: (row) => row.lifecyclePosition },
  { name: 'position', type: 'numeric', of: (row) => row.position },
];

export const ACTIVITY_COLUMNS: readonly Column<ActivityRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'position', type: 'numeric', of: (row) => row.position },
  { name: 'kind', type: 'text', of: (row) => row.kind },
  { name: 'action', type: 'text', of: (row) => row.action },
  { name: 'agent_id', type: 'uuid', of: (row) => row.agentId },
  { name: 'agent_name', type: 'text', of: (row) => row.agentName },
  { name: 'username', type: 'text', of: (row) => row.username },
  { name: 'persona_id', type: 'text', of: (row) => row.personaId },
  { name: 'at', type: 'timestamptz', of: (row) => row.at },
  { name: 'recorded_at', type: 'timestamptz', of: (row) => row.recordedAt },
  { name: 'post_id', type: 'text', of: (row) => row.postId },
  { name: 'post_title', type: 'text', of: (row) => row.postTitle },
  { name: 'text', type: 'text', of: (row) => row.text },
  { name: 'image_url', type: 'text', of: (row) => row.imageUrl },
  { name: 'cost_usd', type: 'float8', of: (row) => row.costUsd },
  { name: 'input_tokens', type: 'integer', of: (row) => row.inputTokens },
  { name: 'output_tokens', type: 'integer', of: (row) => row.outputTokens },
  { name: 'model', type: 'text', of: (row) => row.model },
  { name: 'prompt', type: 'jsonb', of: (row) => row.prompt },
  { name: 'code', type: 'text', of: (row) => row.code },
  { name: 'reason', type: 'text', of: (row) => row.reason },
  { name: 'took_ms', type: 'float8', of: (row) => row.tookMs },
  { name: 'shadow', type: 'boolean', of: (row) => row.shadow },
  { name: 'revision', type: 'integer', of: (row) => row.revision },
];

export const POST_COLUMNS: readonly Column<PostRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'agent_id', type: 'uuid', of: (row) => row.agentId },
  { name: 'title', type: 'text', of: (row) => row.title },
  { name: 'caption', type: 'text', of: (row) => row.caption },
  { name: 'image_url', type: 'text', of: (row) => row.imageUrl },
  { name: 'published_at', type: 'timestamptz', of: (row) => row.publishedAt },
  { name: 'likes', type: 'integer', of: (row) => row.likes },
  { name: 'comments', type: 'integer', of: (row) => row.comments },
  { name: 'activity_id', type: 'text', of: (row) => row.activityId },
];

export const PERSONA_COLUMNS: readonly Column<PersonaRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'version', type: 'integer', of: (row) => row.version },
  { name: 'definition', type: 'jsonb', of: (row) => row.definition },
  { name: 'retired', type: 'boolean', of: (row) => row.retired },
  { name: 'changed_at', type: 'timestamptz', of: (row) => row.changedAt },
];

export const DRAFT_COLUMNS: readonly Column<DraftRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'state', type: 'text', of: (row) => row.state },
  { name: 'agent_id', type: 'uuid', of: (row) => row.agentId },
  { name: 'agent_name', type: 'text', of: (row) => row.agentName },
  { name: 'persona_id', type: 'text', of: (row) => row.personaId },
  { name: 'title', type: 'text', of: (row) => row.title },
  { name: 'caption', type: 'text', of: (row) => row.caption },
  { name: 'image_url', type: 'text', of: (row) => row.imageUrl },
  { name: 'at', type: 'timestamptz', of: (row) => row.at },
  { name: 'decided_by', type: 'text', of: (row) => row.decidedBy },
  { name: 'decided_at', type: 'timestamptz', of: (row) => row.decidedAt },
  { name: 'reason', type: 'text', of: (row) => row.reason },
  { name: 'post_id', type: 'text', of: (row) => row.postId },
  { name: 'position', type: 'numeric', of: (row) => row.position },
];

export const MINUTE_COLUMNS: readonly Column<MinuteStat>[] = [
  { name: 'minute', type: 'timestamptz', of: (row) => row.minute },
  { name: 'kind', type: 'text', of: (row) => row.kind },
  { name: 'count', type: 'integer', of: (row) => row.count },
  { name: 'cost_usd', type: 'float8', of: (row) => row.costUsd },
];

export const DAY_COLUMNS: readonly Column<DailyStat>[] = [
  { name: 'day', type: 'date', of: (row) => row.day },
  { name: 'persona_id', type: 'text', of: (row) => row.personaId },
  { name: 'kind', type: 'text', of: (row) => row.kind },
  { name: 'model', type: 'text', of: (row) => row.model },
  { name: 'count', type: 'integer', of: (row) => row.count },
  { name: 'input_tokens', type: 'bigint', of: (row) => row.inputTokens },
  { name: 'output_tokens', type: 'bigint', of: (row) => row.outputTokens },
  { name: 'cost_usd', type: 'float8', of: (row) => row.costUsd },
];

export const HUMAN_POST_COLUMNS: readonly Column<HumanPostRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'author_id', type: 'text', of: (row) => row.authorId },
  { name: 'posted_at', type: 'timestamptz', of: (row) => row.postedAt },
];

export const HUMAN_COMMENT_COLUMNS: readonly Column<HumanCommentRow>[] = [
  { name: 'id', type: 'text', of: (row) => row.id },
  { name: 'post_id', type: 'text', of: (row) => row.postId },
  { name: 'author_id', type: 'text', of: (row) => row.authorId },
  { name: 'on_author', type: 'text', of: (row) => row.on },
  { name: 'commented_at', type: 'timestamptz', of: (row) => row.commentedAt },
];

const EFFECT_COUNTS: readonly Column<EffectCounts>[] = [
  { name: 'human_posts', type: 'integer', of: (row) => row.humanPosts },
  { name: 'human_comments', type: 'integer', of: (row) => row.humanComments },
  { name: 'human_likes', type: 'integer', of: (row) => row.humanLikes },
  { name: 'drawn_comments', type: 'integer', of: (row) => row.drawnComments },
  { name: 'drawn_likes', type: 'integer', of: (row) => row.drawnLikes },
  { name: 'posts', type: 'integer', of: (row) => row.posts },
  { name: 'comments', type: 'integer', of: (row) => row.comments },
  { name: 'likes', type: 'integer', of: (row) => row.likes },
  { name: 'turned_away', type: 'integer', of: (row) => row.turnedAway },
];
export const EFFECT_SUMS: readonly string[] = EFFECT_COUNTS.map(({ name }) => name);

export const EFFECT_HOUR_COLUMNS: readonly Column<EffectHour>[] = [
  { name: 'hour', type: 'timestamptz', of: (row) => row.hour },
  ...EFFECT_COUNTS,
];

export const EFFECT_DAY_COLUMNS: readonly Column<EffectDay>[] = [
  { name: 'day', type: 'date', of: (row) => row.day },
  ...EFFECT_COUNTS,
];

export const PERSON_DAY_COLUMNS: readonly Column<PersonDay>[] = [
  { name: 'day', type: 'date', of: (row) => row.day },
  { name: 'person_id', type: 'text', of: (row) => row.personId },
];

export const HOUR_COLUMNS: readonly Column<HourStat>[] = [
  { name: 'hour', type: 'timestamptz', of: (row) => row.hour },
  { name: 'kind', type: 'text', of: (row) => row.kind },
  { name: 'count', type: 'integer', of: (row) => row.count },
  { name: 'cost_usd', type: 'float8', of: (row) => row.costUsd },
];

export const QUARTER_COLUMNS: readonly Column<QuarterStat>[] = [
  { name: 'quarter', type: 'timestamptz', of: (row) => row.quarter },
  { name: 'persona_id', type: 'text', of: (row) => row.personaId },
  { name: 'count', type: 'integer', of: (row) => row.count },
];

export const GAP_BIN_COLUMNS: readonly Column<GapBin>[] = [
  { name: 'persona_id', type: 'text', of: (row) => row.personaId },
  { name: 'bin', type: 'smallint', of: (row) => row.bin },
  { name: 'count', type: 'integer', of: (row) => row.count },
];

export const USAGE_COLUMNS: readonly Column<DailyUsage>[] = [
  { name: 'day', type: 'date', of: (row) => row.day },
  { name: 'agent_id', type: 'uuid', of: (row) => row.agentId },
  { name: 'prompt', type: 'text', of: (row) => row.prompt },
  { name: 'count', type: 'integer', of: (row) => row.count },
  { name: 'input_tokens', type: 'bigint', of: (row) => row.inputTokens },
  { name: 'output_tokens', type: 'bigint', of: (row) => row.outputTokens },
  { name: 'cost_usd', type: 'float8', of: (row) => row.costUsd },
];

export const RHYTHM_COLUMNS: readonly Column<RhythmRow>[] = [
  { name: 'agent_id', type: 'uuid', of: (row) => row.agentId },
  { name: 'last_at', type: 'timestamptz', of: (row) => row.lastAt },
  { name: 'gaps', type: 'integer', of: (row) => row.gaps.n },
  { name: 'gap_sum', type: 'float8', of: (row) => row.gaps.sum },
  { name: 'gap_squares', type: 'float8', of: (row) => row.gaps.squares },
  { name: 'gap_products', type: 'float8', of: (row) => row.gaps.products },
  { name: 'gap_first', type: 'float8', of: (row) => row.gaps.first },
  { name: 'gap_last', type: 'float8', of: (row) => row.gaps.last },
  { name: 'hours', type: 'jsonb', of: (row) => row.hours },
  { name: 'hours_to', type: 'integer', of: (row) => row.hoursTo },
];

export const AUDIT_COLUMNS: readonly Column<AuditRow>[] = [
  { name: 'id', type: 'uuid', of: (row) => row.id },
  { name: 'position', type: 'numeric', of: (row) => row.position },
  { name: 'at', type: 'timestamptz', of: (row) => row.at },
  { name: 'by', type: 'text', of: (row) => row.by },
  { name: 'action', type: 'text', of: (row) => row.action },
  { name: 'target_kind', type: 'text', of: (row) => row.target.kind },
  { name: 'target_id', type: 'text', of: (row) => row.target.id },
  { name: 'target_name', type: 'text', of: (row) => row.target.name },
  { name: 'outcome', type: 'text', of: (row) => row.outcome },
  { name: 'code', type: 'text', of: (row) => row.code },
  { name: 'reason', type: 'text', of: (row) => row.reason },
  { name: 'detail', type: 'text', of: (row) => row.detail },
  { name: 'operation_id', type: 'text', of: (row) => row.operationId },
  { name: 'revision', type: 'integer', of: (row) => row.revision },
];
