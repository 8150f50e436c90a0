import type { PoolClient } from '@fleet/platform/postgres';
import type { FleetRow } from '../projection/rows.ts';
import type { WorkingSet } from '../projection/working-set.ts';
import { adding, bulkInsert, type Column, parameters, replacing } from './columns.ts';
import {
  ACTIVITY_COLUMNS,
  AGENT_COLUMNS,
  AUDIT_COLUMNS,
  DAY_COLUMNS,
  DRAFT_COLUMNS,
  EFFECT_DAY_COLUMNS,
  EFFECT_HOUR_COLUMNS,
  EFFECT_SUMS,
  GAP_BIN_COLUMNS,
  HOUR_COLUMNS,
  HUMAN_COMMENT_COLUMNS,
  HUMAN_POST_COLUMNS,
  MINUTE_COLUMNS,
  PERSON_DAY_COLUMNS,
  PERSONA_COLUMNS,
  POST_COLUMNS,
  QUARTER_COLUMNS,
  RHYTHM_COLUMNS,
  USAGE_COLUMNS,
} from './tables.ts';

const write = async <R>(
  client: PoolClient,
  table: string,
  columns: readonly Column<R>[],
  rows: readonly R[],
  onConflict: string,
): Promise<void> => {
  if (rows.length > 0) await client.query(bulkInsert(table, columns, onConflict), parameters(columns, rows));
};

const writeFleet = async (client: PoolClient, schema: string, { state, changedAt }: FleetRow): Promise<void> => {
  const { pause, platform, level, personaLevels } = state;
  const clean = (text: string | undefined): string | null => text?.replaceAll('\u0000', '').toWellFormed() ?? null;
  await client.query(
    `update ${schema}.fleet
        set paused = $1, pause_cause = $2, pause_reason = $3, paused_by = $4,
            platform_paused = $5, platform_cause = $6, platform_code = $7, platform_reason = $8, platform_until = $9,
            activity_level = $10, changed_at = $11, persona_levels = $12
      where id = 'main'`,
    [
      pause !== null,
      pause?.cause ?? null,
      clean(pause?.reason),
      clean(pause?.by),
      platform !== null,
      platform?.cause ?? null,
      clean(platform?.code),
      clean(platform?.reason),
      platform?.until ?? null,
      level,
      changedAt,
      JSON.stringify(personaLevels),
    ],
  );
};

/** Drafts of earlier batches whose agent is being deleted. Those of this batch are in memory, and written after. */
const expireDrafts = async (client: PoolClient, schema: string, gone: ReadonlyMap<string, bigint>): Promise<void> => {
  for (const [agentId, position] of gone)
    await client.query(
      `update ${schema}.drafts set state = 'expired', reason = 'its agent was deleted', position = $2
        where agent_id = $1 and state in ('waiting', 'approved')`,
      [agentId, String(position)],
    );
};

const writePeople = async (client: PoolClient, table: (name: string) => string, { changed }: WorkingSet) => {
  const { humanPosts, humanComments, effectHours, effectDays, personDays, gallery } = changed;
  const once = (key: string) => `on conflict (${key}) do nothing`;
  await write(client, table('human_posts'), HUMAN_POST_COLUMNS, humanPosts, once('id'));
  await write(client, table('human_comments'), HUMAN_COMMENT_COLUMNS, humanComments, once('id'));
  const hours = [...effectHours.values()];
  await write(client, table('effect_hours'), EFFECT_HOUR_COLUMNS, hours, adding('hour', EFFECT_SUMS));
  const days = [...effectDays.values()];
  await write(client, table('effect_days'), EFFECT_DAY_COLUMNS, days, adding('day', EFFECT_SUMS));
  await write(client, table('person_days'), PERSON_DAY_COLUMNS, [...personDays.values()], once('day, person_id'));
  if (gallery === null) return;
  const sql = `update ${table('gallery')} set observed_at = $1, newest_post_at = $2 where id = 'main'`;
  await client.query(sql, [gallery.observedAt, gallery.newestPostAt]);
};

const COUNT_AND_COST = ['count', 'cost_usd'];

/** Writes what a batch changed: one statement per table, however many rows. */
export const saveChanges = async (client: PoolClient, schema: string, set: WorkingSet): Promise<void> => {
  const { agents, posts, personas, drafts, withoutDrafts, activities, minutes, days, fleet } = set.changed;
  const table = (name: string): string => `${schema}.${name}`;
  await write(client, table('personas'), PERSONA_COLUMNS, [...personas.values()], replacing('id', PERSONA_COLUMNS));
  await write(client, table('agents'), AGENT_COLUMNS, [...agents.values()], replacing('id', AGENT_COLUMNS));
  await write(client, table('posts'), POST_COLUMNS, [...posts.values()], replacing('id', POST_COLUMNS));
  await expireDrafts(client, schema, withoutDrafts);
  await write(client, table('drafts'), DRAFT_COLUMNS, [...drafts.values()], replacing('id', DRAFT_COLUMNS));
  await write(client, table('activities'), ACTIVITY_COLUMNS, activities, 'on conflict (id) do nothing');
  const minuteSum = adding('minute, kind', COUNT_AND_COST);
  await write(client, table('minute_stats'), MINUTE_COLUMNS, [...minutes.values()], minuteSum);
  const daySum = adding('day, persona_id, kind, model', ['count', 'input_tokens', 'output_tokens', 'cost_usd']);
  await write(client, table('daily_stats'), DAY_COLUMNS, [...days.values()], daySum);
  await writePeople(client, table, set);
  const { hours, quarters, usage, gapBins, rhythms, audit } = set.changed;
  await write(client, table('hour_stats'), HOUR_COLUMNS, [...hours.values()], adding('hour, kind', COUNT_AND_COST));
  const quarterSum = adding('quarter, persona_id', ['count']);
  await write(client, table('quarter_stats'), QUARTER_COLUMNS, [...quarters.values()], quarterSum);
  const usageSum = adding('day, agent_id, prompt', ['count', 'input_tokens', 'output_tokens', 'cost_usd']);
  await write(client, table('daily_usage'), USAGE_COLUMNS, [...usage.values()], usageSum);
  await write(client, table('gap_bins'), GAP_BIN_COLUMNS, [...gapBins.values()], adding('persona_id, bin', ['count']));
  const rhythm = replacing('agent_id', RHYTHM_COLUMNS);
  await write(client, table('agent_rhythm'), RHYTHM_COLUMNS, [...rhythms.values()], rhythm);
  await write(client, table('audit'), AUDIT_COLUMNS, audit, 'on conflict (id) do nothing');
  if (fleet && set.fleet !== null) await writeFleet(client, schema, set.fleet);
};
