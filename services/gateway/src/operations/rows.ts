import {
  type BulkAction,
  type BulkOperation,
  type OperationResult,
  UNDO_WITHIN_MS,
  UNDONE_BY,
} from '@fleet/domain/read-models/operations';
import { type Selectable, sql } from 'kysely';
import { ACCESS_SCHEMA, type AccessDb, type AccessTables } from '../access/tables.ts';
import type { Order } from '../command/execute.ts';

const UNDO_WITHIN_S = UNDO_WITHIN_MS / 1_000;
/** Without a sign of life for this long, its gateway is taken for gone and another goes on. */
const ABANDONED_S = 30;
const KEEP_DAYS = 90;
const PURGED_AT_ONCE = 20;

/** What one agent made of it. */
export type Outcome = Pick<OperationResult, 'agentId' | 'result' | 'code' | 'reason'>;

export type Progress = { -readonly [K in 'handled' | 'changed' | 'refusedCount' | 'failedCount']: BulkOperation[K] } & {
  position: string;
  refused: BulkOperation['refused'];
};

/** One operation that is being worked on. */
export type Work = {
  readonly id: string;
  readonly action: BulkAction;
  readonly ids: readonly string[];
  readonly reason: string;
  readonly order: Order;
  /** The operation it undoes, while it is not known which agents that has changed. */
  readonly gatherFrom: string | null;
  readonly stalls: number;
};

type Link = Partial<Record<'undoes' | 'retries', string>>;
type Shown = Omit<Selectable<AccessTables['operations']>, 'agent_ids' | 'traceparent' | 'heartbeat_at'> & {
  may_undo: boolean;
};

const SHOWN = [
  ...([
    'id',
    'action',
    'ordered_by',
    'reason',
    'matched',
    'handled',
    'changed',
    'refused_count',
    'failed_count',
  ] as const),
  ...(['refused', 'position', 'done', 'created_at', 'undoes', 'retries', 'undone_by', 'gathered', 'stalls'] as const),
] as const;
const mayUndo = sql<boolean>`(undone_by is null and created_at > now() - make_interval(secs => ${UNDO_WITHIN_S}))`;

const show = (row: Shown): BulkOperation => {
  const nothingDone = row.done && row.changed === 0;
  const undoable = UNDONE_BY[row.action] !== null && row.may_undo && !nothingDone;
  return {
    id: row.id,
    action: row.action,
    by: row.ordered_by,
    reason: row.reason,
    at: row.created_at.toISOString(),
    state: row.done ? 'done' : 'running',
    matched: row.matched,
    handled: row.handled,
    changed: row.changed,
    refusedCount: row.refused_count,
    failedCount: row.failed_count,
    refused: row.refused,
    undoUntil: undoable ? new Date(row.created_at.getTime() + UNDO_WITHIN_MS).toISOString() : null,
    undoes: row.undoes,
    retries: row.retries,
    undoneBy: row.undone_by,
    position: row.position,
  };
};

/** Operations and their results in schema `access`. Undo is timed by the database's clock: one for all gateways. */
export const operationRows = (db: AccessDb) => {
  const shown = (on: AccessDb = db) => on.selectFrom('operations').select(SHOWN).select(mayUndo.as('may_undo'));

  const insert = async ({ id, action, ids, reason, order, gatherFrom }: Work, link: Link, on: AccessDb = db) => {
    await on
      .insertInto('operations')
      .values({
        ...{ id, action, ordered_by: order.by, reason, agent_ids: [...ids], matched: ids.length },
        traceparent: order.traceparent,
        ...{ undoes: link.undoes ?? null, retries: link.retries ?? null, undone_by: null },
        gathered: gatherFrom === null,
        done: gatherFrom === null && ids.length === 0,
      })
      .execute();
  };

  const changedBy = async (id: string, on: AccessDb = db): Promise<string[]> => {
    const query = on.selectFrom('operation_results').select('agent_id').where('operation_id', '=', id);
    const rows = await query.where('result', '=', 'changed').orderBy('place').execute();
    return rows.map(({ agent_id }) => agent_id);
  };

  return {
    insert,

    find: async (id: string): Promise<BulkOperation | null> => {
      const row = await shown().where('id', '=', id).executeTakeFirst();
      return row ? show(row) : null;
    },

    /** Newest first. `after`: the place of the last row of the page before. */
    list: async (limit: number, after: { readonly key: string; readonly id: string } | null) => {
      let query = shown().select(sql<string>`created_at::text`.as('key'));
      if (after !== null)
        query = query.where(sql<boolean>`(created_at, id) < (${after.key}::timestamptz, ${after.id}::uuid)`);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map((row) => ({ operation: show(row), key: row.key }));
    },

    results: (id: string, result: OperationResult['result'] | undefined, afterPlace: number, limit: number) => {
      let query = db.selectFrom('operation_results').selectAll().where('operation_id', '=', id);
      if (result !== undefined) query = query.where('result', '=', result);
      return query.where('place', '>', afterPlace).orderBy('place').limit(limit).execute();
    },

    failedOf: async (id: string): Promise<string[]> => {
      const query = db.selectFrom('operation_results').select('agent_id').where('operation_id', '=', id);
      const rows = await query.where('result', '=', 'failed').orderBy('place').execute();
      return rows.map(({ agent_id }) => agent_id);
    },

    /**
     * Writes down how far it is, with what became of the agents from `place` on. True: somebody undoes it, and it must
     * stop here; then it is done.
     */
    save: (id: string, progress: Progress, outcomes: readonly Outcome[], place: number, done: boolean) =>
      db.transaction().execute(async (tx): Promise<boolean> => {
        if (outcomes.length > 0) {
          const column = <T>(of: (outcome: Outcome, i: number) => T) => outcomes.map(of);
          await sql`insert into ${sql.id(ACCESS_SCHEMA, 'operation_results')} (operation_id, place, agent_id, result, code, reason)
            select ${id}::uuid, * from unnest(
              ${column((_, i) => place + i)}::integer[], ${column(({ agentId }) => agentId)}::uuid[],
              ${column(({ result }) => result)}::text[], ${column(({ code }) => code)}::text[],
              ${column(({ reason }) => reason)}::text[])
            on conflict (operation_id, place)
              do update set result = excluded.result, code = excluded.code, reason = excluded.reason`.execute(tx);
        }
        const row = await tx
          .updateTable('operations')
          .set({
            handled: progress.handled,
            changed: progress.changed,
            refused_count: progress.refusedCount,
            failed_count: progress.failedCount,
            refused: JSON.stringify(progress.refused),
            position: progress.position,
            done: done ? true : sql<boolean>`undone_by is not null`,
            stalls: 0,
            heartbeat_at: sql`now()`,
          })
          .where('id', '=', id)
          .returning(['undone_by'])
          .executeTakeFirst();
        return !done && row?.undone_by != null;
      }),

    /**
     * Begins to undo: nobody else can from here on. `gather`: the first one still runs, and stops soon.
     * The kinds say why not; `late` also for operations of before results were kept.
     */
    claimUndo: (id: string, work: Work) =>
      db.transaction().execute(async (tx) => {
        const row = await shown(tx).where('id', '=', id).forUpdate().executeTakeFirst();
        if (!row) return { kind: 'unknown' } as const;
        if (row.undone_by !== null) return { kind: 'undone', by: row.undone_by } as const;
        if (!row.may_undo) return { kind: 'late' } as const;
        const ids = row.done ? await changedBy(id, tx) : [];
        if (row.done && ids.length === 0) return { kind: 'nothing' } as const;
        const begun: Work = { ...work, ids, gatherFrom: row.done ? null : id };
        await insert(begun, { undoes: id }, tx);
        await tx.updateTable('operations').set({ undone_by: work.id }).where('id', '=', id).execute();
        return { kind: 'begun', work: begun } as const;
      }),

    /** The agents that an operation changed, once it has stopped; null while it has not. Keeps `for` alive meanwhile. */
    gather: async (from: string, id: string): Promise<string[] | null> => {
      const first = await db.selectFrom('operations').select('done').where('id', '=', from).executeTakeFirst();
      if (first && !first.done) {
        await db.updateTable('operations').set({ heartbeat_at: sql`now()` }).where('id', '=', id).execute();
        return null;
      }
      const ids = await changedBy(from);
      await db
        .updateTable('operations')
        .set({ agent_ids: ids, matched: ids.length, gathered: true, done: ids.length === 0, heartbeat_at: sql`now()` })
        .where('id', '=', id)
        .execute();
      return ids;
    },

    /** Takes over what stands still; what was undone meanwhile is ended instead. */
    adopt: async (): Promise<{ work: Work; progress: Progress }[]> => {
      const standsStill = sql<boolean>`not done and heartbeat_at < now() - make_interval(secs => ${ABANDONED_S})`;
      await db
        .updateTable('operations')
        .set({ done: true })
        .where(standsStill)
        .where('undone_by', 'is not', null)
        .execute();
      const rows = await db
        .updateTable('operations')
        .set({ heartbeat_at: sql`now()`, stalls: sql`stalls + 1` })
        .where(standsStill)
        .returning([...SHOWN, 'agent_ids', 'traceparent'])
        .execute();
      return rows.map((row) => ({
        work: {
          ...{ id: row.id, action: row.action, ids: row.agent_ids, reason: row.reason, stalls: row.stalls },
          order: { by: row.ordered_by, correlationId: '', traceparent: row.traceparent },
          gatherFrom: row.gathered ? null : row.undoes,
        },
        progress: {
          ...{ handled: row.handled, changed: row.changed, refusedCount: row.refused_count },
          ...{ failedCount: row.failed_count, refused: row.refused, position: row.position },
        },
      }));
    },

    /** Nobody goes on with it: who ordered it was told that it failed. */
    end: async (id: string): Promise<void> => {
      await db.updateTable('operations').set({ done: true }).where('id', '=', id).execute();
    },

    /** Forgets operations, and what became of each agent, after 90 days. The audit keeps who ordered what. */
    purge: async (): Promise<void> => {
      const old = db
        .selectFrom('operations')
        .select('id')
        .where('done', '=', true)
        .where(sql<boolean>`created_at < now() - make_interval(days => ${KEEP_DAYS})`)
        .limit(PURGED_AT_ONCE);
      await db.deleteFrom('operations').where('id', 'in', old).execute();
    },
  };
};
export type OperationRows = ReturnType<typeof operationRows>;
