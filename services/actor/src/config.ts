import {
  type ConfigProblem,
  commonVariables,
  integer,
  loadConfig,
  oneOf,
  optionalHosts,
  optionalSecret,
  optionalText,
  type Rule,
  secret,
  text,
  url,
  type Values,
} from '@fleet/platform/config';
import { parseCrashAt } from './crash-points.ts';
import { OFFLINE_KEY } from './llm/provider.ts';
import { DEFAULT_LIMITS, DEFAULT_MANNERS, RENDER_EXTRA_MS } from './options.ts';
import { missingPrices } from './prices/needed-prices.ts';
import { BUILT_IN_PRICES_FILE, PriceFileError, readPriceList } from './prices/price-list.ts';

const ms = (what: string, byDefault: number, min = 100) =>
  integer(`${what}, in milliseconds`, { min, max: 3_600_000, default: byDefault });

const VARIABLES = {
  ...commonVariables(4020),
  DATABASE_URL: {
    ...url(
      ['postgres', 'postgresql'],
      'the database of the budget ledger, like postgres://user:password@host:5432/fleet',
    ),
    optional: true as const,
  },
  POOL_SIZE: integer('connections to Postgres', { min: 1, max: 100, default: 10 }),
  PRICES_FILE: text('a price file of your own, like services/actor/src/prices/prices.json', {
    default: BUILT_IN_PRICES_FILE,
  }),
  FLOIMG_API_URL: url(['http', 'https'], 'the address of FloImg Studio', 'https://api.floimg.com'),
  FLOIMG_SERVICE_TOKEN: secret('the service token of the platform; it begins with fst_', { startsWith: 'fst_' }),
  FLOIMG_SAVE_DESTINATION: text('where workflows save: cloud, a path, file:// or s3://', { default: 'cloud' }),
  FLOIMG_IMAGE_HOSTS: optionalHosts(
    'hosts that pictures may come from, by commas, like cdn.example.com or 10.0.0.5:9000',
  ),
  FLOIMG_IMAGE_PRICES: {
    ...oneOf(['free', 'listed']),
    optional: true as const,
    hint: 'free (the Studio generates at no cost) or listed (OpenAI’s prices); by default free on this machine alone',
  },
  LLM_PROVIDER: oneOf(['openai', 'ollama', 'offline'], 'ollama'),
  LLM_BASE_URL: {
    ...url(['http', 'https'], 'the address of an OpenAI-compatible API, up to /v1'),
    optional: true as const,
  },
  LLM_MODEL_POST: optionalText('a model for posts alone, where it is to be another one'),
  LLM_MODEL_COMMENT: optionalText('a model for comments alone, where it is to be another one'),
  LLM_MAX_OUTPUT_TOKENS: integer('tokens of one answer at most', { min: 100, max: 4_000, default: 500 }),
  LLM_CONTENT_BANK: integer('posts that one call writes ahead, up to 12; 0 or 1 for a call each', {
    min: 0,
    max: 12,
    default: 0,
  }),
  LLM_WHEN_DOWN: oneOf(['bank', 'skip'], 'bank'),
  LLM_MODERATION: oneOf(['on', 'off'], 'on'),
  LLM_BLOCKLIST: optionalText('words and phrases no text may hold, by commas, * for any ending'),
  LLM_CONCURRENCY: integer('calls to the model at once', { min: 1, max: 256, default: 4 }),
  OLLAMA_URL: url(['http', 'https'], 'the address of Ollama', 'http://localhost:11434'),
  OLLAMA_MODEL: text('a model that Ollama has', { default: 'llama3.2' }),
  OPENAI_API_KEY: optionalSecret('a key of OpenAI, or test for the offline stand-in'),
  OPENAI_MODEL: text('a model of OpenAI', { default: 'gpt-4o-mini' }),
  ACTOR_CONCURRENCY: integer('ticks worked on at once', { min: 1, max: 1_024, default: 16 }),
  FLEET_WRITES: oneOf(['on', 'off'], 'on'),
  FLEET_ALLOW_FAST_SPEND: oneOf(['yes', 'no'], 'no'),
  FLEET_ACTIONS_PER_AGENT_HOUR: integer('actions of one agent in an hour at most', {
    min: 1,
    max: 1_000_000,
    default: DEFAULT_LIMITS.actionsPerAgentHour,
  }),
  FLEET_ACTIONS_PER_MINUTE: integer('actions begun by one actor in a minute at most', {
    min: 1,
    max: 10_000_000,
    default: DEFAULT_LIMITS.actionsPerMinute,
  }),
  FLEET_POST_COOLDOWN_MINUTES: integer('fleet minutes between two posts of one agent (0 for none)', {
    min: 0,
    max: 10_080,
    default: DEFAULT_MANNERS.postCooldownMs / 60_000,
  }),
  FLEET_COMMENTS_PER_POST: integer('comments of agents on one post at most', {
    min: 1,
    max: 20,
    default: DEFAULT_MANNERS.agentCommentsPerPost,
  }),
  EFFECT_SEND_WITHIN_MS: ms('time between an attempt’s append and its sending', 10_000),
  EFFECT_LEASE_MS: ms('how long an attempt’s claim holds', 45_000),
  EFFECT_WORKFLOW_LEASE_MS: {
    ...integer('how long the claim of a workflow’s attempt holds, in milliseconds', { min: 100, max: 3_600_000 }),
    optional: true as const,
  },
  EFFECT_SETTLE_MS: ms('how long the platform may take to apply what it received', 120_000, 0),
  TICK_ACK_WAIT_MS: ms('time until an unacknowledged tick is delivered again', 30_000, 1_000),
  FLEET_CRASH_AT: optionalText('for tests alone: [stop:]<crash point>:<step>'),
  FLEET_CRASH_ONCE: optionalText('for tests alone: a file that remembers the crash'),
  NODE_ENV: optionalText('test in tests'),
};
type Env = Values<typeof VARIABLES>;

const isLoopback = (address: string): boolean => {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
};
const isPaid = ({ LLM_PROVIDER, OPENAI_API_KEY }: Partial<Env>): boolean =>
  LLM_PROVIDER === 'openai' && OPENAI_API_KEY?.reveal() !== OFFLINE_KEY;
/** Pictures cost nothing on this machine, where the Studio is the stand-in, unless told otherwise. */
const hasFreeImages = (address: string, asked: 'free' | 'listed' | null | undefined): boolean =>
  (asked ?? (isLoopback(address) ? 'free' : 'listed')) === 'free';

const problem = (name: string, what: string, fix: string): ConfigProblem => ({ name, problem: what, fix });

const paidNeedsLedger: Rule<typeof VARIABLES> = (env) =>
  isPaid(env) && env.DATABASE_URL === null
    ? problem(
        'LLM_PROVIDER',
        'is openai, which costs money, and without DATABASE_URL there is no budget ledger that could stop the spending',
        'set DATABASE_URL, or LLM_PROVIDER=ollama or LLM_PROVIDER=offline (or OPENAI_API_KEY=test for the stand-in)',
      )
    : null;

/** The models that are going to be asked, with OpenAI. */
const modelsOf = ({ OPENAI_MODEL, LLM_MODEL_POST, LLM_MODEL_COMMENT }: Partial<Env>): string[] => [
  ...new Set([LLM_MODEL_POST ?? OPENAI_MODEL, LLM_MODEL_COMMENT ?? OPENAI_MODEL].filter((name) => name !== undefined)),
];

/** Nothing is bought that has no price: the operator is told the lines to add. */
const pricesAreThere: Rule<typeof VARIABLES> = (env) => {
  const { PRICES_FILE: path, FLOIMG_API_URL, FLOIMG_IMAGE_PRICES } = env;
  if (path === undefined) return null;
  try {
    const models = isPaid(env) ? modelsOf(env) : [];
    const images = FLOIMG_API_URL !== undefined && !hasFreeImages(FLOIMG_API_URL, FLOIMG_IMAGE_PRICES);
    const missing = missingPrices(readPriceList(path), { models, images });
    if (missing.length === 0) return null;
    return problem('PRICES_FILE', `${path} lacks prices`, `add ${missing.join(', ')}`);
  } catch (error) {
    if (!(error instanceof PriceFileError)) throw error;
    return problem('PRICES_FILE', `names a file that cannot be used: ${error.message}`, VARIABLES.PRICES_FILE.hint);
  }
};

const noFastSpend: Rule<typeof VARIABLES> = (env) => {
  const { FLEET_TIME_SCALE, FLEET_ALLOW_FAST_SPEND, FLOIMG_API_URL } = env;
  if (FLEET_TIME_SCALE === undefined || FLEET_TIME_SCALE <= 1 || FLEET_ALLOW_FAST_SPEND === 'yes') return null;
  const realStudio = FLOIMG_API_URL !== undefined && !isLoopback(FLOIMG_API_URL);
  if (!isPaid(env) && !realStudio) return null;
  return problem(
    'FLEET_TIME_SCALE',
    `is ${FLEET_TIME_SCALE}: faster than real time ${realStudio ? 'on a Studio that is not on this machine' : 'with a paid model'}`,
    'set FLEET_TIME_SCALE=1, or FLEET_ALLOW_FAST_SPEND=yes if you mean it',
  );
};

/** Lease > send window + timeout, or two workers could send one effect. */
const leaseHolds =
  (name: 'EFFECT_LEASE_MS' | 'EFFECT_WORKFLOW_LEASE_MS'): Rule<typeof VARIABLES> =>
  ({ [name]: lease, EFFECT_SEND_WITHIN_MS: send }) =>
    lease && send && lease <= send * 2
      ? problem(name, `is ${lease}: not longer than twice EFFECT_SEND_WITHIN_MS`, `set more than ${send * 2}`)
      : null;

const crashAtTestsAlone: Rule<typeof VARIABLES> = ({ FLEET_CRASH_AT, FLEET_CRASH_ONCE, NODE_ENV }) =>
  NODE_ENV === 'test' && FLEET_CRASH_AT && !parseCrashAt(FLEET_CRASH_AT, FLEET_CRASH_ONCE ?? null)
    ? problem(
        'FLEET_CRASH_AT',
        'names no crash point',
        'write [stop:]<crash point>:<step or tick>, like sent-no-answer:publish',
      )
    : null;

const RULES = [
  paidNeedsLedger,
  pricesAreThere,
  noFastSpend,
  leaseHolds('EFFECT_LEASE_MS'),
  leaseHolds('EFFECT_WORKFLOW_LEASE_MS'),
  crashAtTestsAlone,
];

/** All settings of the actor, from the environment. @throws ConfigError naming every wrong variable */
export const readConfig = (env: NodeJS.ProcessEnv) => {
  const read = loadConfig(VARIABLES, env, RULES);
  const callTimeoutMs = Math.min(30_000, read.EFFECT_LEASE_MS - read.EFFECT_SEND_WITHIN_MS - 1);
  const crashAt =
    read.NODE_ENV === 'test' && read.FLEET_CRASH_AT ? parseCrashAt(read.FLEET_CRASH_AT, read.FLEET_CRASH_ONCE) : null;
  const renderLeaseMs = read.EFFECT_WORKFLOW_LEASE_MS ?? read.EFFECT_LEASE_MS + RENDER_EXTRA_MS;
  return {
    natsUrl: read.NATS_URL,
    eventStoreUrl: read.EVENT_STORE_URL ?? read.NATS_URL,
    logLevel: read.LOG_LEVEL,
    logFormat: read.LOG_FORMAT,
    opsHost: read.OPS_HOST,
    port: read.PORT,
    databaseUrl: read.DATABASE_URL,
    poolSize: read.POOL_SIZE,
    prices: readPriceList(read.PRICES_FILE),
    paysForTokens: isPaid(read),
    timeScale: read.FLEET_TIME_SCALE,
    stopWithinMs: read.STOP_WITHIN_MS,
    floimg: {
      baseUrl: read.FLOIMG_API_URL,
      token: read.FLOIMG_SERVICE_TOKEN,
      saveDestination: read.FLOIMG_SAVE_DESTINATION,
      imageHosts: (read.FLOIMG_IMAGE_HOSTS ?? '').split(',').filter(Boolean),
      freeImages: hasFreeImages(read.FLOIMG_API_URL, read.FLOIMG_IMAGE_PRICES),
    },
    llm: {
      provider: read.LLM_PROVIDER,
      llmBaseUrl: read.LLM_BASE_URL,
      ollamaUrl: read.OLLAMA_URL,
      ollamaModel: read.OLLAMA_MODEL,
      openaiApiKey: read.OPENAI_API_KEY,
      openaiModel: read.OPENAI_MODEL,
      concurrency: read.LLM_CONCURRENCY,
      models: {
        ...(read.LLM_MODEL_POST === null ? {} : { post: read.LLM_MODEL_POST }),
        ...(read.LLM_MODEL_COMMENT === null ? {} : { comment: read.LLM_MODEL_COMMENT }),
      },
      maxOutputTokens: read.LLM_MAX_OUTPUT_TOKENS,
      writeAhead: read.LLM_CONTENT_BANK,
      whenDown: read.LLM_WHEN_DOWN,
      moderation: read.LLM_MODERATION === 'on',
      blocklist: (read.LLM_BLOCKLIST ?? '').split(',').filter((phrase) => phrase.trim() !== ''),
    },
    crashAt,
    actor: {
      seed: read.FLEET_SEED,
      writes: read.FLEET_WRITES,
      concurrency: read.ACTOR_CONCURRENCY,
      ackWaitMs: read.TICK_ACK_WAIT_MS,
      sendWithinMs: read.EFFECT_SEND_WITHIN_MS,
      callTimeoutMs,
      // A workflow gets what its longer lease leaves; its own time-out is 180 s at the default lease.
      renderTimeoutMs: Math.min(180_000, renderLeaseMs - read.EFFECT_SEND_WITHIN_MS - 1),
      leaseMs: read.EFFECT_LEASE_MS,
      renderLeaseMs,
      settleMs: read.EFFECT_SETTLE_MS,
      stopWithinMs: Math.max(500, read.STOP_WITHIN_MS - 1_000),
      limits: {
        actionsPerAgentHour: read.FLEET_ACTIONS_PER_AGENT_HOUR,
        actionsPerMinute: read.FLEET_ACTIONS_PER_MINUTE,
      },
      manners: {
        postCooldownMs: read.FLEET_POST_COOLDOWN_MINUTES * 60_000,
        agentCommentsPerPost: read.FLEET_COMMENTS_PER_POST,
      },
    },
  };
};
export type ActorConfig = ReturnType<typeof readConfig>;
