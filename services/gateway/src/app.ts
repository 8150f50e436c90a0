import type { Preset, RhythmModel } from '@fleet/domain/persona/seeding';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import type {
  Bus,
  ConsumerStatus,
  KeyValue,
  ServiceEndpoint,
  ServiceInstance,
  StoredMessages,
} from '@fleet/platform/bus';
import type { Clock } from '@fleet/platform/clock';
import type { EventStore } from '@fleet/platform/eventstore';
import type { Pool } from '@fleet/platform/postgres';
import { createChecks, type Registry } from '@fleet/platform/telemetry';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { Kysely, PostgresDialect } from 'kysely';
import { idempotency } from './access/idempotency.ts';
import { ACCESS_SCHEMA, type AccessTables } from './access/tables.ts';
import { configuredToken, storedToken } from './auth/admin-token.ts';
import { guard } from './auth/guard.ts';
import { sessionRoutes } from './auth/session-routes.ts';
import { sessions as openSessions, SESSION_HOURS } from './auth/sessions.ts';
import { budgetLedger } from './budget/ledger.ts';
import { adoptions as openAdoptions } from './command/adoptions.ts';
import { agentCommands } from './command/agent-commands.ts';
import { budgetCommands } from './command/budget-commands.ts';
import { createAgent } from './command/create-agent.ts';
import type { CommandDeps } from './command/execute.ts';
import { fleetCommands } from './command/fleet-commands.ts';
import { latchSwitch } from './command/latch.ts';
import { personaImport } from './command/persona-import.ts';
import { currentPersonas, personaCommands, personaFinder, readHistory } from './command/personas.ts';
import { seeding } from './command/seed.ts';
import { seedings as openSeedings } from './command/seedings.ts';
import { deadLetterCommands } from './dead-letters/commands.ts';
import { deadLetterRoutes } from './dead-letters/routes.ts';
import { answerUnknown } from './http/methods.ts';
import { measure } from './http/metrics.ts';
import { buildServer } from './http/server.ts';
import { broadcaster } from './live/broadcaster.ts';
import { commandEndpoints } from './nats/endpoints.ts';
import { operations as openOperations } from './operations/operations.ts';
import { readFleet, readLag } from './read/fleet.ts';
import { readHead } from './read/head.ts';
import type { ReadTables } from './read/tables.ts';
import { agentRoutes } from './routes/agent-routes.ts';
import { auditRoutes } from './routes/audit-routes.ts';
import { budgetRoutes } from './routes/budget-routes.ts';
import { draftRoutes } from './routes/draft-routes.ts';
import { effectRoutes } from './routes/effect-routes.ts';
import { fleetRoutes } from './routes/fleet-routes.ts';
import { operationRoutes } from './routes/operation-routes.ts';
import { personaRoutes } from './routes/persona-routes.ts';
import { populationRoutes } from './routes/population-routes.ts';
import { priceRoutes } from './routes/price-routes.ts';
import { readRoutes } from './routes/read-routes.ts';
import { seedingRoutes } from './routes/seeding-routes.ts';
import { settingsRoutes } from './routes/settings-routes.ts';
import { statusRoutes } from './routes/status-routes.ts';
import { streamRoute } from './routes/stream-route.ts';
import { thumbnailRoutes } from './routes/thumbnail-routes.ts';
import { timingRoutes } from './routes/timing-routes.ts';
import { databaseFigures } from './status/database.ts';
import { askJetStream } from './status/jet-stream.ts';
import { tickLatenessOf, watchProblems } from './status/problems.ts';
import { observeDisk, watchStorage } from './status/storage.ts';
import { systemRoutes } from './status/system.ts';
import { imageFetcher } from './thumbnails/fetch-image.ts';
import { thumbnails } from './thumbnails/thumbnails.ts';
import { loadDashboard, serveDashboard } from './ui/dashboard.ts';
import { keepHouse, surely } from './upkeep.ts';

export type GatewayDeps = {
  readonly log: FastifyBaseLogger;
  readonly pool: Pool;
  /** Makes schema `access`; safe when several gateways start at once. */
  readonly migrate: () => Promise<void>;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly bus: {
    /** Bucket `fleet_control`. */
    readonly control: KeyValue;
    readonly services: (waitMs: number) => Promise<readonly ServiceInstance[]>;
    /** Calls back for each message of the feed. */
    readonly onFeed: (wake: () => void) => { stop(): void };
    readonly ping: () => Promise<unknown>;
    /** What waits in the ticks' queue; null when there is no queue yet. */
    readonly ticks: () => Promise<ConsumerStatus | null>;
    /** The dead letters' stream. */
    readonly deadLetters: StoredMessages;
    readonly onMaxDeliveries: Bus['onMaxDeliveries'];
    readonly streamStatus: Bus['streamStatus'];
    readonly durableConsumers: Bus['durableConsumers'];
  };
  readonly registry: Registry;
  /** Null: one is made at the first start and shown once. */
  readonly adminToken: string | null;
  readonly showToken: (token: string) => void;
  readonly allowedHosts: readonly string[];
  /** The operator's own Studio. */
  readonly galleryUrl: string;
  /** Hosts that images may come from besides, each with its port where it needs one. */
  readonly imageHosts: readonly string[];
  readonly preset: Preset;
  /** Another model of timing for new agents than the preset's own. */
  readonly rhythm?: RhythmModel | undefined;
  readonly fleetSeed: string;
  /** Persona files that a new fleet begins with; the built-in ones where there is no such folder. */
  readonly personasDir: string;
  readonly uiDir: string;
};

export type Gateway = {
  readonly app: FastifyInstance;
  /** For the NATS micro service: the same commands. */
  readonly endpoints: readonly ServiceEndpoint[];
  readonly stats: () => Readonly<Record<string, unknown>>;
  /** Everything besides requests: set-up with retries, the live stream, looking after services. Ends with the signal. */
  run(signal: AbortSignal): Promise<void>;
};

/** The gateway without a port of its own: `app.inject` is enough to try it. */
export const buildGateway = async (deps: GatewayDeps): Promise<Gateway> => {
  const { log, store, clock, bus, preset, rhythm, fleetSeed } = deps;
  const dialect = new PostgresDialect({ pool: deps.pool });
  const db = new Kysely<ReadTables>({ dialect }).withSchema(READ_SCHEMA);
  const access = new Kysely<AccessTables>({ dialect }).withSchema(ACCESS_SCHEMA);
  const warn = (what: object, message: string) => log.warn(what, message);
  const ending = new AbortController();

  const stored = deps.adminToken === null ? storedToken(access, deps.showToken) : null;
  const checkToken = stored ? stored.check : configuredToken(deps.adminToken ?? '');
  const sessions = openSessions(access, clock.wallNow);
  const head = readHead(db, clock.monotonicNow);

  const latch = latchSwitch(bus.control, clock.wallNow, () => live.wakeFleet());
  const problems = watchProblems({
    services: bus.services,
    readModelLagMs: () => readLag(db, head.lagMs),
    wallNow: clock.wallNow,
    onChange: () => live.wakeFleet(),
    deadLetters: bus.deadLetters.count,
    ticks: bus.ticks,
    onMaxDeliveries: bus.onMaxDeliveries,
  });
  const storage = watchStorage({
    database: databaseFigures(deps.pool),
    jetStream: () => askJetStream(bus),
    monotonicNow: clock.monotonicNow,
  });
  const ledger = budgetLedger(access);
  const fleetNow = () =>
    readFleet({
      ...{ db, clock, latch: latch.current, problems: problems.current, knownLagMs: head.lagMs },
      tickLateness: () => tickLatenessOf(problems.instances()),
      ledger: () => ledger.overview(0),
    });
  const live = broadcaster({ db, clock, readFleet: fleetNow, warn });

  const commands: CommandDeps = { store, clock, wrote: head.wrote, warn };
  const fleet = fleetCommands(commands, latch);
  const budget = budgetCommands(commands, ledger);
  const agent = agentCommands(commands);
  const findPersona = personaFinder(commands);
  const personas = async () => {
    const known = await db.selectFrom('personas').select('id').limit(1_000).execute();
    return currentPersonas(
      findPersona,
      known.map(({ id }) => id),
    );
  };
  const create = createAgent(agent, findPersona, { preset, model: rhythm });
  const seed = seeding({ db: access, agent, personas, preset, model: rhythm, fleetSeed });
  const seedings = openSeedings(access, db, agent);
  /** Versions kept for agents that were made from them. */
  const VERSIONS_MOST = 1_000;
  const adoptions = openAdoptions({
    ...{ db: access, read: db, agent, signal: ending.signal, warn },
    definitions: async (id) => {
      const history = await readHistory(commands, id, VERSIONS_MOST);
      return new Map(history?.versions.map(({ version, persona }) => [version, persona]));
    },
  });
  const operations = openOperations({ db: access, agent, fleet, signal: ending.signal, warn });

  const catalogue = personaImport(commands, deps.personasDir, log);
  const readModelIsThere = () =>
    head.position().catch((error: unknown) => {
      throw new Error("waits for the projector's read model", { cause: error });
    });
  const ready = createChecks({
    postgres: () => access.selectFrom('sessions').select('principal').limit(1).execute(),
    read_model: readModelIsThere,
    nats: bus.ping,
    event_store: store.ping,
    personas: async () => {
      if (!catalogue.done()) throw new Error('the built-in personas are not imported yet');
    },
  });

  const dashboard = loadDashboard(deps.uiDir);
  const gallery = new URL(deps.galleryUrl);
  const { imageHosts } = deps;
  const imageSources = [gallery.origin, ...imageHosts];
  const hosts = { gallery: gallery.host, more: imageHosts };
  const own = () => ({
    ...{ preset, rhythm: rhythm ?? null, fleetSeed, timeScale: clock.scale(), galleryUrl: deps.galleryUrl, imageHosts },
    ...{ allowedHosts: deps.allowedHosts, tokenIsConfigured: deps.adminToken !== null, sessionHours: SESSION_HOURS },
  });
  const { monotonicNow } = clock;
  const app = await buildServer({ log, imageSources, scriptHashes: dashboard.scriptHashes, monotonicNow });
  guard(app, { checkToken, sessions, allowedHosts: deps.allowedHosts });
  answerUnknown(app, dashboard.page);
  const answered = idempotency(app, access);
  statusRoutes(app, { ready, registry: deps.registry });
  measure(app, deps.registry, { ...live, ...problems });
  observeDisk(deps.registry, storage);
  sessionRoutes(app, { checkToken, sessions, monotonicNow: clock.monotonicNow, onClose: live.closeSession });
  await app.register(
    async (api) => {
      fleetRoutes(api, { readFleet: fleetNow, head, fleet });
      budgetRoutes(api, { db, clock, ledger, budget, fleet });
      operationRoutes(api, { db, head, clock, operations, seed, fleet });
      agentRoutes(api, { db, head, clock, agent, create, fleet, readFleet: fleetNow, fleetSeed });
      personaRoutes(api, {
        ...{ db, head, clock, commands, persona: personaCommands(commands), adoptions, fleet },
        ...{ readFleet: fleetNow, fleetSeed, preset, rhythm },
      });
      draftRoutes(api, { db, head, clock, agent, fleet });
      seedingRoutes(api, { head, seedings });
      populationRoutes(api, { db, head, clock, readFleet: fleetNow, fleetSeed });
      deadLetterRoutes(api, {
        ...{ db, letters: bus.deadLetters, fleet },
        commands: deadLetterCommands({ letters: bus.deadLetters, agent, fleet, clock }),
      });
      readRoutes(api, { db, head, clock, store });
      effectRoutes(api, { db, head, clock });
      auditRoutes(api, { db, head });
      timingRoutes(api, { db, clock, fleetSeed });
      priceRoutes(api, { instances: problems.instances });
      settingsRoutes(api, { own, instances: problems.instances });
      thumbnailRoutes(api, { hosts, thumbnails: thumbnails(imageFetcher({ hosts }), monotonicNow) });
      systemRoutes(api, {
        ...{ db, pool: deps.pool, storage, wallNow: clock.wallNow },
        instances: problems.instances,
        problems: problems.current,
        deadLetters: problems.deadLetters,
        ready,
        streams: live.streams,
      });
      streamRoute(api, live);
    },
    { prefix: '/api/v1' },
  );
  await serveDashboard(app, deps.uiDir);

  const prepareAccess = async (signal: AbortSignal) => {
    await surely(log, 'setting up schema access', deps.migrate, signal);
    if (stored) await surely(log, 'loading the admin token', stored.load, signal);
    const upkeep = [operations.adopt, operations.purge, adoptions.adopt, budget.reconcile];
    await keepHouse(log, [sessions.purge, answered.purge, ...upkeep], signal);
  };

  return {
    app,
    endpoints: commandEndpoints({ fleet, agent, readFleet: fleetNow }),
    stats: () => ({
      streams: live.streams(),
      deadLetters: problems.deadLetters(),
      ticksWaiting: problems.ticksWaiting(),
      problems: [],
    }),
    run: async (signal) => {
      signal.addEventListener('abort', () => ending.abort(), { once: true });
      if (signal.aborted) ending.abort();
      const feed = bus.onFeed(live.wake);
      await Promise.all([
        prepareAccess(signal),
        surely(log, 'importing personas', catalogue.run, signal),
        surely(log, 'following the latch', () => latch.follow(signal), signal),
        problems.run(signal),
        storage.run(signal),
        live.run(signal),
      ]);
      feed.stop();
      await Promise.all([operations.drain(), adoptions.drain()]);
    },
  };
};
