import { AUDIT_TARGETS, type AuditEntry, type AuditPage } from '@fleet/domain/read-models/audit';
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { CLOCKS_DIFFER_MS, containing } from './activities.ts';
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

type Looked = Omit<ReadTables, 'audit'> & { readonly looked: ReadTables['audit'] };
const filtered = <O>(query: SelectQueryBuilder<Looked, 'looked', O>, filter: AuditFilter) => {
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

/** Entries that one page looks through at most. Words stand in no index: this bounds what a search costs. */
export const LOOKED_THROUGH = 20_000;

type Audit = SelectQueryBuilder<ReadTables, 'audit', Selectable<ReadTables['audit']>>;

/** By the one filter that leaves fewest, of those with an index in the order of the list. */
const narrowed = (query: Audit, { by, action, target, outcome, operation }: AuditFilter): Audit => {
  const [who, another] = by ?? [];
  const [what, other] = action ?? [];
  if (operation !== undefined) return query.where('operation_id', '=', operation);
  if (target !== undefined && !isKind(target)) return query.where('target_id', '=', target);
  if (outcome === 'refused') return query.where('outcome', '=', outcome);
  if (who !== undefined && another === undefined) return query.where('by', '=', who);
  if (what !== undefined && other === undefined) return query.where('action', '=', what);
  return target === undefined ? query : query.where('target_kind', '=', target);
};

/** Positions grow with time but for the differences between clocks: a time far back is looked for where it lies. */
const within = (query: Audit, { from, to }: AuditFilter): Audit => {
  let result = query;
  if (from !== undefined) {
    const surelyBefore = new Date(Date.parse(from) - CLOCKS_DIFFER_MS);
    result = result.where((where) => {
      const all = where.selectFrom('audit as earlier').select('earlier.position');
      const last = all.where('earlier.at', '<', surelyBefore).orderBy('earlier.at', 'desc').limit(1);
      return where('position', '>', where.fn.coalesce(last, sql<string>`-1`));
    });
  }
  if (to !== undefined) {
    const surelyAfter = new Date(Date.parse(to) + CLOCKS_DIFFER_MS);
    result = result.where((where) => {
      const all = where.selectFrom('audit as later').select('later.position');
      const first = all.where('later.at', '>=', surelyAfter).orderBy('later.at').limit(1);
      return where('position', '<', where.fn.coalesce(first, sql<string>`'infinity'::numeric`));
    });
  }
  return result;
};

const SORT = 'audit';
const PLACE = {
  isKey: (key: string) => /^\d{1,20}$/.test(key),
  isId: (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id),
};

type Page = { readonly limit: number; readonly cursor?: string | undefined };

/** The newest entries from the cursor on, of those that an index can tell. */
const windowOf = (db: ReadDb, filter: AuditFilter, { cursor }: Page): Audit => {
  let query = within(narrowed(db.selectFrom('audit').selectAll(), filter), filter);
  if (cursor !== undefined) {
    const { key, id } = decodeCursor(cursor, SORT, PLACE);
    query = query.where(sql<boolean>`(position, id) < (${key}::numeric, ${id}::uuid)`);
  }
  return query.orderBy('position', 'desc').orderBy('id', 'desc');
};

/** One row more than the page has room for. */
export const foundIn = (db: ReadDb, filter: AuditFilter, page: Page) =>
  filtered(db.selectFrom(windowOf(db, filter, page).limit(LOOKED_THROUGH).as('looked')).selectAll(), filter)
    .orderBy('position', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1);

/**
 * Newest first, by position, then id. A page that has looked through as many entries as it may goes no further, full or
 * not: it tells how far it came, and the next one goes on there.
 */
export const listAudit = async (db: ReadDb, filter: AuditFilter, page: Page): Promise<AuditPage> => {
  const rows = await foundIn(db, filter, page).execute();
  const data = rows.slice(0, page.limit).map(toEntry);
  const after = ({ position, id }: { position: string; id: string }) => encodeCursor({ sort: SORT, key: position, id });
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  if (last) return { data, next: after(last), searchedTo: null };
  // Entries that came meanwhile move this towards the newer ones: some are looked at twice, none is left out.
  const end = await windowOf(db, filter, page)
    .offset(LOOKED_THROUGH - 1)
    .limit(1)
    .executeTakeFirst();
  return { data, next: end ? after(end) : null, searchedTo: end ? end.at.toISOString() : null };
};
