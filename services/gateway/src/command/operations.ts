import { randomUUID } from 'node:crypto';
import type { Operation, OperationAction } from '@fleet/domain/read-models/api';
import { sql } from 'kysely';
import type { AccessDb } from '../access/tables.ts';
import type { RunAgentCommand } from './agent-commands.ts';
import type { Order } from './execute.ts';
import type { FleetCommands } from './fleet-commands.ts';

/** Up to this many agents are told before the answer; more go on behind it. */
export const AT_ONCE = 1_000;
export const MAX_AGENTS = 200_000;
const CONCURRENCY = 16;
/** After each of these the progress is written down: a gateway that dies repeats no more than them. */
const CHUNK = 200;
const MAX_REFUSED_KEPT = 100;
const ABANDONED_S = 30;

export type Operations = {
  begin(action: OperationAction, ids: readonly string[], reason: string, order: Order): Promise<Operation>;
  find(id: string): Promise<Operation | null>;
  /** Goes on with operations whose gateway is gone. */
  adopt(): Promise<void>;
  /** Resolves when nothing runs in the background any more; what is left is adopted by the next start. */
  drain(): Promise<void>;
};

export type OperationDeps = {
  readonly db: AccessDb;
  readonly agent: RunAgentCommand;
  readonly fleet: FleetCommands;
  readonly signal: AbortSignal;
  readonly warn: (what: object, message: string) => void;
};

type Progress = { -readonly [K in 'handled' | 'changed' | 'refusedCount' | 'position']: Operation[K] } & {
  refused: Operation['refused'];
};
type Work = { id: string; action: OperationAction; ids: readonly string[]; reason: string; order: Order };

const columns = ['id', 'action', 'handled', 'changed', 'refused_count', 'refused', 'position', 'done'] as const;

export const operations = ({ db, agent, fleet, signal, warn }: OperationDeps): Operations => {
  const running = new Set<Promise<void>>();

  const tellOne = async ({ action, reason, order }: Work, id: string, progress: Progress) => {
    const command = { type: action, by: order.by, reason } as const;
    const result = await agent(id, command, order);
    if (result.kind === 'refused') {
      progress.refusedCount++;
      const { code, reason: why } = result.refusal;
      if (progress.refused.length < MAX_REFUSED_KEPT) progress.refused.push({ id, code, reason: why });
      return;
    }
    if (!result.changed) return;
    progress.changed++;
    if (result.position > BigInt(progress.position)) progress.position = result.position.toString();
  };

  const tellMany = async (work: Work, ids: readonly string[], progress: Progress) => {
    const queue = ids.values();
    const worker = async () => {
      for (const id of queue) await tellOne(work, id, progress);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    progress.handled += ids.length;
  };

  const save = (id: string, progress: Progress, done: boolean) =>
    db
      .updateTable('operations')
      .set({
        handled: progress.handled,
        changed: progress.changed,
        refused_count: progress.refusedCount,
        refused: JSON.stringify(progress.refused),
        position: progress.position,
        done,
        heartbeat_at: sql`now()`,
      })
      .where('id', '=', id)
      .execute();

  /** One line for the audit, whatever the number that refused. */
  const auditRefusals = async ({ action, ids, order }: Work, { refusedCount, refused }: Progress) => {
    const first = refused[0];
    if (!first) return;
    const reason = `${refusedCount} of ${ids.length} agents refused; the first: ${first.reason}`;
    await fleet.refused(`agents.${action}`, null, { code: first.code, reason }, order);
  };

  const work = async (on: Work, progress: Progress) => {
    while (progress.handled < on.ids.length && !signal.aborted) {
      await tellMany(on, on.ids.slice(progress.handled, progress.handled + CHUNK), progress);
      await save(on.id, progress, progress.handled === on.ids.length);
    }
    if (progress.handled === on.ids.length) await auditRefusals(on, progress);
  };

  const behind = (on: Work, progress: Progress) => {
    const run = work(on, progress)
      .catch((error: unknown) =>
        warn({ err: error, operation: on.id }, 'operation broke off; it will be taken up again'),
      )
      .finally(() => running.delete(run));
    running.add(run);
  };

  const show = ({ id, action, ids }: Work, progress: Progress): Operation => ({
    id,
    action,
    state: progress.handled === ids.length ? 'done' : 'running',
    matched: ids.length,
    ...progress,
  });

  return {
    begin: async (action, ids, reason, order) => {
      const on: Work = { id: randomUUID(), action, ids, reason, order };
      const progress: Progress = { handled: 0, changed: 0, refusedCount: 0, refused: [], position: '0' };
      await db
        .insertInto('operations')
        .values({ id: on.id, action, ordered_by: order.by, reason, agent_ids: [...ids], done: ids.length === 0 })
        .execute();
      if (ids.length > AT_ONCE) behind(on, progress);
      else
        await work(on, progress).catch(async (error: unknown) => {
          // Whoever asked is told that it failed: it must not be done behind their back later.
          await save(on.id, progress, true).catch(() => {});
          throw error;
        });
      return show(on, { ...progress });
    },

    find: async (id) => {
      const row = await db
        .selectFrom('operations')
        .select(columns)
        .select(sql<number>`cardinality(agent_ids)`.as('matched'))
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      const { action, handled, changed, refused_count: refusedCount, refused, position, done, matched } = row;
      const state = done ? 'done' : 'running';
      return { id, action, state, matched, handled, changed, refusedCount, refused, position };
    },

    adopt: async () => {
      const rows = await db
        .updateTable('operations')
        .set({ heartbeat_at: sql`now()` })
        .where('done', '=', false)
        .where(sql<boolean>`heartbeat_at < now() - make_interval(secs => ${ABANDONED_S})`)
        .returning([...columns, 'ordered_by', 'reason', 'agent_ids'])
        .execute();
      for (const { id, action, ordered_by: by, reason, agent_ids: ids, handled, changed, ...row } of rows) {
        const order = { by, correlationId: id, traceparent: null };
        const { refused_count: refusedCount, refused, position } = row;
        behind({ id, action, ids, reason, order }, { handled, changed, refusedCount, refused, position });
      }
    },

    drain: async () => {
      await Promise.all(running);
    },
  };
};
