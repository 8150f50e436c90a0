import { setTimeout as delay } from 'node:timers/promises';
import type { FeedMessage } from '@fleet/domain/messages';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import { type Bus, connectBus, SUBJECTS } from '@fleet/platform/bus';
import { openEventStore } from '@fleet/platform/eventstore';
import { type Life, runUntilSignal } from '@fleet/platform/lifecycle';
import { createLog, type Logger } from '@fleet/platform/log';
import { openPool, pingPostgres } from '@fleet/platform/postgres';
import { type Check, createChecks, createRegistry, serveOps } from '@fleet/platform/telemetry';
import { buildProjector } from './app.ts';
import { type ProjectorConfig, projectorConfig } from './config.ts';
import { rebuild } from './rebuild.ts';
import { REBUILD_COMMAND } from './run/origin.ts';
import { problemsOf } from './run/problems.ts';
import { createStats } from './run/stats.ts';

const NAME = 'fleet-projector';
const VERSION = '0.1.0';
/** What is wrong is looked for this often, for the stats that others ask for. */
const CHECK_EVERY_MS = 3_000;

const openDatabaseAndStore = async (life: Life, config: ProjectorConfig, log: Logger) => {
  const pool = openPool({ url: config.databaseUrl, size: config.poolSize, name: NAME, log });
  life.onStop('Postgres', () => pool.end());
  const store = await openEventStore(config.eventStoreUrl, {
    name: NAME,
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', () => store.close());
  return { databaseUrl: config.databaseUrl, pool, store, schema: READ_SCHEMA, log };
};

const serve = async (life: Life, config: ProjectorConfig, log: Logger): Promise<void> => {
  const deps = await openDatabaseAndStore(life, config, log);
  const registry = createRegistry(NAME);
  const stats = createStats(registry);
  // The read models do without the bus: what it carries is only the wake-up of those who watch.
  let bus: Bus | null = null;

  const ready = createChecks({
    postgres: () => pingPostgres(deps.pool),
    eventStore: () => deps.store.ping(),
    nats: async () => {
      if (bus === null) throw new Error('not connected yet');
      return `answered in ${await bus.ping()} ms`;
    },
    projection: async () => {
      const { active, position, lagMs, storeReplaced } = stats.snapshot();
      if (storeReplaced) throw new Error(`the event store was wiped, replaced or set back; run \`${REBUILD_COMMAND}\``);
      return active ? `at position ${position}, ${Math.round(lagMs)} ms behind` : 'standing by';
    },
  });
  const ops = await serveOps({ host: config.opsHost, port: config.port, ready, registry, log });
  life.onStop('ops', () => ops.close());

  let checked: readonly Check[] = [];
  const keepChecking = async (): Promise<void> => {
    while (!life.signal.aborted) {
      checked = await ready();
      await delay(CHECK_EVERY_MS, undefined, { signal: life.signal }).catch(() => undefined);
    }
  };

  const joinBus = async (): Promise<void> => {
    const joined = await connectBus({ url: config.natsUrl, name: NAME, log, signal: life.signal });
    bus = joined;
    life.onStop('NATS', () => joined.close());
    const service = await joined.registerService({
      name: NAME,
      version: VERSION,
      description: 'Projects events into the read models',
      stats: () => ({ ...stats.snapshot(), problems: problemsOf(checked, stats.snapshot()) }),
    });
    life.onStop('micro service', () => service.stop());
  };
  const publishFeed = (message: FeedMessage): void => bus?.broadcast(SUBJECTS.feed, JSON.stringify(message));
  const projecting = buildProjector({ ...deps, stats, publishFeed }).run(life.signal);
  try {
    await Promise.all([projecting, joinBus(), keepChecking()]);
  } catch (error) {
    if (!life.signal.aborted) throw error;
    // The waiting for NATS is broken off; the projection ends by itself.
    await projecting;
  }
};

await runUntilSignal(async (life) => {
  const config = projectorConfig(process.env);
  const log = createLog({ service: NAME, level: config.logLevel, format: config.logFormat });
  life.useLog(log);
  life.stopWithin(config.stopWithinMs);
  const [command = 'serve'] = process.argv.slice(2);
  if (command === 'serve') return serve(life, config, log);
  if (command !== 'rebuild') throw new Error(`unknown command ${command}: without one it serves; or rebuild`);
  const rebuilt = await rebuild({ ...(await openDatabaseAndStore(life, config, log)), signal: life.signal });
  log.info({ ...rebuilt, position: String(rebuilt.position) }, 'the read models are rebuilt');
});
