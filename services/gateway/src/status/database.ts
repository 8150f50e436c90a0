import type { System } from '@fleet/domain/read-models/system';
import { type Pool, withTransaction } from '@fleet/platform/postgres';
import { inTime } from '../access/deadline.ts';

type Database = System['database'];
export type DatabaseFigures = Pick<Database, 'sizeBytes' | 'connections' | 'connectionsMax' | 'largest'>;

/** Sizes wait for a table that is being changed; nobody waits for sizes. */
const STATEMENT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;

const SIZE = 'select pg_database_size(current_database())::float8 as bytes';
/** Counters alone: the view of sessions hides those of others from a role without rights. */
const CONNECTIONS = `
  select coalesce(sum(numbackends), 0)::int as used, current_setting('max_connections')::int as most
  from pg_stat_database`;
const LARGEST = `
  select n.nspname as schema, c.relname as table, pg_total_relation_size(c.oid)::float8 as bytes,
    -- Below zero: never looked at by (auto)vacuum or analyze.
    case when c.reltuples < 0 then null else c.reltuples::float8 end as rows
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by bytes desc nulls last limit 10`;

const UNKNOWN: DatabaseFigures = { sizeBytes: null, connections: null, connectionsMax: null, largest: null };

/**
 * Asks what is known of the database; null is what it does not tell, or not to this role. Never rejects, answers within
 * five seconds, and holds one connection at most, also while the server hangs.
 */
export const databaseFigures = (pool: Pool): (() => Promise<DatabaseFigures>) => {
  const rows = <T extends object>(sql: string): Promise<T[] | null> =>
    withTransaction(pool, async (client) => {
      await client.query(`set local statement_timeout = ${STATEMENT_WITHIN_MS}`);
      return (await client.query<T>(sql)).rows;
    }).catch(() => null);
  const ask = async (): Promise<DatabaseFigures> => {
    const size = await rows<{ bytes: number }>(SIZE);
    const connections = await rows<{ used: number; most: number }>(CONNECTIONS);
    const largest = await rows<NonNullable<Database['largest']>[number]>(LARGEST);
    return {
      sizeBytes: size?.[0]?.bytes ?? null,
      connections: connections?.[0]?.used ?? null,
      connectionsMax: connections?.[0]?.most ?? null,
      // A table dropped meanwhile has no size any more.
      largest: largest?.filter(({ bytes }) => bytes !== null) ?? null,
    };
  };
  let asking: Promise<DatabaseFigures> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return inTime(asking, ANSWER_WITHIN_MS).catch(() => UNKNOWN);
  };
};

export const poolFigures = (pool: Pool): Pick<Database, 'poolUsed' | 'poolWaiting' | 'poolMax'> => ({
  poolUsed: pool.totalCount - pool.idleCount,
  poolWaiting: pool.waitingCount,
  poolMax: pool.options.max,
});
