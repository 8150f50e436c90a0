import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './database.ts';

export type Call = {
  readonly seq: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly agent: string | null;
  readonly idempotencyKey: string | null;
  /** Null while unanswered, or when the answer was never sent. */
  readonly status: number | null;
  readonly fault: string | null;
  /** Applied after its connection was closed. */
  readonly late: boolean;
  readonly bodyDigest: string | null;
  /** What the call changed: `post:<id>`, `comment:<id>`, `like:<id>`, `unlike:<id>`, `workflow:<images>`, … or null. */
  readonly effect: string | null;
};
export type NewCall = Omit<Call, 'seq' | 'status' | 'fault' | 'effect' | 'at'> & { readonly at: number };

export type CallFilter = {
  readonly route?: string;
  readonly agent?: string;
  readonly key?: string;
  /** Exclusive, both. */
  readonly after?: number;
  readonly before?: number;
  /** Only what changed something. */
  readonly effects?: boolean;
  readonly limit: number;
};

const keptCalls = 20_000;

/** Every request under /api: the newest, and all that changed something; totals are of all time. */
export function callStore(database: DatabaseSync) {
  const insert = database.prepare(
    'INSERT INTO calls (at, method, path, route, agent, idempotency_key, late, body_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const count = database.prepare(
    'INSERT INTO call_totals VALUES (?, 1) ON CONFLICT (route) DO UPDATE SET calls = calls + 1',
  );
  const answered = database.prepare('UPDATE calls SET status = ? WHERE seq = ?');
  const faulted = database.prepare('UPDATE calls SET fault = ? WHERE seq = ?');
  const effected = database.prepare('UPDATE calls SET effect = ? WHERE seq = ?');
  const trim = database.prepare('DELETE FROM calls WHERE seq <= ? AND effect IS NULL');
  const list = database.prepare(
    `SELECT * FROM calls WHERE (:route IS NULL OR route = :route) AND (:agent IS NULL OR agent = :agent)
       AND (:key IS NULL OR idempotency_key = :key) AND (:effects = 0 OR effect IS NOT NULL)
       AND seq > :after AND seq < :before ORDER BY seq DESC LIMIT :limit`,
  );
  const totals = database.prepare('SELECT route, calls FROM call_totals ORDER BY route');
  return {
    begin(call: NewCall): number {
      const seq = inTransaction(database, () => {
        const { lastInsertRowid } = insert.run(
          call.at,
          call.method,
          call.path,
          call.route,
          call.agent,
          call.idempotencyKey,
          call.late ? 1 : 0,
          call.bodyDigest,
        );
        count.run(call.route);
        return Number(lastInsertRowid);
      });
      if (seq % 500 === 0) trim.run(seq - keptCalls);
      return seq;
    },
    answered: (seq: number, status: number): void => void answered.run(status, seq),
    faulted: (seq: number, fault: string): void => void faulted.run(fault, seq),
    effected: (seq: number, effect: string): void => void effected.run(effect, seq),
    /** Newest first, at most `limit`. */
    list(filter: CallFilter): Call[] {
      const rows = list.all({
        route: filter.route ?? null,
        agent: filter.agent ?? null,
        key: filter.key ?? null,
        after: filter.after ?? 0,
        before: filter.before ?? Number.MAX_SAFE_INTEGER,
        effects: filter.effects ? 1 : 0,
        limit: filter.limit,
      }) as Record<string, string | number | null>[];
      return rows.map((row) => ({
        seq: Number(row.seq),
        at: new Date(Number(row.at)).toISOString(),
        method: String(row.method),
        path: String(row.path),
        route: String(row.route),
        agent: row.agent as string | null,
        idempotencyKey: row.idempotency_key as string | null,
        status: row.status as number | null,
        fault: row.fault as string | null,
        late: row.late === 1,
        bodyDigest: row.body_digest as string | null,
        effect: row.effect as string | null,
      }));
    },
    totals: (): Record<string, number> =>
      Object.fromEntries((totals.all() as { route: string; calls: number }[]).map((row) => [row.route, row.calls])),
  };
}

export type CallStore = ReturnType<typeof callStore>;
