import type { Agent, AgentStatus } from '@fleet/domain/read-models/api';
import { type Expression, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { containing } from './activities.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ReadDb, ReadTables } from './tables.ts';

type Row = Selectable<ReadTables['agents']>;

export const toAgent = (row: Row, wallMs: number): Agent => {
  const asleep = row.status === 'running' && row.sleeping_until !== null && row.sleeping_until.getTime() > wallMs;
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    personaId: row.persona_id,
    personaVersion: row.persona_version,
    status: asleep ? 'sleeping' : row.status,
    statusReason: asleep ? row.sleep_reason : row.status_reason,
    sleepingUntil: asleep ? (row.sleeping_until?.toISOString() ?? null) : null,
    provisioned: row.provisioned,
    deleting: row.deleting,
    config: row.config,
    createdAt: row.created_at.toISOString(),
    lastActiveAt: row.last_active_at?.toISOString() ?? null,
    lastImageUrl: row.last_image_url,
    counts: { post: row.posts, comment: row.comments, like: row.likes, browse: row.browses, failed: row.failed },
    spendUsd: row.spend_usd,
    errorStreak: row.error_streak,
    isAgent: true,
    position: row.position,
  };
};

export type AgentFilter = {
  /** Without it, deleted agents are left out. */
  readonly status?: readonly AgentStatus[] | undefined;
  readonly persona?: readonly string[] | undefined;
  /** Part of the name or username; letter case does not matter. */
  readonly q?: string | undefined;
};

/** `none` names the agents without a persona. */
export const NO_PERSONA = 'none';

const isStatus = (status: AgentStatus, now: Date): Expression<SqlBool> => {
  switch (status) {
    case 'sleeping':
      return sql<SqlBool>`(status = 'running' and sleeping_until > ${now})`;
    case 'running':
      return sql<SqlBool>`(status = 'running' and (sleeping_until is null or sleeping_until <= ${now}))`;
    default:
      return sql<SqlBool>`status = ${status}`;
  }
};

const filtered = <O>(query: SelectQueryBuilder<ReadTables, 'agents', O>, filter: AgentFilter, wallMs: number) => {
  const now = new Date(wallMs);
  let result = query;
  const { status, persona, q } = filter;
  if (!status?.length) result = result.where('status', '<>', 'deleted');
  else result = result.where((where) => where.or(status.map((one) => isStatus(one, now))));
  if (persona?.length)
    result = result.where((where) =>
      where.or([
        where('persona_id', 'in', persona),
        ...(persona.includes(NO_PERSONA) ? [where('persona_id', 'is', null)] : []),
      ]),
    );
  if (q !== undefined && q !== '') {
    const like = containing(q);
    result = result.where((where) => where.or([where('name', 'ilike', like), where('username', 'ilike', like)]));
  }
  return result;
};

const isNumber = (key: string) => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(key);
const isTime = (key: string) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(key);
const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
const isText = (key: string) => key.length <= 200;

/** What the list can be sorted by: the column as SQL, its type in Postgres, and what its text looks like in a cursor. */
const SORTS = {
  name: { expression: sql`name`, type: sql`text`, isKey: isText },
  username: { expression: sql`username`, type: sql`text`, isKey: isText },
  status: { expression: sql`status`, type: sql`text`, isKey: isText },
  createdAt: { expression: sql`created_at`, type: sql`timestamptz`, isKey: isTime },
  lastActiveAt: { expression: sql`coalesce(last_active_at, 'epoch')`, type: sql`timestamptz`, isKey: isTime },
  spendUsd: { expression: sql`spend_usd`, type: sql`double precision`, isKey: isNumber },
  errorStreak: { expression: sql`error_streak`, type: sql`integer`, isKey: isNumber },
  posts: { expression: sql`posts`, type: sql`integer`, isKey: isNumber },
} as const;
const FIELDS = Object.keys(SORTS) as (keyof typeof SORTS)[];
export const AGENT_SORTS = FIELDS.flatMap((field) => [field, `-${field}`] as const);
export type AgentSort = (typeof AGENT_SORTS)[number];

/** One page of agents; `-` before a field is descending. Ties are ordered by id, so that no row is met twice. */
export const listAgents = async (
  db: ReadDb,
  filter: AgentFilter,
  page: { readonly sort: AgentSort; readonly limit: number; readonly cursor?: string | undefined },
  wallMs: number,
): Promise<{ data: Agent[]; next: string | null }> => {
  const descending = page.sort.startsWith('-');
  const { expression, type, isKey } = SORTS[page.sort.replace('-', '') as keyof typeof SORTS];
  let query = filtered(db.selectFrom('agents').selectAll(), filter, wallMs).select(
    sql<string>`(${expression})::text`.as('sort_key'),
  );
  if (page.cursor !== undefined) {
    const { key, id } = decodeCursor(page.cursor, page.sort, { isKey, isId });
    const after = descending ? sql`<` : sql`>`;
    query = query.where(sql<boolean>`(${expression}, id) ${after} (${key}::${type}, ${id}::uuid)`);
  }
  const direction = descending ? 'desc' : 'asc';
  const rows = await query
    .orderBy(expression, direction)
    .orderBy('id', direction)
    .limit(page.limit + 1)
    .execute();
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  const data = rows.slice(0, page.limit).map((row) => toAgent(row, wallMs));
  return { data, next: last ? encodeCursor({ sort: page.sort, key: last.sort_key, id: last.id }) : null };
};

export const findAgent = async (db: ReadDb, id: string, wallMs: number): Promise<Agent | null> => {
  const row = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toAgent(row, wallMs) : null;
};

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Ended actions of agents in each of the last 24 hours of wall time, oldest first; the last hour is the one that runs. */
export const lastHoursOf = async (
  db: ReadDb,
  ids: readonly string[],
  wallMs: number,
): Promise<ReadonlyMap<string, number[]>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('agent_rhythm')
    .select(['agent_id', 'hours', 'hours_to'])
    .where('agent_id', 'in', [...ids])
    .execute();
  const hour = Math.floor(wallMs / HOUR_MS);
  return new Map(
    rows.map(({ agent_id, hours, hours_to }) => {
      const passed = Math.min(HOURS, Math.max(0, hour - hours_to));
      return [agent_id, [...hours.slice(passed), ...new Array<number>(passed).fill(0)]];
    }),
  );
};

/** Ids of all agents that match, in a fixed order, `limit` at most. */
export const matchingAgents = async (
  db: ReadDb,
  filter: AgentFilter,
  limit: number,
  wallMs: number,
): Promise<string[]> => {
  const rows = await filtered(db.selectFrom('agents').select('id'), filter, wallMs)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
};

/** Agents alike in all that a command's outcome depends on. */
export type AgentGroup = {
  readonly shown: AgentStatus;
  readonly desired: Row['desired'];
  readonly deleting: boolean;
  readonly count: number;
};

/** How many agents match, or are among the ids, by state. */
export const groupAgents = async (
  db: ReadDb,
  which: { readonly filter: AgentFilter } | { readonly ids: readonly string[] },
  wallMs: number,
): Promise<AgentGroup[]> => {
  const asleep = sql`status = 'running' and sleeping_until > ${new Date(wallMs)}`;
  const counted = db
    .selectFrom('agents')
    .select(sql<AgentStatus>`case when ${asleep} then 'sleeping' else status end`.as('shown'))
    .select(['desired', 'deleting'])
    .select((select) => select.fn.countAll<string>().as('count'));
  const chosen = 'ids' in which ? counted.where('id', 'in', [...which.ids]) : filtered(counted, which.filter, wallMs);
  const rows = await chosen.groupBy(['shown', 'desired', 'deleting']).execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
};

/** Names by id, for lists that know ids alone. */
export const agentNames = async (db: ReadDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
};
