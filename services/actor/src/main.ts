import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BUCKETS, connectBus } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { openEventStore } from '@fleet/platform/eventstore';
import { runUntilSignal } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { createChecks, createRegistry, serveOps } from '@fleet/platform/telemetry';
import packageJson from '../package.json' with { type: 'json' };
import { buildActor } from './app.ts';
import { freeBudget } from './budget/free-budget.ts';
import { createLedger } from './budget/ledger.ts';
import { readConfig } from './config.ts';
import { crashAt, noCrash } from './crash-points.ts';
import type { Sleep } from './deps.ts';
import { type EdgeHealth, openEdges } from './edges.ts';
import { createLocalTexts } from './guardrail/local-texts.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { staleDays } from './prices/price-list.ts';
import { observeActor, readiness, serviceStats, toldSettings } from './telemetry.ts';

/** Ends early at its signal, and never rejects. */
const sleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => {});
};

await runUntilSignal(async (life) => {
  const config = readConfig(process.env);
  const log = createLog({ service: 'actor', level: config.logLevel, format: config.logFormat });
  life.useLog(log);
  life.stopWithin(config.stopWithinMs);

  const bus = await connectBus({ url: config.natsUrl, name: 'fleet-actor', log, signal: life.signal });
  life.onStop('bus', bus.close);
  await bus.ensureTopology();
  const [control, leases] = await Promise.all([bus.kv(BUCKETS.control), bus.kv(BUCKETS.lease)]);
  const clock = await openClock({ kv: control, scale: config.timeScale, log });
  life.onStop('clock', clock.close);
  const events = await openEventStore(config.eventStoreUrl, {
    name: 'fleet-actor',
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', events.close);
  const { databaseUrl, poolSize, prices } = config;
  const ledger = databaseUrl ? createLedger({ url: databaseUrl, poolSize, log, wallNow: clock.wallNow }) : null;
  if (ledger) life.onStop('budget ledger', ledger.close);
  const budget = ledger ?? freeBudget;
  const texts = { claims: ledger ?? createLocalTexts(), written: ledger, budget };
  const edges = openEdges(config, packageJson.version, clock.wallNow, texts);
  const { floimg, compose, grow } = edges;
  life.onStop('edges', edges.close);
  const health: EdgeHealth = () =>
    ledger ? [...edges.health(), { part: 'budget', health: ledger.health() }] : edges.health();
  const days = config.paysForTokens || !config.floimg.freeImages ? staleDays(prices, clock.wallNow()) : null;
  if (days !== null)
    log.warn({ asOf: prices.asOf, days }, 'the prices are old: compare them with the provider’s and date them anew');

  const deps = {
    clock,
    sleep,
    events,
    publish: bus.publish,
    control,
    leases,
    floimg,
    compose,
    budget,
    grow,
    crashPoint: config.crashAt ? crashAt(config.crashAt) : noCrash,
    log,
    newClaimId: randomUUID,
    options: { ...DEFAULT_OPTIONS, ...config.actor },
  };
  const actor = buildActor(deps, bus.consume);

  const told = toldSettings(config);
  const registry = createRegistry('actor');
  observeActor(registry, actor);
  const ready = createChecks(readiness({ actor, bus, events, health }));
  const ops = await serveOps({ host: config.opsHost, port: config.port, ready, registry, log });
  life.onStop('operations server', ops.close);
  const service = await bus.registerService({
    name: 'fleet-actor',
    version: packageJson.version,
    description: 'Turns ticks into what agents do on FloImg',
    stats: () => ({ ...serviceStats(actor, health), ...told }),
  });
  life.onStop('micro service', service.stop);

  await Promise.all([actor.run(life.signal), ledger?.run(life.signal)]);
});
