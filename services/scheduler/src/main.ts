import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { PARTITIONS } from '@fleet/domain/identity';
import { BUCKETS, type Bus, joinBus } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { openEventStore } from '@fleet/platform/eventstore';
import { late, runUntilSignal, untilDone } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { type Check, createChecks, createRegistry, serveOps } from '@fleet/platform/telemetry';
import { createScheduler, type Scheduler } from './app.ts';
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

  const bus = late<Bus>(() => new Error('not connected yet'));
  const working = late<Scheduler>(() => new Error('waits for NATS'));
  const events = await openEventStore(config.eventStoreUrl, {
    name: 'fleet-scheduler',
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', () => events.close());
  const registry = createRegistry('scheduler');
  const ready = createChecks({
    nats: async () => `${Math.round(await bus.get().ping())} ms`,
    'event store': async () => events.ping(),
    agents: async () => {
      if (!working.get().caughtUp()) throw new Error('still reading the history of the agents');
    },
    partitions: async () => {
      const scheduler = working.get();
      const [held, members] = [scheduler.partitions(), scheduler.members()];
      if (held > 0) return `publishes for ${held} of ${PARTITIONS} partitions; schedulers: ${members}`;
      if (scheduler.leader() === null) throw new Error('no scheduler is known to hold the partitions');
      return `stands by: the partitions are shared by ${members - 1} other schedulers`;
    },
  });
  // Before anything is waited for, so that whoever asks hears what is waited for.
  const ops = await serveOps({ host: config.opsHost, port: config.opsPort, ready, registry, log });
  life.onStop('operations server', () => ops.close());

  const { signal } = life;
  const joined = await joinBus({ url: config.natsUrl, name: 'fleet-scheduler', log, signal });
  bus.set(joined);
  life.onStop('bus', () => joined.close());
  const open = async () => {
    const [control, leases, cursors] = await Promise.all([
      joined.kv(BUCKETS.control),
      joined.kv(BUCKETS.lease),
      joined.kv(BUCKETS.cursor),
    ]);
    return { leases, cursors, clock: await openClock({ kv: control, scale: config.timeScale, log }) };
  };
  const { leases, cursors, clock } = await untilDone('opening the clock', open, { signal, log });
  life.onStop('clock', () => clock.close());

  const metrics = createMetrics(registry);
  const instance = `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`;
  const scheduler = createScheduler({
    events,
    publish: joined.publish,
    leases,
    cursors,
    clock,
    sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
    yieldTurn: turn,
    fleetSeed: config.fleetSeed,
    rampMinutesPer50: config.rampMinutesPer50,
    instance,
    metrics,
    log,
  });
  working.set(scheduler);
  let checked: readonly Check[] = [];
  const service = await joined.registerService({
    name: 'fleet-scheduler',
    version: '0.1.0',
    description: 'Makes due moments of agents into ticks',
    metadata: { instance },
    stats: () => ({
      ...scheduler.stats(),
      rampMinutesPer50: config.rampMinutesPer50,
      problems: problemsOf(checked, metrics.lately()),
    }),
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
