import type { Activity, ActivityKind } from '@fleet/domain/read-models/api';
import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ReadDb, ReadTables } from './tables.ts';

type Row = Selectable<ReadTables['activities']>;

export const toActivity = (row: Row): Activity => ({
  id: row.id,
  kind: row.kind,
  action: row.action,
  agentId: row.agent_id,
  agentName: row.agent_name,
  username: row.username,
  personaId: row.persona_id,
  at: row.at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  postId: row.post_id,
  postTitle: row.post_title,
  text: row.text,
  imageUrl: row.image_url,
  costUsd: row.cost_usd,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  model: row.model,
  prompt: row.prompt,
  code: row.code,
  reason: row.reason,
  tookMs: row.took_ms,
  shadow: row.shadow,
  synthetic: true,
  position: row.position,
});

export type ActivityFilter = {
  readonly agent?: string | undefined;
  readonly kind?: readonly ActivityKind[] | undefined;
  readonly persona?: string | undefined;
  /** Id of the post that was made, liked or commented on. */
  readonly post?: string | undefined;
  /** Part of the text, the post's title, or the agent's name or username; letter case does not matter. */
  readonly q?: string | undefined;
  /** Wall clock, inclusive and exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** `%`, `_` and `\` mean themselves in a search. */
export const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/**
 * Positions grow with time but for the differences between the clocks of those who append. With their bounds a window
 * far back is read where it lies, instead of walking there from the newest activity.
 */
export const CLOCKS_DIFFER_MS = 60 * 60_000;
const lastBefore = (query: ExpressionBuilder<ReadTables, 'activities'>, time: Date) => {
  const before = query
    .selectFrom('activities as earlier')
    .select('earlier.position')
    .where('earlier.recorded_at', '<', new Date(time.getTime() - CLOCKS_DIFFER_MS))
    .orderBy('earlier.recorded_at', 'desc')
    .limit(1);
  return query.fn.coalesce(before, sql<string>`0`);
};
const firstAfter = (query: ExpressionBuilder<ReadTables, 'activities'>, time: Date) => {
  const after = query
    .selectFrom('activities as later')
    .select('later.position')
    .where('later.recorded_at', '>=', new Date(time.getTime() + CLOCKS_DIFFER_MS))
    .orderBy('later.recorded_at')
    .limit(1);
  return query.fn.coalesce(after, sql<string>`'infinity'::numeric`);
};

const filtered = <O>(query: SelectQueryBuilder<ReadTables, 'activities', O>, filter: ActivityFilter) => {
  let result = query;
  if (filter.agent !== undefined) result = result.where('agent_id', '=', filter.agent);
  if (filter.kind?.length) result = result.where('kind', 'in', filter.kind);
  if (filter.persona !== undefined) result = result.where('persona_id', '=', filter.persona);
  if (filter.post !== undefined) result = result.where('post_id', '=', filter.post);
  if (filter.from !== undefined) {
    const from = new Date(filter.from);
    result = result.where('recorded_at', '>=', from).where((query) => query('position', '>', lastBefore(query, from)));
  }
  if (filter.to !== undefined) {
    const to = new Date(filter.to);
    result = result.where('recorded_at', '<', to).where((query) => query('position', '<', firstAfter(query, to)));
  }
  if (filter.q !== undefined && filter.q !== '') {
    const like = containing(filter.q);
    result = result.where((where) =>
      where.or(
        (['text', 'post_title', 'agent_name', 'username'] as const).map((column) => where(column, 'ilike', like)),
      ),
    );
  }
  return result;
};

const SORT = 'activity';
const PLACE = { isKey: (key: string) => /^\d{1,20}$/.test(key), isId: (id: string) => id.length <= 200 };

/** Newest first: by position, then id, so that a page begins exactly where the one before ended. */
export const listActivities = async (
  db: ReadDb,
  filter: ActivityFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ data: Activity[]; next: string | null }> => {
  let query = filtered(db.selectFrom('activities').selectAll(), filter);
  if (page.cursor !== undefined) {
    const { key, id } = decodeCursor(page.cursor, SORT, PLACE);
    query = query.where(sql<boolean>`(position, id) < (${key}::numeric, ${id})`);
  }
  const rows = await query
    .orderBy('position', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  const data = rows.slice(0, page.limit).map(toActivity);
  return { data, next: last ? encodeCursor({ sort: SORT, key: last.position, id: last.id }) : null };
};

export const findActivity = async (db: ReadDb, id: string): Promise<Activity | null> => {
  const row = await db.selectFrom('activities').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toActivity(row) : null;
};
