import { join } from 'node:path';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import { silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { until } from '../chaos/processes.ts';
import { ACTORS, SCHEDULERS, type SoakFleet } from './fleet.ts';

const PROJECTOR = join(import.meta.dirname, '../../services/projector/src/main.ts');
const CAUGHT_UP_WITHIN_MS = 120_000;

/** Every read model, each row as text: what is compared is what is stored. */
const snapshot = async (pool: Pool): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = $1 and table_type = 'BASE TABLE' and table_name !~ '^(checkpoint|migrations?|schema_.*)$'`,
    [READ_SCHEMA],
  );
  const snapshots = tables.map(async ({ name }) => {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${READ_SCHEMA}.${name} t`);
    return [name, rows.map(({ row }) => row)] as const;
  });
  return new Map(await Promise.all(snapshots));
};

/** Rows of one that the other does not have, both ways. */
const differing = (one: readonly string[], other: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const row of one) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of other) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).map(([row]) => row);
};

export type Drift = { readonly rows: number; readonly tables: number; readonly examples: readonly string[] };

/**
 * Rebuilds the read models from the first event with the product's own command, and counts the rows that are not those
 * the running projector had made. Whoever writes events stands still meanwhile.
 */
export const driftOf = async (fleet: SoakFleet, head: () => bigint): Promise<Drift> => {
  const writers = [...SCHEDULERS, ...ACTORS];
  const pool = openPool({ url: fleet.info.database, size: 2, name: 'soak', log: silentLog() });
  try {
    for (const name of writers) fleet.signal(name, 'SIGSTOP');
    const caughtUp = async () => {
      const { rows } = await pool.query<{ position: string }>(`select position from ${READ_SCHEMA}.checkpoint`);
      return BigInt(rows[0]?.position ?? -1) >= head();
    };
    await until('the projector to catch up', caughtUp, CAUGHT_UP_WITHIN_MS);
    const live = await snapshot(pool);
    const { nats, eventStore, database } = fleet.info;
    const rebuild = fleet.launch(process.execPath, [PROJECTOR, 'rebuild'], {
      ...{ NATS_URL: nats, EVENT_STORE_URL: eventStore, DATABASE_URL: database, LOG_LEVEL: 'warn' },
    });
    await rebuild.gone;
    if (rebuild.child.exitCode !== 0) throw new Error(`the rebuild failed: ${rebuild.said()}`);
    const rebuilt = await snapshot(pool);
    const examples: string[] = [];
    let rows = 0;
    for (const name of new Set([...live.keys(), ...rebuilt.keys()])) {
      const wrong = differing(live.get(name) ?? [], rebuilt.get(name) ?? []);
      rows += wrong.length;
      examples.push(...wrong.slice(0, 4).map((row) => `${name}: ${row.slice(0, 300)}`));
    }
    return { rows, tables: live.size, examples };
  } finally {
    for (const name of writers) fleet.signal(name, 'SIGCONT');
    await pool.end();
  }
};
