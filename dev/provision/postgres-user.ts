import { readFileSync } from 'node:fs';

export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * Whom Postgres is to run as: null for "as we are", another user when we are root, since Postgres refuses root. It
 * must have an entry in the system's list (initdb looks itself up); `postgres` if there is one, else `nobody`.
 */
export const postgresUser = (): ServerUser | null => {
  if (process.getuid?.() !== 0) return null;
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const row = rows.find(([name]) => name === wanted);
    // Some systems write nobody's number as -2.
    if (row) return { name: wanted, uid: Number(row[2]) >>> 0, gid: Number(row[3]) >>> 0 };
  }
  throw new Error('Postgres refuses to run as root, and there is no user "postgres" or "nobody" to run it as.');
};
