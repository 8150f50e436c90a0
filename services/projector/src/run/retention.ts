import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@fleet/platform/log';
import type { Pool } from '@fleet/platform/postgres';

/** Details of the read models are kept so long, by wall time; what is summed by days stays for ever, and so do events. */
export const KEPT_DAYS = 90;
const EVERY_MS = 3_600_000;
/** Rows deleted in one statement at most: the projection writes in between. */
const AT_ONCE = 5_000;

/** Tables of detail, each with the moment that its rows age by. */
const DETAIL = {
  activities: 'recorded_at',
  minute_stats: 'minute',
  hour_stats: 'hour',
  quarter_stats: 'quarter',
  human_posts: 'posted_at',
  human_comments: 'commented_at',
  effect_hours: 'hour',
} as const;

/** Deletes details older than they are kept; gives how many rows. Safe to break off and to repeat. */
export const dropOldDetail = async (pool: Pool, schema: string, signal: AbortSignal): Promise<number> => {
  let dropped = 0;
  for (const [table, moment] of Object.entries(DETAIL))
    for (let more = true; more && !signal.aborted; ) {
      const { rowCount } = await pool.query(
        `delete from ${schema}.${table} where ctid = any(array(
           select ctid from ${schema}.${table} where ${moment} < now() - interval '${KEPT_DAYS} days' limit ${AT_ONCE}))`,
      );
      dropped += rowCount ?? 0;
      more = rowCount === AT_ONCE;
    }
  return dropped;
};

/** Looks once an hour until the signal aborts. What fails is tried again an hour later. */
export const keepDetailBounded = async (pool: Pool, schema: string, log: Log, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      const dropped = await dropOldDetail(pool, schema, signal);
      if (dropped > 0) log.info({ schema, dropped }, `details older than ${KEPT_DAYS} days are dropped`);
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error, schema }, 'old details could not be dropped; trying again in an hour');
    }
    await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};
