import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log/index.ts';

export type Pool = pg.Pool;
export type PoolClient = pg.PoolClient;

export type PoolOptions = {
  readonly url: string;
  /** Connections at most. */
  readonly size: number;
  /** Shown in pg_stat_activity: the service's name. */
  readonly name: string;
  readonly log: Log;
  /** A statement that takes longer is broken off. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Statements run as this role, which the user of the URL must be a member of. `[a-z0-9_]+` */
  readonly role?: string;
};

const connectWithinMs = 5_000;
const tryAgainMs = 1_000;

/** A pool that outlives its server: broken connections are dropped and made anew by the next query. */
export const openPool = (options: PoolOptions): Pool => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.size,
    application_name: options.name,
    connectionTimeoutMillis: connectWithinMs,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    // Said when connecting, so that no statement can run before it.
    ...(options.role === undefined ? {} : { options: `-c role=${options.role}` }),
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => options.log.warn({ err: error }, 'a Postgres connection broke'));
  // The same for one in use that breaks between two queries: the next query rejects.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};

/** One round trip; rejects with the driver's error. */
export const pingPostgres = async (pool: Pool): Promise<void> => {
  await pool.query('select 1');
};

/** Waits until the database answers. @throws the abort's reason when the signal ends the waiting */
export const waitForPostgres = async (pool: Pool, log: Log, signal: AbortSignal): Promise<void> => {
  for (let said = ''; ; ) {
    signal.throwIfAborted();
    try {
      return await pingPostgres(pool);
    } catch (error) {
      const problem = (error as Error).message || String((error as NodeJS.ErrnoException).code);
      if (problem !== said) log.warn({ problem }, 'Postgres cannot be reached yet; trying again');
      said = problem;
      await delay(tryAgainMs, undefined, { signal });
    }
  }
};

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export const withTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    // A connection that cannot even roll back is not given to the next one.
    client.release(broken);
  }
};
