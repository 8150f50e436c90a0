import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@fleet/platform/log';
import pg from 'pg';

const TRY_EVERY_MS = 1_000;
/** A connection that does not answer this long is taken for gone, and the lock with it. */
const ANSWER_WITHIN_MS = 3_000;

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

/** Waits for the advisory lock on its own connection, and keeps it until the work ends. */
const whileLocked = async (
  url: string,
  key: string,
  signal: AbortSignal,
  work: (lost: AbortSignal) => Promise<void>,
  onStandby: () => void,
): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: `leader ${key}`,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  try {
    const until = AbortSignal.any([signal, lost.signal]);
    for (let told = false; !until.aborted; ) {
      const sql = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as got';
      const { rows } = await client.query<{ got: boolean }>(sql, [key]);
      if (rows[0]?.got === true) break;
      if (!told) onStandby();
      told = true;
      await pause(TRY_EVERY_MS, until);
    }
    if (until.aborted) return;
    const working = new AbortController();
    const beat = async (): Promise<void> => {
      const beating = AbortSignal.any([until, working.signal]);
      for (await pause(TRY_EVERY_MS, beating); !beating.aborted; await pause(TRY_EVERY_MS, beating))
        await client.query('select 1').catch(() => lost.abort());
    };
    const beating = beat();
    try {
      await work(until);
    } finally {
      working.abort();
      await beating;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * Runs `work` for as long as this process leads; its signal aborts at once when the lock is lost. Whoever does not lead
 * stands by. Work that fails is logged and begun again, also after Postgres was away. Resolves when `signal` aborts.
 */
export const lead = async (options: {
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly work: (signal: AbortSignal) => Promise<void>;
}): Promise<void> => {
  const { url, key, signal, log, work } = options;
  while (!signal.aborted) {
    try {
      await whileLocked(url, key, signal, work, () => log.info({ key }, 'another instance leads; standing by'));
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'the projection was interrupted; beginning again at the checkpoint');
    }
    await pause(TRY_EVERY_MS / 4, signal);
  }
};
