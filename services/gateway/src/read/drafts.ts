import { DRAFTS } from '@fleet/domain/activity/activity';
import type { DRAFT_STATES, Draft } from '@fleet/domain/read-models/drafts';
import { type Selectable, type SqlBool, sql } from 'kysely';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ReadDb, ReadTables } from './tables.ts';

type Row = Selectable<ReadTables['drafts']>;
export type DraftState = (typeof DRAFT_STATES)[number];

const SORT = 'newest';
const isTime = (key: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(key);
/** The tick that made it. */
export const isDraftId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-z]{1,20}$/.test(id);

const expiredBefore = (wallMs: number) => new Date(wallMs - DRAFTS.expireMs);
const isOpen = (state: DraftState) => state === 'waiting' || state === 'approved';

/** `wallMs`: what waited too long has expired, by the wall clock. */
const toDraft = (row: Row, wallMs: number): Draft => {
  const expired = isOpen(row.state) && row.at <= expiredBefore(wallMs);
  return {
    id: row.id,
    state: expired ? 'expired' : row.state,
    agentId: row.agent_id,
    agentName: row.agent_name,
    personaId: row.persona_id,
    title: row.title,
    caption: row.caption,
    imageUrl: row.image_url,
    at: row.at.toISOString(),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    reason: row.reason,
    postId: row.post_id,
    position: row.position,
  };
};

const isIn = (state: DraftState, wallMs: number) => {
  const before = expiredBefore(wallMs);
  if (state === 'expired')
    return sql<SqlBool>`(state = 'expired' or (state in ('waiting', 'approved') and at <= ${before}))`;
  return isOpen(state) ? sql<SqlBool>`(state = ${state} and at > ${before})` : sql<SqlBool>`state = ${state}`;
};

export type DraftFilter = {
  readonly state?: readonly DraftState[] | undefined;
  readonly persona?: readonly string[] | undefined;
  readonly agent?: string | undefined;
};

/** Newest first. */
export const listDrafts = async (
  db: ReadDb,
  { state, persona, agent }: DraftFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
  wallMs: number,
): Promise<{ data: Draft[]; next: string | null }> => {
  let query = db.selectFrom('drafts').selectAll();
  if (state?.length) query = query.where((where) => where.or(state.map((one) => isIn(one, wallMs))));
  if (persona?.length) query = query.where('persona_id', 'in', persona);
  if (agent !== undefined) query = query.where('agent_id', '=', agent);
  if (page.cursor !== undefined) {
    const { key, id } = decodeCursor(page.cursor, SORT, { isKey: isTime, isId: isDraftId });
    query = query.where(sql<SqlBool>`(at, id) < (${key}::timestamptz, ${id})`);
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return {
    data: rows.slice(0, page.limit).map((row) => toDraft(row, wallMs)),
    next: last ? encodeCursor({ sort: SORT, key: last.at.toISOString(), id: last.id }) : null,
  };
};

export const findDraft = async (db: ReadDb, id: string, wallMs: number): Promise<Draft | null> => {
  const row = await db.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toDraft(row, wallMs) : null;
};
