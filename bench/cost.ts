import { startLlm } from '../dev/llm/llm.ts';
import { plannedHistory } from '../dev/realism/history.ts';
import { parseOptions, type RealismOptions, UsageError } from '../dev/realism/options.ts';
import { RESPONSE_FORMATS } from '../services/actor/src/llm/answer-schemas.ts';
import { type ComposeClient, createCompose } from '../services/actor/src/llm/compose.ts';
import { llmEndpointOf } from '../services/actor/src/llm/provider.ts';
import { tokensUsd } from '../services/actor/src/llm/token-prices.ts';
import type { ComposeInput } from '../services/actor/src/ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../services/actor/src/prices/price-list.ts';
import { renderCeilingUsd } from '../services/actor/src/workflows/image-prices.ts';
import { PERSONA_IDS, sampleInput } from '../services/actor/test/sample-inputs.ts';

/**
 * `npm run cost [-- --agents N --days D --seed S …]`: what a simulated agent costs a day, in both presets: the actions
 * that its plan has, times the tokens that the real prompts and the stand-in's answers have, at the price file's prices.
 * Tokens are reckoned as four bytes each, the answer's schema included; repairs are left out, skipped comments are not.
 */
const MODEL = 'gpt-4o-mini';
const SAMPLES = 8;
const BYTES_PER_TOKEN = 4;
/** A busy persona's own presets: enough agents and days for the mean to stand, few enough to plan in seconds. */
const SCALE = {
  natural: ['--preset', 'natural', '--agents', '600', '--days', '30'],
  lively: ['--preset', 'lively', '--agents', '60', '--days', '7'],
} as const;

const prices = readPriceList(process.env.PRICES_FILE || BUILT_IN_PRICES_FILE);
const price = prices.models[MODEL];
if (price === undefined) throw new Error(`the price file has no ${MODEL}`);

type Each = { readonly input: number; readonly output: number };

const measured = async (client: ComposeClient, persona: string, kind: ComposeInput['kind']): Promise<Each> => {
  let [input, output] = [0, 0];
  const schema = Buffer.byteLength(JSON.stringify(RESPONSE_FORMATS[kind])) / BYTES_PER_TOKEN;
  for (let i = 0; i < SAMPLES; i++) {
    const call = { key: `cost.${i}`, traceparent: null, signal: new AbortController().signal };
    const answer = await client.compose(sampleInput(persona, kind, i, Date.UTC(2026, 2, 2, 9)), call);
    if (answer.kind !== 'ok') throw new Error(`the stand-in gave no ${kind}: ${answer.reason}`);
    input += answer.result.inputTokens + schema;
    output += answer.result.outputTokens;
  }
  return { input: input / SAMPLES, output: output / SAMPLES };
};

type Counts = { agents: number; posts: number; comments: number };
const countsOf = (options: RealismOptions): ReadonlyMap<string, Counts> => {
  const counts = new Map<string, Counts>();
  for (const { persona, actions } of plannedHistory(options)) {
    const so = counts.get(persona) ?? { agents: 0, posts: 0, comments: 0 };
    counts.set(persona, {
      agents: so.agents + 1,
      posts: so.posts + actions.filter((action) => action === 'post').length,
      comments: so.comments + actions.filter((action) => action === 'comment').length,
    });
  }
  return counts;
};

const row = (
  name: string,
  agents: number,
  days: number,
  of: { posts: number; comments: number; words: number; pictures: number },
) => {
  const a = (value: number, digits: number, width: number) => (value / agents / days).toFixed(digits).padStart(width);
  return `${name.padEnd(22)}${String(agents).padStart(7)}${a(of.posts, 2, 9)}${a(of.comments, 2, 11)}${`$${(of.words / agents / days).toFixed(5)}`.padStart(12)}${`$${(of.pictures / agents / days).toFixed(3)}`.padStart(12)}`;
};

const main = async (args: readonly string[]): Promise<void> => {
  const standIn = await startLlm({ port: 0 });
  const endpoint = llmEndpointOf({
    ...{ provider: 'offline', llmBaseUrl: `${standIn.url}/v1`, ollamaUrl: '', ollamaModel: '' },
    ...{ openaiApiKey: null, openaiModel: MODEL },
  });
  const client = createCompose({ endpoint, concurrency: 1, prices, wallNow: Date.now });
  const each = new Map<string, Readonly<Record<ComposeInput['kind'], Each>>>();
  try {
    for (const persona of PERSONA_IDS)
      each.set(persona, {
        post: await measured(client, persona, 'post'),
        comment: await measured(client, persona, 'comment'),
      });
  } finally {
    await Promise.all([client.close(), standIn.close()]);
  }
  const tokens = (kind: ComposeInput['kind']) => {
    const all = [...each.values()].map((of) => of[kind]);
    const mean = (of: (one: Each) => number) => Math.round(all.reduce((sum, one) => sum + of(one), 0) / all.length);
    return `${mean(({ input }) => input)} + ${mean(({ output }) => output)} tokens`;
  };
  process.stdout.write(`A post is ${tokens('post')}, a comment ${tokens('comment')}; ${MODEL} as of ${prices.asOf}.\n`);

  for (const [preset, scale] of Object.entries(SCALE)) {
    const options = parseOptions('cost', [...scale, ...args]);
    const { agents, days } = options;
    const total = { posts: 0, comments: 0, words: 0, pictures: 0 };
    process.stdout.write(
      `\n${preset}, ${agents} agents over ${days} days, for one agent and day:\n${'persona'.padEnd(22)}${'agents'.padStart(7)}${'posts'.padStart(9)}${'comments'.padStart(11)}${'words'.padStart(12)}${'pictures'.padStart(12)}\n`,
    );
    for (const [persona, { agents: own, posts, comments }] of [...countsOf(options)].sort()) {
      const of = each.get(persona);
      if (of === undefined) throw new Error(`no figures of ${persona}`);
      const usd = (kind: ComposeInput['kind']) => tokensUsd(price, of[kind].input, of[kind].output);
      const { workflow } = sampleInput(persona, 'post', 0, 0).agent.config;
      const cost = {
        words: posts * usd('post') + comments * usd('comment'),
        pictures: posts * (renderCeilingUsd(workflow, prices.images) ?? 0),
      };
      process.stdout.write(`${row(persona, own, days, { posts, comments, ...cost })}\n`);
      total.posts += posts;
      total.comments += comments;
      total.words += cost.words;
      total.pictures += cost.pictures;
    }
    process.stdout.write(`${row('all', agents, days, total)}\n`);
  }
  process.stdout.write('\nPictures are free where the Studio generates them at no cost; else these are list prices.\n');
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
