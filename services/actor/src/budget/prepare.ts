import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@fleet/platform/log';
import { migrate, openPool, type Pool, withTransaction } from '@fleet/platform/postgres';

const SCHEMA = 'budget';
const MIGRATIONS = join(import.meta.dirname, 'migrations');
const ROLES = readFileSync(join(import.meta.dirname, 'roles.sql'), 'utf8');
const ACTOR_ROLE = 'fleet_budget_actor';
const INSUFFICIENT_PRIVILEGE = '42501';

/** `role`: what statements are to run as, so that they can call functions and touch no table; null to stay who we are. */
export type Prepared = { readonly role: string | null };

const isDenied = (error: unknown): boolean => (error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE;

/**
 * Makes schema `budget` or brings it up to date, and takes its tables away from whoever is going to spend: they belong
 * to a role without login, and `role` may only call. A database user that may make nothing finds the schema made, or
 * is told. Several actors at once are safe.
 * @throws the driver's error, or one that says who has to do what
 */
export const prepareLedger = async (url: string, log: Log): Promise<Prepared> => {
  const pool = openPool({ url, size: 1, name: 'fleet-actor budget set-up', log });
  try {
    const mayCreate = await one<boolean>(pool, "select has_database_privilege(current_database(), 'create')");
    if (mayCreate) {
      await migrate({ url, schema: SCHEMA, dir: MIGRATIONS, log });
      await secure(pool, log);
    }
    return { role: await runtimeRole(pool, mayCreate) };
  } finally {
    await pool.end();
  }
};

const secure = async (pool: Pool, log: Log): Promise<void> => {
  try {
    await withTransaction(pool, async (client) => {
      await client.query("select pg_advisory_xact_lock(hashtextextended('roles of schema budget', 0))");
      await client.query(ROLES);
    });
  } catch (error) {
    if (!isDenied(error)) throw error;
    const why = (error as Error).message;
    log.warn({ why }, 'this database user may not make roles: it owns the budget ledger itself and could change it');
  }
};

const runtimeRole = async (pool: Pool, mayCreate: boolean): Promise<string | null> => {
  const usable = `select coalesce(
      (select pg_has_role(rolname, 'member') and has_schema_privilege(rolname, '${SCHEMA}', 'usage')
         from pg_roles where rolname = '${ACTOR_ROLE}'), false)
    and to_regnamespace('${SCHEMA}') is not null`;
  const exists = await one<boolean>(pool, `select to_regnamespace('${SCHEMA}') is not null`);
  if (exists && (await one<boolean>(pool, usable))) return ACTOR_ROLE;
  const mayCall =
    exists && (await one<boolean>(pool, `select has_schema_privilege(current_user, '${SCHEMA}', 'usage')`));
  if (mayCreate || mayCall) return null;
  throw new Error(
    `schema ${SCHEMA} is not there, or not for this database user, which may not make it either: run ` +
      'services/actor/src/budget/set-up.ts once with a DATABASE_URL that may, and grant this user the role ' +
      ACTOR_ROLE,
  );
};

const one = async <T>(pool: Pool, sql: string): Promise<T> => {
  const { rows } = await pool.query<{ answer: T }>(`select (${sql}) as answer`);
  const [row] = rows;
  if (!row) throw new Error('a question without an answer');
  return row.answer;
};
