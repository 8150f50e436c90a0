import type { Place } from '@fleet/platform/eventstore';
import type { Pool, PoolClient } from '@fleet/platform/postgres';

export type Progress = { readonly lagMs: number; readonly caughtUp: boolean };

/** Another process has moved the checkpoint: this one is no longer the projector, and must stop at once. */
export class FenceLostError extends Error {
  constructor(schema: string) {
    super(`another projector works on ${schema}`);
    this.name = 'FenceLostError';
  }
}

/** How far the read models are: position of the commit last projected (0 for none), and its last event. */
export type Checkpoint = {
  readonly position: bigint;
  /** Null before the first commit, and in read models older than this column. */
  readonly last: Place | null;
};

export const readCheckpoint = async (pool: Pool, schema: string): Promise<Checkpoint> => {
  const { rows } = await pool.query<{
    position: string;
    stream: string | null;
    revision: number | null;
    event_id: string | null;
  }>(`select position, stream, revision, event_id from ${schema}.checkpoint where name = 'main'`);
  const [row] = rows;
  const position = BigInt(row?.position ?? 0);
  const { stream = null, revision = null, event_id: id = null } = row ?? {};
  // At 0 nothing was projected, whatever stood there before somebody set it back by hand.
  const known = position > 0n && stream !== null && revision !== null && id !== null;
  return { position, last: known ? { position, stream, revision, id } : null };
};

export type Move = { readonly from: bigint; readonly to: Checkpoint } & Progress;

/**
 * First statement of a batch's transaction: moves the checkpoint, and holds its row until the end.
 * @throws FenceLostError when it does not stand where this projector left it
 */
export const moveCheckpoint = async (client: Pool | PoolClient, schema: string, move: Move): Promise<void> => {
  const { position, last } = move.to;
  const { rowCount } = await client.query(
    `update ${schema}.checkpoint
        set position = $2, lag_ms = $3, caught_up = $4, stream = $5, revision = $6, event_id = $7, updated_at = now()
      where name = 'main' and position = $1`,
    [
      String(move.from),
      String(position),
      move.lagMs,
      move.caughtUp,
      last?.stream ?? null,
      last?.revision ?? null,
      last?.id ?? null,
    ],
  );
  if (rowCount !== 1) throw new FenceLostError(schema);
};
