import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Log } from '../log/index.ts';

export type MigrateOptions = {
  readonly url: string;
  /** Made if missing; the files run with it first on the search path. `[a-z0-9_]+` */
  readonly schema: string;
  /** Folder of `NNN_name.sql` files, run in the order of their names. */
  readonly dir: string;
  readonly log: Log;
  /** Who migrates under the same key waits for each other. Default: the schema's name. */
  readonly lockKey?: string;
};

const fileName = /^\d{3}_[a-z0-9_]+\.sql$/;

/**
 * Brings a schema up to date: each file once, in a transaction of its own, recorded in the schema's table
 * `migrations`. Several instances at once are safe: one works, the others wait and find nothing to do.
 * Gives the names of the files that were run.
 * @throws Error when a file fails, or one that ran before was changed since (the driver's errors come through)
 */
export const migrate = async (options: MigrateOptions): Promise<string[]> => {
  const { schema } = options;
  if (!/^[a-z_][a-z0-9_]*$/.test(schema)) throw new Error(`not a schema name: ${schema}`);
  const files = readdirSync(options.dir)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const strange = files.find((name) => !fileName.test(name));
  if (strange) throw new Error(`a migration is named like 001_what_it_does.sql, not ${strange}`);

  const client = new pg.Client({ connectionString: options.url, application_name: `migrate ${schema}` });
  client.on('error', () => {}); // the query under way rejects
  await client.connect();
  try {
    // Held until the connection ends, so a crash frees it.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [`migrate ${options.lockKey ?? schema}`]);
    await client.query(`create schema if not exists ${schema}`);
    await client.query(`set search_path to ${schema}, public`);
    await client.query(
      `create table if not exists ${schema}.migrations
         (name text primary key, hash text not null, applied_at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ name: string; hash: string }>(`select name, hash from ${schema}.migrations`);
    const applied = new Map(rows.map((row) => [row.name, row.hash]));
    const run: string[] = [];
    for (const name of files) {
      const sql = readFileSync(join(options.dir, name), 'utf8');
      const hash = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
      const before = applied.get(name);
      if (before === hash) continue;
      if (before) throw new Error(`migration ${schema}/${name} was changed after it ran: write a new file instead`);
      await apply(client, schema, { name, sql, hash });
      options.log.info({ schema, migration: name }, 'migrated');
      run.push(name);
    }
    return run;
  } finally {
    await client.end();
  }
};

const apply = async (client: pg.Client, schema: string, file: { name: string; sql: string; hash: string }) => {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query(`insert into ${schema}.migrations (name, hash) values ($1, $2)`, [file.name, file.hash]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => {});
    throw new Error(`migration ${schema}/${file.name} failed: ${(cause as Error).message}`, { cause });
  }
};
