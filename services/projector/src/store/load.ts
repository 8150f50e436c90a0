import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { ExistingAgent } from '@fleet/domain/agent/agent-state';
import type { FleetState } from '@fleet/domain/fleet/fleet';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { PoolClient } from '@fleet/platform/postgres';
import type { AgentRow, DraftRow, FleetRow, PersonaRow, PostRow, RhythmRow } from '../projection/rows.ts';
import type { Needs, WorkingSet } from '../projection/working-set.ts';

type Stored<T extends object> = T & Record<string, never>;
const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

type AgentRecord = Stored<{
  id: string;
  username: string;
  config: AgentConfig;
  persona_id: string | null;
  persona_version: number | null;
  desired: ExistingAgent['desired'];
  desired_reason: string | null;
  provisioning_error: string | null;
  sleeping_until: Date | null;
  sleep_reason: string | null;
  provisioned: boolean;
  deleting: boolean;
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
}>;

const agentRow = (record: AgentRecord): AgentRow => ({
  id: record.id,
  username: record.username,
  config: record.config,
  persona: record.persona_id === null ? null : { id: record.persona_id, version: record.persona_version ?? 0 },
  desired: record.desired,
  desiredReason: record.desired_reason,
  provisioningError: record.provisioning_error,
  sleepingUntil: iso(record.sleeping_until),
  sleepReason: record.sleep_reason,
  provisioned: record.provisioned,
  deleting: record.deleting,
  createdAt: record.created_at.toISOString(),
  lastActiveAt: iso(record.last_active_at),
  lastImageUrl: record.last_image_url,
  posts: record.posts,
  comments: record.comments,
  likes: record.likes,
  browses: record.browses,
  failed: record.failed,
  spendUsd: record.spend_usd,
  errorStreak: record.error_streak,
  lifecyclePosition: BigInt(record.lifecycle_position),
  position: BigInt(record.position),
});

type PostRecord = Stored<{
  id: string;
  agent_id: string;
  title: string;
  caption: string;
  image_url: string;
  published_at: Date;
  likes: number;
  comments: number;
  activity_id: string;
}>;

const postRow = (record: PostRecord): PostRow => ({
  id: record.id,
  agentId: record.agent_id,
  title: record.title,
  caption: record.caption,
  imageUrl: record.image_url,
  publishedAt: record.published_at.toISOString(),
  likes: record.likes,
  comments: record.comments,
  activityId: record.activity_id,
});

type PersonaRecord = Stored<{ id: string; version: number; definition: Persona; retired: boolean; changed_at: Date }>;

const personaRow = (record: PersonaRecord): PersonaRow => ({
  id: record.id,
  version: record.version,
  definition: record.definition,
  retired: record.retired,
  changedAt: record.changed_at.toISOString(),
});

type RhythmRecord = Stored<{
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
}>;

const rhythmRow = (record: RhythmRecord): RhythmRow => ({
  agentId: record.agent_id,
  lastAt: record.last_at.toISOString(),
  gaps: {
    n: record.gaps,
    sum: record.gap_sum,
    squares: record.gap_squares,
    products: record.gap_products,
    first: record.gap_first,
    last: record.gap_last,
  },
  hours: record.hours,
  hoursTo: record.hours_to,
});

type DraftRecord = Stored<{
  id: string;
  state: DraftRow['state'];
  agent_id: string;
  agent_name: string;
  persona_id: string | null;
  title: string;
  caption: string;
  image_url: string;
  at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  post_id: string | null;
  position: string;
}>;

const draftRow = (record: DraftRecord): DraftRow => ({
  id: record.id,
  state: record.state,
  agentId: record.agent_id,
  agentName: record.agent_name,
  personaId: record.persona_id,
  title: record.title,
  caption: record.caption,
  imageUrl: record.image_url,
  at: record.at.toISOString(),
  decidedBy: record.decided_by,
  decidedAt: iso(record.decided_at),
  reason: record.reason,
  postId: record.post_id,
  position: BigInt(record.position),
});

type FleetRecord = Stored<{
  paused: boolean;
  pause_cause: NonNullable<FleetState['pause']>['cause'] | null;
  pause_reason: string | null;
  paused_by: string | null;
  platform_paused: boolean;
  platform_cause: NonNullable<FleetState['platform']>['cause'] | null;
  platform_code: string | null;
  platform_reason: string | null;
  platform_until: Date | null;
  activity_level: number;
  persona_levels: Readonly<Record<string, number>>;
  changed_at: Date | null;
}>;

const fleetRow = (record: FleetRecord): FleetRow => ({
  changedAt: iso(record.changed_at),
  state: {
    pause: record.paused
      ? { cause: record.pause_cause ?? 'operator', by: record.paused_by ?? '', reason: record.pause_reason ?? '' }
      : null,
    platform: record.platform_paused
      ? {
          cause: record.platform_cause ?? 'kill_switch',
          code: record.platform_code ?? '',
          until: iso(record.platform_until),
          reason: record.platform_reason ?? '',
        }
      : null,
    level: record.activity_level,
    personaLevels: record.persona_levels,
    effectiveFrom: 0,
  },
});

/** Puts into the set what it needs and does not have yet; what is not there is remembered as null. */
export const loadNeeds = async (client: PoolClient, schema: string, needs: Needs, set: WorkingSet): Promise<void> => {
  const missing = <T>(wanted: ReadonlySet<string>, known: ReadonlyMap<string, T | null>): string[] =>
    [...wanted].filter((id) => !known.has(id));
  const load = async <T extends object, R>(
    key: keyof T & string,
    table: string,
    type: 'uuid' | 'text',
    wanted: ReadonlySet<string>,
    known: Map<string, R | null>,
    row: (record: T) => R,
  ): Promise<void> => {
    const ids = missing(wanted, known);
    if (ids.length === 0) return;
    for (const id of ids) known.set(id, null);
    const sql = `select * from ${schema}.${table} where ${key} = any($1::${type}[])`;
    for (const record of (await client.query<T & Record<string, string>>(sql, [ids])).rows)
      known.set(String(record[key]), row(record));
  };
  await load('id', 'drafts', 'text', needs.drafts, set.drafts, draftRow);
  const loadIds = async (table: string, wanted: ReadonlySet<string>, known: Set<string>): Promise<void> => {
    if (wanted.size === 0) return;
    const sql = `select id from ${schema}.${table} where id = any($1::text[])`;
    for (const { id } of (await client.query<{ id: string }>(sql, [[...wanted]])).rows) known.add(id);
  };
  await loadIds('activities', needs.activities, set.activities);
  await loadIds('human_posts', needs.humanPosts, set.humanPosts);
  await loadIds('human_comments', needs.humanComments, set.humanComments);
  await load('id', 'agents', 'uuid', needs.agents, set.agents, agentRow);
  await load('id', 'posts', 'text', needs.posts, set.posts, postRow);
  await load('id', 'personas', 'text', needs.personas, set.personas, personaRow);
  await load('agent_id', 'agent_rhythm', 'uuid', needs.rhythms, set.rhythms, rhythmRow);
  if (needs.fleet && set.fleet === null) {
    const { rows } = await client.query<FleetRecord>(`select * from ${schema}.fleet where id = 'main'`);
    set.fleet = rows[0] === undefined ? null : fleetRow(rows[0]);
  }
};
