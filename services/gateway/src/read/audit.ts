import { AUDIT_TARGETS, type AuditEntry } from '@fleet/domain/read-models/audit';
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { containing } from './activities.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { ReadDb, ReadTables } from './tables.ts';

export type AuditFilter = {
  readonly by?: readonly string[] | undefined;
  readonly action?: readonly string[] | undefined;
  /** A kind of target (`agent`), or one target's id. */
  readonly target?: string | undefined;
  readonly outcome?: AuditEntry['outcome'] | undefined;
  readonly operation?: string | undefined;
  /** Part of who, what, whom or why; letter case does not matter. */
  readonly q?: string | undefined;
  /** Wall clock, inclusive and exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

const toEntry = (row: Selectable<ReadTables['audit']>): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  by: row.by,
  action: row.action,
  target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
  outcome: row.outcome,
  code: row.code,
  reason: row.reason,
  detail: row.detail,
  operationId: row.operation_id,
  position: row.position,
});

const SEARCHED = ['by', 'action', 'target_name', 'target_id', 'reason', 'detail'] as const;
const isKind = (target: string): target is AuditEntry['target']['kind'] =>
  AUDIT_TARGETS.some((kind) => kind === target);

const filtered = <O>(query: SelectQueryBuilder<ReadTables, 'audit', O>, filter: AuditFilter) => {
  let result = query;
  const { by, action, target, outcome, operation, q, from, to } = filter;
  if (by?.length) result = result.where('by', 'in', by);
  if (action?.length) result = result.where('action', 'in', action);
  if (target !== undefined)
    result = isKind(target) ? result.where('target_kind', '=', target) : result.where('target_id', '=', target);
  if (outcome !== undefined) result = result.where('outcome', '=', outcome);
  if (operation !== undefined) result = result.where('operation_id', '=', operation);
  if (from !== undefined) result = result.where('at', '>=', new Date(from));
  if (to !== undefined) result = result.where('at', '<', new Date(to));
  if (q !== undefined && q !== '') {
    const like = containing(q);
    result = result.where((where) => where.or(SEARCHED.map((column) => where(column, 'ilike', like))));
  }
  return result;
};

const SORT = 'audit';
const PLACE = {
  isKey: (key: string) => /^\d{1,20}$/.test(key),
  isId: (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id),
};

/** Newest first, by position, then id. */
export const listAudit = async (
  db: ReadDb,
  filter: AuditFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ data: AuditEntry[]; next: string | null }> => {
  let query = filtered(db.selectFrom('audit').selectAll(), filter);
  if (page.cursor !== undefined) {
    const { key, id } = decodeCursor(page.cursor, SORT, PLACE);
    query = query.where(sql<boolean>`(position, id) < (${key}::numeric, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy('position', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  const next = last ? encodeCursor({ sort: SORT, key: last.position, id: last.id }) : null;
  return { data: rows.slice(0, page.limit).map(toEntry), next };
};
