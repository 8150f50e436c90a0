import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BUCKETS, type Bus, joinBus } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { openEventStore } from '@fleet/platform/eventstore';
import { late, runUntilSignal, untilDone } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { type Check, createChecks, createRegistry, serveOps } from '@fleet/platform/telemetry';
import packageJson from '../package.json' with { type: 'json' };
import { type Actor, buildActor } from './app.ts';
import { freeBudget } from './budget/free-budget.ts';
import { createLedger } from './budget/ledger.ts';
import { readConfig } from './config.ts';
import { crashAt, noCrash } from './crash-points.ts';
import type { Sleep } from './deps.ts';
import { type EdgeHealth, openEdges } from './edges.ts';
import { createLocalTexts } from './guardrail/local-texts.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { priceTeller } from './prices/told-prices.ts';
import { observeActor, observeBreakers, readiness, serviceStats, toldSettings } from './telemetry.ts';

/** What is wrong is looked for this often, for the stats that others ask for. */
const CHECK_EVERY_MS = 3_000;

/** Ends early at its signal, and never rejects. */
const sleep: Sleep = async (ms, signal) => {
  await delay(ms, undefined, signal ? { signal } : {}).catch(() => {});
};

await runUntilSignal(async (life) => {
  const config = readConfig(process.env);
  const log = createLog({ service: 'actor', level: config.logLevel, format: config.logFormat });
  life.useLog(log);
  life.stopWithin(config.stopWithinMs);

  const bus = late<Bus>(() => new Error('not connected yet'));
  const working = late<Actor>(() => new Error('waits for NATS'));
  const events = await openEventStore(config.eventStoreUrl, {
    name: 'fleet-actor',
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', events.close);
  const { databaseUrl, poolSize } = config;
  const ledger = databaseUrl ? createLedger({ url: databaseUrl, poolSize, log, wallNow: Date.now }) : null;
  if (ledger) life.onStop('budget ledger', ledger.close);
  const budget = ledger ?? freeBudget;
  const texts = { claims: ledger ?? createLocalTexts(), written: ledger, budget };
  const edges = openEdges(config, packageJson.version, Date.now, texts);
  const { floimg, compose, grow } = edges;
  life.onStop('edges', edges.close);
  const health: EdgeHealth = () =>
    ledger
      ? [...edges.health(), { part: 'budget', health: ledger.health(), breaker: ledger.breaker() }]
      : edges.health();
  const prices = priceTeller(config, edges);
  const { warning, asOf, staleDays: days } = prices(Date.now());
  if (warning !== null) log.warn({ asOf, days }, warning);

  const registry = createRegistry('actor');
  const ready = createChecks(readiness({ actor: working.get, bus: bus.get, events, health }));
  // Before anything is waited for, so that whoever asks hears what is waited for.
  const ops = await serveOps({ host: config.opsHost, port: config.port, ready, registry, log });
  life.onStop('operations server', ops.close);

  const { signal } = life;
  const joined = await joinBus({ url: config.natsUrl, name: 'fleet-actor', log, signal });
  bus.set(joined);
  life.onStop('bus', joined.close);
  const open = async () => {
    const [control, leases] = await Promise.all([joined.kv(BUCKETS.control), joined.kv(BUCKETS.lease)]);
    return { control, leases, clock: await openClock({ kv: control, scale: config.timeScale, log }) };
  };
  const { control, leases, clock } = await untilDone('opening the clock', open, { signal, log });
  life.onStop('clock', clock.close);

  const deps = {
    clock,
    sleep,
    events,
    publish: joined.publish,
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
  const actor = buildActor(deps, joined.consume);

  working.set(actor);
  const told = toldSettings(config);
  observeActor(registry, actor);
  observeBreakers(registry, health);
  let checked: readonly Check[] = [];
  const keepChecking = async (): Promise<void> => {
    while (!signal.aborted) {
      checked = await ready();
      await sleep(CHECK_EVERY_MS, signal);
    }
  };
  const service = await joined.registerService({
    name: 'fleet-actor',
    version: packageJson.version,
    description: 'Turns ticks into what agents do on FloImg',
    stats: () => ({ ...serviceStats(actor, health, checked), ...told, prices: prices(Date.now()) }),
  });
  life.onStop('micro service', service.stop);

  await Promise.all([actor.run(signal), ledger?.run(signal), keepChecking()]);
});
