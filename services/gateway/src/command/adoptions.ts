import { randomUUID } from 'node:crypto';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { Adoption } from '@fleet/domain/read-models/personas';
import { type Selectable, sql } from 'kysely';
import type { AccessDb, AccessTables } from '../access/tables.ts';
import { agentsBehind, countAgentsBehind } from '../read/personas.ts';
import type { ReadDb } from '../read/tables.ts';
import type { RunAgentCommand } from './agent-commands.ts';
import type { Order } from './execute.ts';
import type { PersonaHistory } from './personas.ts';

const CHUNK = 200;
const CONCURRENCY = 16;
const MAX_REFUSED_KEPT = 100;
const ABANDONED_S = 30;

export type Adoptions = {
  /** Begins to bring a persona's version to those of its agents that were made from older ones. */
  begin(of: Pick<PersonaHistory, 'version' | 'persona'>, reason: string, order: Order): Promise<Adoption>;
  find(id: string): Promise<Adoption | null>;
  /** Goes on with those whose gateway is gone. */
  adopt(): Promise<void>;
  /** Resolves when nothing runs in the background any more. */
  drain(): Promise<void>;
};

export type AdoptionDeps = {
  readonly db: AccessDb;
  readonly read: ReadDb;
  readonly agent: RunAgentCommand;
  /** Every version of a persona that was published. */
  readonly definitions: (personaId: string) => Promise<ReadonlyMap<number, Persona>>;
  readonly signal: AbortSignal;
  readonly warn: (what: object, message: string) => void;
};

type Row = Selectable<AccessTables['adoptions']>;
type Progress = Pick<Row, 'handled' | 'changed' | 'refused_count' | 'position' | 'last_agent'> & {
  refused: Adoption['refused'];
};

const show = (row: Row): Adoption => ({
  id: row.id,
  personaId: row.persona_id,
  version: row.version,
  by: row.ordered_by,
  reason: row.reason,
  at: row.created_at.toISOString(),
  state: row.done ? 'done' : 'running',
  matched: row.matched,
  handled: row.handled,
  changed: row.changed,
  refusedCount: row.refused_count,
  refused: row.refused,
  position: row.position,
});

export const adoptions = ({ db, read, agent, definitions, signal, warn }: AdoptionDeps): Adoptions => {
  const running = new Set<Promise<void>>();

  const work = async (row: Row): Promise<void> => {
    const known = await definitions(row.persona_id);
    const persona = { id: row.persona_id, version: row.version };
    const order = { by: row.ordered_by, correlationId: row.id, traceparent: null };
    const progress: Progress = { ...row, refused: [...row.refused] };

    const tellOne = async (id: string) => {
      const command = { type: 'adopt', persona, definitions: known, by: row.ordered_by, reason: row.reason } as const;
      const result = await agent(id, command, order);
      if (result.kind === 'refused') {
        progress.refused_count++;
        const { code, reason } = result.refusal;
        if (progress.refused.length < MAX_REFUSED_KEPT) progress.refused.push({ id, code, reason });
      } else if (result.changed) {
        progress.changed++;
        if (result.position > BigInt(progress.position)) progress.position = result.position.toString();
      }
    };
    const save = (done: boolean) => {
      const { handled, changed, refused_count, refused, last_agent, position } = progress;
      return db
        .updateTable('adoptions')
        .set({ handled, changed, refused_count, refused: JSON.stringify(refused), last_agent, position, done })
        .set({ heartbeat_at: sql`now()` })
        .where('id', '=', row.id)
        .execute();
    };

    for (;;) {
      // What is left is taken up by the next gateway.
      if (signal.aborted) return;
      const ids = await agentsBehind(read, persona, { after: progress.last_agent, limit: CHUNK });
      const queue = ids.values();
      const worker = async () => {
        for (const id of queue) await tellOne(id);
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, worker));
      progress.handled += ids.length;
      progress.last_agent = ids.at(-1) ?? progress.last_agent;
      await save(ids.length < CHUNK);
      if (ids.length < CHUNK) return;
    }
  };

  const behind = (row: Row) => {
    const run = work(row)
      .catch((error: unknown) =>
        warn({ err: error, adoption: row.id }, 'adoption broke off; it will be taken up again'),
      )
      .finally(() => running.delete(run));
    running.add(run);
  };

  return {
    begin: async ({ version, persona }, reason, order) => {
      const matched = await countAgentsBehind(read, { id: persona.id, version });
      const row = await db
        .insertInto('adoptions')
        .values({ id: randomUUID(), persona_id: persona.id, version, ordered_by: order.by, reason, matched })
        .returningAll()
        .executeTakeFirstOrThrow();
      behind(row);
      return show(row);
    },
    find: async (id) => {
      const row = await db.selectFrom('adoptions').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? show(row) : null;
    },
    adopt: async () => {
      const rows = await db
        .updateTable('adoptions')
        .set({ heartbeat_at: sql`now()` })
        .where('done', '=', false)
        .where(sql<boolean>`heartbeat_at < now() - make_interval(secs => ${ABANDONED_S})`)
        .returningAll()
        .execute();
      for (const row of rows) behind(row);
    },
    drain: async () => {
      await Promise.all(running);
    },
  };
};
