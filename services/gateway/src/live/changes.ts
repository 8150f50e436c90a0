import type { Activity, Agent } from '@fleet/domain/read-models/api';
import { toActivity } from '../read/activities.ts';
import { toAgent } from '../read/agents.ts';
import type { ReadDb } from '../read/tables.ts';

/** More than this and a client had better load its page again. */
export const MAX_ROWS = 1_000;

export type Changes = {
  /** Where the read model stood when it was read. */
  readonly position: bigint;
  /** Null: too many rows to send. Oldest first. */
  readonly rows: { readonly activities: readonly Activity[]; readonly agents: readonly Agent[] } | null;
};

/**
 * What came into the read model after a position, as of one moment: a repeatable-read transaction, so that rows and
 * position belong together.
 */
export const readChanges = (db: ReadDb, after: bigint, wallMs: number): Promise<Changes> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const checkpoint = await tx
        .selectFrom('checkpoint')
        .select('position')
        .where('name', '=', 'main')
        .executeTakeFirst();
      const position = BigInt(checkpoint?.position ?? '0');
      if (position <= after) return { position, rows: { activities: [], agents: [] } };
      const from = after.toString();
      const activities = await tx
        .selectFrom('activities')
        .selectAll()
        .where('position', '>', from)
        .where('position', '<=', position.toString())
        .orderBy('position')
        .orderBy('id')
        .limit(MAX_ROWS + 1)
        .execute();
      const agents = await tx
        .selectFrom('agents')
        .selectAll()
        .where('position', '>', from)
        .orderBy('position')
        .limit(MAX_ROWS + 1)
        .execute();
      if (activities.length + agents.length > MAX_ROWS) return { position, rows: null };
      return {
        position,
        rows: { activities: activities.map(toActivity), agents: agents.map((row) => toAgent(row, wallMs)) },
      };
    });
