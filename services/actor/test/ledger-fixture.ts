import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { createDatabase } from '@fleet/testkit/postgres';
import { prepareLedger } from '../src/budget/prepare.ts';

export type Period = { readonly spent: number; readonly held: number };

export type LedgerFixture = {
  readonly url: string;
  /** As the database's owner, who may look into the tables. */
  readonly owner: Pool;
  /** As actors are. */
  readonly actor: Pool;
  caps(day: number, month: number, agentDay: number): Promise<void>;
  reserve(attemptId: string, agentId: string, ceilingUsd: number): Promise<string>;
  settle(attemptId: string, costUsd: number): Promise<string>;
  claim(attemptId: string, text: string): Promise<string>;
  period(kind: 'fleet_day' | 'fleet_month' | 'agent_day', startsOn: string, agentId?: string): Promise<Period>;
  /** Spent and held on all fleet days together. */
  total(): Promise<Period>;
  /** Sets the ledger's clock; null lets it run again. */
  at(moment: string | null): Promise<void>;
  abandon(olderThanS?: number, limit?: number): Promise<number>;
  stop(): Promise<void>;
};

export const openLedgerFixture = async (connections = 20): Promise<LedgerFixture> => {
  const database = await createDatabase();
  const log = silentLog();
  const { role } = await prepareLedger(database.url, log);
  const owner = openPool({ url: database.url, size: 2, name: 'spec owner', log });
  const actor = openPool({
    ...{ url: database.url, size: connections, name: 'spec actor', log },
    ...(role === null ? {} : { role }),
  });
  const ask = async <T>(pool: Pool, sql: string, values: readonly unknown[]): Promise<T> => {
    const { rows } = await pool.query<{ answer: T }>(`select ${sql} as answer`, [...values]);
    return rows[0]?.answer as T;
  };
  const sums = async (where: string, values: readonly unknown[]): Promise<Period> => {
    const sql = `select coalesce(sum(spent), 0)::float as spent, coalesce(sum(held), 0)::float as held
      from budget.periods where ${where}`;
    return (await owner.query<Period>(sql, [...values])).rows[0] ?? { spent: 0, held: 0 };
  };
  return {
    url: database.url,
    owner,
    actor,
    caps: async (...caps) => {
      await owner.query('select budget.set_caps($1::numeric, $2::numeric, $3::numeric, $4)', [...caps, 'spec']);
    },
    reserve: (...of) => ask(actor, 'budget.reserve($1, $2, $3::numeric)', of),
    settle: (...of) => ask(actor, 'budget.settle($1, $2::numeric)', of),
    claim: (...of) => ask(actor, 'budget.claim_text($1, $2)', of),
    period: (kind, startsOn, agentId = '') =>
      sums('kind = $1 and starts_on = $2 and agent_id = $3', [kind, startsOn, agentId]),
    total: () => sums("kind = 'fleet_day'", []),
    at: async (moment) => {
      const now = moment === null ? 'clock_timestamp()' : `timestamptz '${moment}'`;
      await owner.query(`create or replace function budget.wall_now() returns timestamptz language sql volatile
        set search_path = pg_catalog, pg_temp as $$ select ${now} $$`);
    },
    abandon: (olderThanS = 3_600, limit = 1_000) => ask(actor, 'budget.abandon_stale($1, $2)', [olderThanS, limit]),
    stop: async () => {
      await Promise.all([actor.end(), owner.end()]);
      await database.drop();
    },
  };
};
