import type { EventStore } from '@fleet/platform/eventstore';
import type { Log } from '@fleet/platform/log';
import { migrate, type Pool, withTransaction } from '@fleet/platform/postgres';
import { MIGRATIONS } from './migrations.ts';
import { project } from './run/project.ts';
import { createStats } from './run/stats.ts';
import { readCheckpoint } from './store/checkpoint.ts';

export type RebuildOptions = {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly schema: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly maxBatchEvents?: number;
};
export type Rebuilt = { readonly events: number; readonly position: bigint; readonly seconds: number };

const LOCK = 'projector rebuild';
/** Readers of the old tables may take this long to let go; the old schema is dropped with the next rebuild otherwise. */
const DROP_WITHIN = '5s';

/**
 * Swaps the schemas if the rebuilt one is as far as the live one. Locking the live checkpoint keeps the projector out;
 * its next batch then finds the checkpoint elsewhere than it left it, and begins again on the new tables. `foreign`:
 * the live checkpoint that belongs to another store; how far that is then says nothing.
 */
const swapped = (pool: Pool, schema: string, rebuilt: string, old: string, foreign: bigint | null): Promise<boolean> =>
  withTransaction(pool, async (client) => {
    await client.query(`lock table ${schema}.checkpoint in access exclusive mode`);
    const { rows } = await client.query<{ live: string; rebuilt: string }>(
      `select (select position from ${schema}.checkpoint) as live, (select position from ${rebuilt}.checkpoint) as rebuilt`,
    );
    const live = BigInt(rows[0]?.live ?? 0);
    if (live !== foreign && BigInt(rows[0]?.rebuilt ?? 0) < live) return false;
    await client.query(`alter schema ${schema} rename to ${old}`);
    await client.query(`alter schema ${rebuilt} rename to ${schema}`);
    return true;
  });

/**
 * Fills a schema beside the live one from the first event, and puts it in its place in one transaction. The live one
 * works on meanwhile. Safe to break off at any moment and to start again. Mends read models of another store, too.
 * @throws Error when another rebuild runs, when the event store does not answer at the start, or when aborted
 */
export const rebuild = async (options: RebuildOptions): Promise<Rebuilt> => {
  const { databaseUrl, pool, store, schema, log, signal } = options;
  const rebuilt = `${schema}_rebuild`;
  const old = `${schema}_old`;
  const startedMs = performance.now();
  const lock = await pool.connect();
  try {
    const sql = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as got';
    const { rows } = await lock.query<{ got: boolean }>(sql, [`${LOCK} ${schema}`]);
    if (rows[0]?.got !== true) throw new Error(`another rebuild of ${schema} is running`);
    await pool.query(`drop schema if exists ${rebuilt} cascade`);
    await pool.query(`drop schema if exists ${old} cascade`);
    await migrate({ url: databaseUrl, schema: rebuilt, dir: MIGRATIONS, log });
    await migrate({ url: databaseUrl, schema, dir: MIGRATIONS, log });
    const stats = createStats();
    for (;;) {
      const live = await readCheckpoint(pool, schema);
      const foreign = live.last !== null && !(await store.holds(live.last));
      const target = foreign ? 0n : live.position;
      await project({
        store,
        pool,
        schema: rebuilt,
        log,
        stats,
        signal,
        ...(options.maxBatchEvents === undefined ? {} : { maxBatchEvents: options.maxBatchEvents }),
        done: ({ position, atEnd }) => atEnd && position >= target,
      });
      signal.throwIfAborted();
      if (await swapped(pool, schema, rebuilt, old, foreign ? live.position : null)) break;
    }
    await withTransaction(pool, async (client) => {
      await client.query(`set local lock_timeout = '${DROP_WITHIN}'`);
      await client.query(`drop schema ${old} cascade`);
    }).catch((error: unknown) => log.warn({ err: error, schema: old }, 'the old read models are not dropped yet'));
    const { events, position } = stats.snapshot();
    return { events, position: BigInt(position), seconds: (performance.now() - startedMs) / 1_000 };
  } finally {
    // The lock goes with its connection.
    lock.release(true);
  }
};
