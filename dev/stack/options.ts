import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Parts that an operator may bring along; each one set is used as it is and not started. */
export type OwnParts = {
  readonly natsUrl: string | null;
  readonly databaseUrl: string | null;
  readonly eventStoreUrl: string | null;
  readonly studioUrl: string | null;
  /** `offline` means the stand-in. */
  readonly llmProvider: string;
};

export type StackOptions = {
  readonly root: string;
  readonly json: boolean;
  readonly ephemeral: boolean;
  readonly dataDir: string;
  readonly portBase: number;
  readonly agents: number;
  readonly seed: string;
  readonly seeding: boolean;
  /** Null: the default for the parts in use. */
  readonly timeScale: number | null;
  readonly own: OwnParts;
};

export class UsageError extends Error {}

export const USAGE = `npm start -- [flags]
  --json               one JSON object on stdout when ready; talk goes to stderr
  --ephemeral          all data in a temporary folder, removed at the end
  --port-base N        gateway N, gallery N+1, LLM N+2, NATS N+3, Postgres N+4, others above (4000)
  --agents N           agents to seed on the first run, 1 to 1000 (24)
  --seed S             seed of everything random (floimg)
  --no-seed            start with no agents
  --time-scale X       fleet seconds per real second (1 with a real Studio or a paid LLM)
  --event-store V      jetstream, or the URL of an EventStoreDB (esdb://…)`;

const wholeNumber = (flag: string, value: string, min: number, max: number): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new UsageError(`--${flag} is "${value}": give a whole number from ${min} to ${max}`);
  }
  return number;
};

const timeScale = (name: string, value: string): number => {
  const scale = Number(value);
  if (!Number.isFinite(scale) || scale <= 0 || scale > 1_000) {
    throw new UsageError(`${name} is "${value}": give a number above 0, up to 1000`);
  }
  return scale;
};

const eventStore = (value: string | undefined): string | null => {
  if (value === undefined || value === 'jetstream') return null;
  if (!/^(esdb|esdb\+discover|nats|tls):\/\//.test(value)) {
    throw new UsageError(
      `--event-store is "${value}": give jetstream, or a URL such as esdb://127.0.0.1:2113?tls=false`,
    );
  }
  return value;
};

/** Highest port given out above the base: servers and services, with room for the next free one. */
export const PORT_SPAN = 40;

/** @throws UsageError naming the flag, its value and what to give */
export const parseOptions = (args: readonly string[], env: NodeJS.ProcessEnv, root: string): StackOptions => {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        ephemeral: { type: 'boolean' },
        'port-base': { type: 'string' },
        agents: { type: 'string' },
        seed: { type: 'string' },
        'no-seed': { type: 'boolean' },
        'time-scale': { type: 'string' },
        'event-store': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) throw new UsageError('');
  const text = (flag: string): string | undefined => (typeof values[flag] === 'string' ? values[flag] : undefined);
  // An empty variable counts as not set, as in the services.
  const own = (name: string): string | null => env[name] || null;
  const ephemeral = values.ephemeral === true;
  const seed = text('seed') ?? own('FLEET_SEED') ?? 'floimg';
  if (seed.length === 0 || seed.length > 100)
    throw new UsageError(
      `${text('seed') === undefined ? 'FLEET_SEED' : '--seed'} has ${seed.length} characters: give 1 to 100`,
    );
  const scaleFrom = text('time-scale') === undefined ? 'FLEET_TIME_SCALE' : '--time-scale';
  const scaleText = text('time-scale') ?? own('FLEET_TIME_SCALE');
  const openaiKey = own('OPENAI_API_KEY');
  return {
    root,
    json: values.json === true,
    ephemeral,
    dataDir: ephemeral
      ? join(tmpdir(), `floimg-fleet-${process.pid}-${Date.now().toString(36)}`)
      : resolve(root, own('FLEET_DATA_DIR') ?? '.fleet'),
    portBase: wholeNumber('port-base', text('port-base') ?? '4000', 1_024, 65_535 - PORT_SPAN),
    agents: wholeNumber('agents', text('agents') ?? '24', 1, 1_000),
    seed,
    seeding: values['no-seed'] !== true,
    timeScale: scaleText === null ? null : timeScale(scaleFrom, scaleText),
    own: {
      natsUrl: own('NATS_URL'),
      databaseUrl: own('DATABASE_URL'),
      eventStoreUrl: text('event-store') === undefined ? own('EVENT_STORE_URL') : eventStore(text('event-store')),
      studioUrl: own('FLOIMG_API_URL'),
      // The key "test" means the stand-in, whatever else is set.
      llmProvider: openaiKey === 'test' ? 'offline' : (own('LLM_PROVIDER') ?? (openaiKey ? 'openai' : 'offline')),
    },
  };
};
