import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';

/** Named JSON values and usage counters that outlive a restart. */
export function settingStore(database: DatabaseSync) {
  const read = database.prepare('SELECT value FROM settings WHERE name = ?');
  const write = database.prepare(
    'INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const used = database.prepare('SELECT used FROM usage WHERE scope = ?');
  const use = database.prepare('INSERT INTO usage VALUES (?, 1) ON CONFLICT (scope) DO UPDATE SET used = used + 1');
  const clear = database.prepare('DELETE FROM usage');
  const trim = database.prepare('DELETE FROM usage WHERE scope NOT LIKE ? AND scope NOT LIKE ?');
  let keptDay = '';
  return {
    get(name: string): unknown {
      const row = read.get(name) as { value: string } | undefined;
      return row === undefined ? undefined : JSON.parse(row.value);
    },
    set: (name: string, value: unknown): void => void write.run(name, JSON.stringify(value)),
    used: (scope: string): number => (used.get(scope) as { used: number } | undefined)?.used ?? 0,
    /** Counts one against each of the scopes. */
    use(scopes: readonly string[]): void {
      inTransaction(database, () => {
        for (const scope of scopes) use.run(scope);
      });
    },
    clearUsage: (): void => void clear.run(),
    /** Forgets counters of days and months that are over. */
    keepUsageOf(day: string, month: string): void {
      if (day === keptDay) return;
      keptDay = day;
      trim.run(`%@${day}`, `%@${month}`);
    },
  };
}

export type SettingStore = ReturnType<typeof settingStore>;
