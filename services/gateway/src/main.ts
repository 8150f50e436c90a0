import { join } from 'node:path';
import { openEventStore } from '@fleet/platform/eventstore';
import { runUntilSignal } from '@fleet/platform/lifecycle';
import { createLog } from '@fleet/platform/log';
import { migrate, openPool } from '@fleet/platform/postgres';
import { createRegistry } from '@fleet/platform/telemetry';
import { ACCESS_SCHEMA } from './access/tables.ts';
import { buildGateway } from './app.ts';
import { gatewayConfig } from './config.ts';
import { laterBus } from './nats/later-bus.ts';

const NAME = 'fleet-gateway';

await runUntilSignal(async (life) => {
  const config = gatewayConfig(process.env);
  const log = createLog({ service: NAME, level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  life.useLog(log);
  life.stopWithin(config.STOP_WITHIN_MS);

  const bus = laterBus(config.FLEET_TIME_SCALE, log);
  const store = await openEventStore(config.EVENT_STORE_URL ?? config.NATS_URL, {
    name: NAME,
    log: (level, message, details) => log[level](details ?? {}, message),
  });
  life.onStop('event store', () => store.close());
  const pool = openPool({ url: config.DATABASE_URL, size: config.POOL_SIZE, name: NAME, log });
  life.onStop('postgres', () => pool.end());

  const address = `http://${config.GATEWAY_HOST}:${config.PORT}`;
  const gateway = await buildGateway({
    log,
    pool,
    migrate: async () => {
      const dir = join(import.meta.dirname, 'access/migrations');
      await migrate({ url: config.DATABASE_URL, schema: ACCESS_SCHEMA, dir, log });
    },
    store,
    clock: bus.clock,
    bus,
    registry: createRegistry(NAME),
    adminToken: config.FLEET_ADMIN_TOKEN?.reveal() ?? null,
    // The one time a secret is printed: nothing else knows it, and it is never shown again.
    showToken: (token) => process.stderr.write(`The dashboard, logged in: ${address}/#token=${token}\n`),
    allowedHosts: config.ALLOWED_HOSTS,
    galleryUrl: config.FLOIMG_API_URL,
    imageHosts: config.FLOIMG_IMAGE_HOSTS,
    preset: config.FLEET_PRESET,
    rhythm: config.FLEET_RHYTHM ?? undefined,
    fleetSeed: config.FLEET_SEED,
    personasDir: config.PERSONAS_DIR,
    uiDir: config.UI_DIR,
  });
  const running = gateway.run(life.signal);
  await gateway.app.listen({ host: config.GATEWAY_HOST, port: config.PORT });
  log.info({ address }, 'serving the API and the dashboard');
  const joining = bus.join({ url: config.NATS_URL, name: NAME, log, signal: life.signal }, (name, close) =>
    life.onStop(name, close),
  );
  const served = joining.then((joined) =>
    joined?.registerService({
      name: NAME,
      version: '0.1.0',
      description: 'HTTP API, live stream and commands of the fleet',
      stats: gateway.stats,
      endpoints: gateway.endpoints,
    }),
  );
  await Promise.race([life.stopped, Promise.all([served, running])]);
  await (await served)?.stop();
  await running;
  await gateway.app.close();
});
