import { dataDirOf, readRunFile, readServiceToken } from '../run-file.ts';
import type { Surroundings } from '../surroundings.ts';
import type { CommonOptions } from '../target.ts';

/** Everything the doctor looks at: the environment's settings first, then the fleet that runs here, then defaults. */
export type Settings = {
  readonly dataDir: string;
  readonly running: boolean;
  readonly natsUrl: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string | null;
  readonly api: string | null;
  readonly token: string | null;
  readonly studioUrl: string;
  readonly studioToken: string | null;
  readonly llm: {
    readonly provider: string;
    readonly baseUrl: string;
    readonly model: string | null;
    readonly key: string | null;
  };
};

export const readSettings = (options: CommonOptions, around: Surroundings): Settings => {
  const { env } = around;
  const dataDir = dataDirOf(around, options.dataDir);
  const run = readRunFile(dataDir);
  const natsUrl = env.NATS_URL || run?.nats || 'nats://127.0.0.1:4222';
  const gallery = run?.gallery && URL.canParse(run.gallery) ? new URL(run.gallery).origin : null;
  return {
    dataDir,
    running: run !== null,
    natsUrl,
    eventStoreUrl: env.EVENT_STORE_URL || run?.eventStore || natsUrl,
    databaseUrl: env.DATABASE_URL || run?.database || null,
    api: options.url ?? (env.FLEET_URL || run?.api || null),
    token: options.token ?? (env.FLEET_ADMIN_TOKEN || run?.token || null),
    studioUrl: env.FLOIMG_API_URL || gallery || 'https://api.floimg.com',
    // The local stack's own token is for its own Studio and goes nowhere else.
    studioToken: env.FLOIMG_SERVICE_TOKEN || (!env.FLOIMG_API_URL && gallery ? readServiceToken(dataDir) : null),
    llm: llmOf(env, run?.services.find(({ name }) => name === 'llm')?.port ?? null, run !== null),
  };
};

/** As the actor calls it: where no key is needed, one is sent all the same. */
const llmOf = (env: NodeJS.ProcessEnv, localPort: number | null, running: boolean): Settings['llm'] => {
  const key = env.OPENAI_API_KEY || null;
  const chosen = env.LLM_PROVIDER || (running && localPort !== null ? 'offline' : 'ollama');
  const provider = key === 'test' ? 'offline' : chosen;
  const override = env.LLM_BASE_URL || null;
  if (provider === 'offline')
    return { provider, baseUrl: override ?? `http://127.0.0.1:${localPort ?? 4002}/v1`, model: null, key: 'test' };
  if (provider === 'openai')
    return {
      provider,
      baseUrl: override ?? 'https://api.openai.com/v1',
      model: env.OPENAI_MODEL || 'gpt-4o-mini',
      key,
    };
  const ollama = (env.OLLAMA_URL || 'http://localhost:11434').replace(/\/+$/, '');
  return { provider, baseUrl: override ?? `${ollama}/v1`, model: env.OLLAMA_MODEL || 'llama3.2', key: 'ollama' };
};
