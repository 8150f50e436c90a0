import type { Pool, PoolClient } from '@fleet/platform/postgres';

export type Progress = { readonly lagMs: number; readonly caughtUp: boolean };

/** Another process has moved the checkpoint: this one is no longer the projector, and must stop at once. */
export class FenceLostError extends Error {
  constructor(schema: string) {
    super(`another projector works on ${schema}`);
    this.name = 'FenceLostError';
  }
}

/** Position of the commit last projected; 0 for none. */
export const readCheckpoint = async (pool: Pool, schema: string): Promise<bigint> => {
  const { rows } = await pool.query<{ position: string }>(
    `select position from ${schema}.checkpoint where name = 'main'`,
  );
  return BigInt(rows[0]?.position ?? 0);
};

/**
 * First statement of a batch's transaction: moves the checkpoint, and holds its row until the end.
 * @throws FenceLostError when it does not stand where this projector left it
 */
export const moveCheckpoint = async (
  client: Pool | PoolClient,
  schema: string,
  move: { from: bigint; to: bigint } & Progress,
): Promise<void> => {
  const { rowCount } = await client.query(
    `update ${schema}.checkpoint
        set position = $2, lag_ms = $3, caught_up = $4, updated_at = now()
      where name = 'main' and position = $1`,
    [String(move.from), String(move.to), move.lagMs, move.caughtUp],
  );
  if (rowCount !== 1) throw new FenceLostError(schema);
};
