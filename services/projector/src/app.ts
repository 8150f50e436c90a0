import { setTimeout as delay } from 'node:timers/promises';
import type { FeedMessage } from '@fleet/domain/messages';
import type { EventStore } from '@fleet/platform/eventstore';
import type { Log } from '@fleet/platform/log';
import { migrate, type Pool, waitForPostgres } from '@fleet/platform/postgres';
import { MIGRATIONS } from './migrations.ts';
import { lead } from './run/leadership.ts';
import { StoreReplacedError } from './run/origin.ts';
import { type ProjectOptions, project } from './run/project.ts';
import { keepDetailBounded } from './run/retention.ts';
import type { ProjectorStats } from './run/stats.ts';

export type ProjectorDeps = {
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly schema: string;
  readonly log: Log;
  readonly stats: ProjectorStats;
  /** After each committed batch; at most once, to whoever listens. */
  publishFeed(message: FeedMessage): void;
} & Pick<ProjectOptions, 'maxBatchEvents' | 'fillMs'>;

export type Projector = {
  /** Migrates, then projects whenever this instance leads; resolves when the signal aborts and the last batch is written. */
  run(signal: AbortSignal): Promise<void>;
};

/** With another store behind the address, it is asked this often whether that is mended. */
const LOOK_AGAIN_MS = 1_000;

/** The projector without a port or a process around it. */
export const buildProjector = (deps: ProjectorDeps): Projector => {
  const { databaseUrl, pool, schema, log, stats, publishFeed } = deps;

  /** Projects; while the store is not the one of the read models, says so and waits for a rebuild or the right store. */
  const projectThisStore = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        return await project({
          ...deps,
          signal,
          onBatch: ({ from, to, ...changed }) =>
            publishFeed({ v: 1, previous: String(from), position: String(to), ...changed }),
        });
      } catch (error) {
        if (!(error instanceof StoreReplacedError)) throw error;
        if (!stats.snapshot().storeReplaced) log.error({ schema }, error.message);
        stats.storeReplaced(true);
        await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  const work = async (signal: AbortSignal): Promise<void> => {
    stats.active(true);
    try {
      // Here, not at the start alone: a database that was restored or emptied meanwhile heals with the next leader.
      await migrate({ url: databaseUrl, schema, dir: MIGRATIONS, log });
      log.info({ schema }, 'projecting');
      const over = new AbortController();
      const bounding = keepDetailBounded(pool, schema, log, AbortSignal.any([signal, over.signal]));
      try {
        await projectThisStore(signal);
      } finally {
        over.abort();
        await bounding;
      }
    } finally {
      stats.active(false);
    }
  };

  return {
    run: async (signal) => {
      // Every instance migrates, also one that will stand by: readers find the tables as soon as anyone has started.
      for (let done = false; !done && !signal.aborted; ) {
        try {
          await waitForPostgres(pool, log, signal);
          await migrate({ url: databaseUrl, schema, dir: MIGRATIONS, log });
          done = true;
        } catch (error) {
          if (signal.aborted) return;
          if (!isConnectionError(error)) throw error;
          log.warn({ err: error }, 'Postgres went away while migrating');
        }
      }
      await lead({ url: databaseUrl, key: `projector ${schema}`, signal, log, work });
    },
  };
};

/** No SQLSTATE, or one of the classes for connections and for a server that starts or stops. */
const isConnectionError = (error: unknown): boolean => {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return /^(?:08|57P)/.test(code) || /^E[A-Z]+$/.test(code) || /terminated|closed|timeout/i.test(String(error));
};
