import { join } from 'node:path';
import { natsUrl } from './nats.ts';
import type { StackOptions } from './options.ts';
import type { Secrets } from './secrets.ts';
import type { ProcessSpec } from './supervised.ts';

export const STOP_WITHIN_MS = 6_000;
/** Humans of the stand-in gallery: enough that agents are not alone, few enough to see who is who. */
const HUMAN_ACTIONS_PER_HOUR = 30;

export type Ports = {
  readonly gateway: number;
  readonly studio: number;
  readonly llm: number;
  readonly nats: number;
  readonly postgres: number;
  readonly scheduler: number;
  readonly actors: readonly number[];
  readonly projector: number;
};

/** Where everything is found: the stack's own servers, or those an operator brought. */
export type Addresses = {
  readonly nats: string;
  readonly eventStore: string;
  readonly database: string;
  readonly studio: string;
  readonly llm: string | null;
};

export const addressesOf = (options: StackOptions, ports: Ports, secrets: Secrets, database: string): Addresses => {
  const nats = options.own.natsUrl ?? natsUrl(ports.nats, secrets);
  return {
    nats,
    eventStore: options.own.eventStoreUrl ?? nats,
    database,
    studio: options.own.studioUrl ?? `http://127.0.0.1:${ports.studio}`,
    llm: options.own.llmProvider === 'offline' ? process.env.LLM_BASE_URL || `http://127.0.0.1:${ports.llm}/v1` : null,
  };
};

/** Variables that an operator's own environment may set and that go to the services as they are. */
const PASSED_ON =
  /^(FLOIMG_|LLM_|OLLAMA_|OPENAI_|EFFECT_|TICK_|ACTOR_|FLEET_(POST_COOLDOWN_MINUTES|COMMENTS_PER_POST|WRITES|PRESET|RHYTHM|RAMP|ALLOW_FAST_SPEND|CRASH_|ACTIONS_)|LOG_|POOL_SIZE$|PRICES_FILE$|NODE_ENV$|ALLOWED_HOSTS$)/;

const passedOn = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
    ),
  );

const node = (
  options: StackOptions,
  name: string,
  script: string,
  port: number,
  env: Record<string, string>,
): ProcessSpec => ({
  name,
  command: process.execPath,
  args: [join(options.root, script)],
  port,
  env: { OPS_HOST: '127.0.0.1', PORT: String(port), ...env },
  logPath: join(options.dataDir, 'logs', `${name}.log`),
});

/** The stand-ins: what is started where an operator brings no Studio or LLM of their own. */
export const standInSpecs = (options: StackOptions, ports: Ports, secrets: Secrets) => ({
  studio: node(options, 'studio', 'dev/studio/main.ts', ports.studio, {
    STUDIO_DATA_DIR: join(options.dataDir, 'studio'),
    STUDIO_SEED: options.seed,
    STUDIO_HUMANS_PER_HOUR: process.env.STUDIO_HUMANS_PER_HOUR || String(HUMAN_ACTIONS_PER_HOUR),
    FLOIMG_SERVICE_TOKEN: secrets.serviceToken,
  }),
  llm: node(options, 'llm', 'dev/llm/main.ts', ports.llm, { FLEET_SEED: options.seed }),
});

/**
 * In the stand-in's gallery everybody is there at once and around the clock: two dozen agents that come twice a day
 * would leave it empty for most of an hour, and nobody starts a local fleet to wait for it.
 */
const LOCAL_RHYTHM = { FLEET_RHYTHM: 'interval', FLEET_RAMP: '0' };

/** The four services (two actors), each by its environment alone, as in production. */
export const serviceSpecs = (
  options: StackOptions,
  ports: Ports,
  secrets: Secrets,
  at: Addresses,
  timeScale: number,
) => {
  const common = {
    ...(options.own.studioUrl === null ? LOCAL_RHYTHM : {}),
    ...passedOn(),
    NATS_URL: at.nats,
    EVENT_STORE_URL: at.eventStore,
    FLEET_SEED: options.seed,
    FLEET_TIME_SCALE: String(timeScale),
    STOP_WITHIN_MS: process.env.STOP_WITHIN_MS || String(STOP_WITHIN_MS),
  };
  const studio = {
    FLOIMG_API_URL: at.studio,
    ...(options.own.studioUrl ? {} : { FLOIMG_SERVICE_TOKEN: secrets.serviceToken }),
  };
  const llm = { LLM_PROVIDER: options.own.llmProvider, ...(at.llm ? { LLM_BASE_URL: at.llm } : {}) };
  return {
    scheduler: node(options, 'scheduler', 'services/scheduler/src/main.ts', ports.scheduler, common),
    actors: ports.actors.map((port, index) =>
      node(options, `actor-${index + 1}`, 'services/actor/src/main.ts', port, {
        ...{ ...common, ...studio, ...llm },
        DATABASE_URL: at.database,
      }),
    ),
    projector: node(options, 'projector', 'services/projector/src/main.ts', ports.projector, {
      ...common,
      DATABASE_URL: at.database,
    }),
    gateway: node(options, 'gateway', 'services/gateway/src/main.ts', ports.gateway, {
      ...common,
      DATABASE_URL: at.database,
      FLEET_ADMIN_TOKEN: secrets.adminToken,
      FLOIMG_API_URL: at.studio,
    }),
  };
};
