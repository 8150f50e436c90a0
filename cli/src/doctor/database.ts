import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import { type Finding, failed, ok, reasonOf, warning } from './finding.ts';

/** Postgres, its version and the schemas that the services keep in it. */
export const checkDatabase = async (url: string | null): Promise<Finding> => {
  if (!url) return failed('Postgres', 'no address', 'set DATABASE_URL, or run npm start, which brings its own');
  const pool = openPool({ url, size: 1, name: 'fleet-doctor', log: silentLog() });
  try {
    const { rows } = await pool.query<{ version: string; schemas: string[] }>(
      `select current_setting('server_version') as version,
              array(select nspname::text from pg_namespace where nspname ~ '^(read_v[0-9]+|access|budget)$' order by 1) as schemas`,
    );
    const { version = '?', schemas = [] } = rows[0] ?? {};
    if (Number.parseInt(version, 10) < 14)
      return failed('Postgres', `version ${version} is too old`, 'use Postgres 14 or newer');
    const absent = ['access', 'read_v'].filter((wanted) => !schemas.some((schema) => schema.startsWith(wanted)));
    if (absent.length > 0)
      return warning(
        'Postgres',
        `version ${version}, without ${absent.map((name) => (name === 'read_v' ? 'read models' : `schema ${name}`)).join(' and ')}`,
        'start projector and gateway: each makes its own schema',
      );
    return ok('Postgres', `version ${version} with ${schemas.join(', ')}`);
  } catch (error) {
    return failed('Postgres', reasonOf(error), 'start it, or correct DATABASE_URL');
  } finally {
    await pool.end();
  }
};
