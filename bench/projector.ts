import { openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import { startNats } from '@fleet/testkit/nats';
import { startOwnPostgres } from '@fleet/testkit/own-postgres';
import { READ_SCHEMA } from '../packages/domain/src/read-models/schema.ts';
import { buildProjector } from '../services/projector/src/app.ts';
import { rebuild } from '../services/projector/src/rebuild.ts';
import { createStats } from '../services/projector/src/run/stats.ts';
import { historyOf, writeLoad } from '../services/projector/test/history.ts';

/**
 * The projector with all read models, on a real nats-server and Postgres: `node bench/projector.ts [ticks] [agents]`.
 * `catchUp` and `rebuild` begin at the first event; `live` runs beside the writers, which set its pace. JSON on stdout.
 */

const ticks = Number(process.argv[2] ?? 30_000);
const agents = Number(process.argv[3] ?? 500);
const schema = READ_SCHEMA;

const nats = await startNats();
const postgres = await startOwnPostgres();
const log = silentLog();
const pool = openPool({ url: postgres.url, size: 6, name: 'bench', log });
const store = await openEventStore(nats.url);

const end = (): Promise<bigint> =>
  historyOf(store).append(`fleet-${crypto.randomUUID()}`, { type: 'FleetResumed', data: { by: 'bench', reason: '' } });

/** Projects until a position is reached; the delays are from an event's being recorded to its commit. */
const project = async (until: () => Promise<bigint>) => {
  const stop = new AbortController();
  const stats = createStats();
  const delays: number[] = [];
  const batch = stats.batch;
  const measured = {
    ...stats,
    batch: (told: Parameters<typeof batch>[0]) => {
      delays.push(told.delayMs);
      batch(told);
    },
  };
  const deps = { databaseUrl: postgres.url, pool, store, schema, log, stats: measured, publishFeed: () => {} };
  const running = buildProjector(deps).run(stop.signal);
  while (!stats.snapshot().active) await new Promise((resolve) => setTimeout(resolve, 5));
  const started = performance.now();
  const position = await until();
  while (BigInt(stats.snapshot().position) < position) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - started) / 1_000;
  stop.abort();
  await running;
  const { events, batches } = stats.snapshot();
  delays.sort((a, b) => a - b);
  const at = (share: number): number => delays[Math.floor(delays.length * share)] ?? 0;
  return { events, batches, eventsPerSecond: Math.round(events / seconds), delayMs: { p50: at(0.5), p95: at(0.95) } };
};

await writeLoad(store, { agents, ticks, prefix: 'bench' });
const last = await end();
const { delayMs: _, ...catchUp } = await project(async () => last);
const rebuilt = await rebuild({
  ...{ databaseUrl: postgres.url, pool, store, schema, log },
  signal: new AbortController().signal,
});
const live = await project(async () => {
  await writeLoad(store, { agents, ticks: Math.round(ticks / 3), prefix: 'live' });
  return end();
});
const rebuildEventsPerSecond = Math.round(rebuilt.events / rebuilt.seconds);
console.log(
  JSON.stringify({ ticks, agents, catchUp, rebuild: { eventsPerSecond: rebuildEventsPerSecond }, live }, null, 2),
);

await store.close();
await pool.end();
await postgres.stop();
await nats.stop();
