import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { PARTITIONS } from '@fleet/domain/identity';
import { BUCKETS, connectBus } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { openEventStore } from '@fleet/platform/eventstore';
import { runUntilSignal } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { type Check, createChecks, createRegistry, serveOps } from '@fleet/platform/telemetry';
import { createScheduler } from './app.ts';
import { readConfig } from './config.ts';
import { createMetrics } from './metrics.ts';
import { problemsOf } from './problems.ts';

/** What is wrong is looked for this often, for the stats that others ask for. */
const CHECK_EVERY_MS = 3_000;

await runUntilSignal(async (life) => {
  const config = readConfig(process.env);
  life.stopWithin(config.stopWithinMs);
  const log = createLog({ service: 'scheduler', level: config.logLevel, format: config.logFormat });
  life.useLog(log);

  const bus = await connectBus({ url: config.natsUrl, name: 'fleet-scheduler', log, signal: life.signal });
  life.onStop('bus', () => bus.close());
  await bus.ensureTopology();
  const clock = await openClock({ kv: await bus.kv(BUCKETS.control), scale: config.timeScale, log });
  life.onStop('clock', () => clock.close());
  const events = await openEventStore(config.eventStoreUrl, {
    name: 'fleet-scheduler',
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', () => events.close());

  const registry = createRegistry('scheduler');
  const metrics = createMetrics(registry);
  const instance = `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`;
  const scheduler = createScheduler({
    events,
    publish: bus.publish,
    leases: await bus.kv(BUCKETS.lease),
    cursors: await bus.kv(BUCKETS.cursor),
    clock,
    sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
    yieldTurn: turn,
    fleetSeed: config.fleetSeed,
    rampMinutesPer50: config.rampMinutesPer50,
    instance,
    metrics,
    log,
  });

  const ready = createChecks({
    nats: async () => `${Math.round(await bus.ping())} ms`,
    'event store': async () => events.ping(),
    agents: async () => {
      if (!scheduler.caughtUp()) throw new Error('still reading the history of the agents');
    },
    partitions: async () => {
      const [held, members] = [scheduler.partitions(), scheduler.members()];
      if (held > 0) return `publishes for ${held} of ${PARTITIONS} partitions; schedulers: ${members}`;
      if (scheduler.leader() === null) throw new Error('no scheduler is known to hold the partitions');
      return `stands by: the partitions are shared by ${members - 1} other schedulers`;
    },
  });
  const ops = await serveOps({ host: config.opsHost, port: config.opsPort, ready, registry, log });
  life.onStop('operations server', () => ops.close());
  let checked: readonly Check[] = [];
  const service = await bus.registerService({
    name: 'fleet-scheduler',
    version: '0.1.0',
    description: 'Makes due moments of agents into ticks',
    metadata: { instance },
    stats: () => ({ ...scheduler.stats(), problems: problemsOf(checked, metrics.lately()) }),
  });
  life.onStop('micro service', () => service.stop());

  const keepChecking = async (): Promise<void> => {
    while (!life.signal.aborted) {
      checked = await ready();
      await wait(CHECK_EVERY_MS, undefined, { signal: life.signal }).catch(() => {});
    }
  };
  await Promise.all([scheduler.run(life.signal), keepChecking()]);
});
