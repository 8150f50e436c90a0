import type { FeedMessage } from '@fleet/domain/messages';
import { type EventStore, openEventStore } from '@fleet/platform/eventstore';
import { type Log, silentLog } from '@fleet/platform/log';
import { openPool, type Pool } from '@fleet/platform/postgres';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { expect, vi } from 'vitest';
import { buildProjector, type ProjectorDeps } from '../src/app.ts';
import { rebuild } from '../src/rebuild.ts';
import { createStats, type ProjectorStats } from '../src/run/stats.ts';

export const SCHEMA = 'read_v4';
export const patience = { timeout: 30_000, interval: 20 };

export type Running = {
  readonly stats: ProjectorStats;
  readonly feed: FeedMessage[];
  /** Resolves when its last batch is written. */
  stop(): Promise<void>;
};

export type Stage = {
  readonly nats: TestNats;
  readonly url: string;
  readonly pool: Pool;
  readonly store: EventStore;
  /** What was logged as an error. */
  readonly said: readonly string[];
  project(options?: Pick<ProjectorDeps, 'maxBatchEvents' | 'fillMs'>): Running;
  rebuild(maxBatchEvents?: number): ReturnType<typeof rebuild>;
  rows(table: string, schema?: string): Promise<Record<string, unknown>[]>;
  /** Waits until everything up to a position is in the read model. */
  reached(position: bigint): Promise<void>;
  close(): Promise<void>;
};

/** A nats-server, a database and stores of one's own. */
export const setStage = async (databaseUrl?: string, eventStoreUrl?: string): Promise<Stage> => {
  const nats = await startNats();
  const database: TestDatabase | null = databaseUrl === undefined ? await createDatabase() : null;
  const url = databaseUrl ?? database?.url ?? '';
  const said: string[] = [];
  const error: Log['error'] = (...args: unknown[]): void => void said.push(String(args.at(-1)));
  const log: Log = { ...silentLog(), error };
  const pool = openPool({ url, size: 6, name: 'projector spec', log });
  const store = await openEventStore(eventStoreUrl ?? nats.url);
  const running = new Set<Running>();

  const rows = async (table: string, schema = SCHEMA): Promise<Record<string, unknown>[]> => {
    // Rows as text, in a fixed order: what is compared is what is stored.
    const { rows } = await pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${schema}.${table} t order by t::text`,
    );
    return rows.map(({ row }) => row);
  };

  return {
    nats,
    url,
    pool,
    store,
    rows,
    said,
    project: (options = {}) => {
      const ending = new AbortController();
      const stats = createStats();
      const feed: FeedMessage[] = [];
      const publishFeed = (message: FeedMessage): void => void feed.push(message);
      const deps = { databaseUrl: url, pool, store, schema: SCHEMA, log, stats, publishFeed, ...options };
      const ended = buildProjector(deps).run(ending.signal);
      const one: Running = {
        stats,
        feed,
        stop: async () => {
          running.delete(one);
          ending.abort();
          await ended;
        },
      };
      running.add(one);
      return one;
    },
    rebuild: (maxBatchEvents) =>
      rebuild({
        ...{ databaseUrl: url, pool, store, schema: SCHEMA, log, signal: new AbortController().signal },
        ...(maxBatchEvents === undefined ? {} : { maxBatchEvents }),
      }),
    reached: (position) =>
      vi.waitFor(async () => {
        const { rows } = await pool.query<{ position: string }>(`select position from ${SCHEMA}.checkpoint`);
        expect(BigInt(rows[0]?.position ?? -1)).toBeGreaterThanOrEqual(position);
      }, patience),
    close: async () => {
      await Promise.all([...running].map((one) => one.stop()));
      await store.close();
      await pool.end();
      await database?.drop();
      await nats.stop();
    },
  };
};

export const TABLES = [
  ...['agents', 'activities', 'posts', 'personas', 'drafts', 'fleet', 'minute_stats', 'daily_stats'],
  ...['human_posts', 'human_comments', 'effect_hours', 'effect_days', 'person_days', 'gallery'],
  ...['hour_stats', 'quarter_stats', 'daily_usage', 'gap_bins', 'agent_rhythm', 'audit'],
];
/** All read models, row by row. */
export const snapshot = async (stage: Stage): Promise<Record<string, unknown>> =>
  Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await stage.rows(table)])));
