import type { Seeding, SeedingRetry } from '@fleet/domain/read-models/personas';
import { type Selectable, sql } from 'kysely';
import type { AccessDb, AccessTables } from '../access/tables.ts';
import type { ReadDb } from '../read/tables.ts';
import type { RunAgentCommand } from './agent-commands.ts';
import type { Order } from './execute.ts';

const SHOWN = 20;
const FAILURES_SHOWN = 100;

export type Seedings = {
  /** The newest 20. */
  list(): Promise<Seeding[]>;
  find(id: string): Promise<Seeding | null>;
  /** Asks for the users of all that were refused one again, at once. Null when there is no such seeding. */
  retry(id: string, reason: string, order: Order): Promise<SeedingRetry | null>;
};

type Row = Selectable<AccessTables['seedings']>;

export const seedings = (db: AccessDb, read: ReadDb, agent: RunAgentCommand): Seedings => {
  const failedOf = ({ agent_ids: ids }: Row, limit: number) =>
    ids.length === 0
      ? Promise.resolve([])
      : read
          .selectFrom('agents')
          .select(['id', 'username', 'provisioning_error as reason'])
          .where('id', 'in', ids)
          .where('provisioning_error', 'is not', null)
          .where('provisioned', '=', false)
          .where('status', '<>', 'deleted')
          .orderBy('username')
          .limit(limit)
          .execute();

  const show = async (row: Row): Promise<Seeding> => {
    const isDeleted = sql<boolean>`(status = 'deleted' or deleting)`;
    const [counts, failures] = await Promise.all([
      row.agent_ids.length === 0
        ? undefined
        : read
            .selectFrom('agents')
            .select([
              sql<number>`count(*) filter (where provisioned and not ${isDeleted})::int`.as('provisioned'),
              sql<number>`count(*) filter (where not provisioned and provisioning_error is not null and not ${isDeleted})::int`.as(
                'failed',
              ),
              sql<number>`count(*) filter (where ${isDeleted})::int`.as('deleted'),
            ])
            .where('id', 'in', row.agent_ids)
            .executeTakeFirst(),
      failedOf(row, FAILURES_SHOWN),
    ]);
    const { provisioned = 0, failed = 0, deleted = 0 } = counts ?? {};
    const created = row.agent_ids.length;
    return {
      id: row.id,
      at: row.created_at.toISOString(),
      by: row.ordered_by,
      persona: row.persona,
      seed: row.fleet_seed,
      created,
      ...{ provisioned, failed, deleted, waiting: created - provisioned - failed - deleted },
      failures: failures.map(({ id, username, reason }) => ({ id, username, reason: reason ?? '' })),
    };
  };
  const rowOf = (id: string) => db.selectFrom('seedings').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    list: async () => {
      const rows = await db.selectFrom('seedings').selectAll().orderBy('created_at', 'desc').limit(SHOWN).execute();
      return Promise.all(rows.map(show));
    },
    find: async (id) => {
      const row = await rowOf(id);
      return row ? show(row) : null;
    },
    retry: async (id, reason, order) => {
      const row = await rowOf(id);
      if (!row) return null;
      let asked = 0;
      let position = 0n;
      for (const failed of await failedOf(row, row.agent_ids.length)) {
        const result = await agent(failed.id, { type: 'provision', by: order.by, reason }, order);
        if (result.kind === 'refused' || !result.changed) continue;
        asked++;
        position = result.position;
      }
      return { asked, position: position.toString() };
    },
  };
};
