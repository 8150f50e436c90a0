import { parseArgs } from 'node:util';
import { startLlm } from '../dev/llm/llm.ts';
import { guardCompose } from '../services/actor/src/guardrail/guarded-compose.ts';
import { createLocalTexts } from '../services/actor/src/guardrail/local-texts.ts';
import { createCompose } from '../services/actor/src/llm/compose.ts';
import { createModeration } from '../services/actor/src/llm/moderation.ts';
import { type LlmProvider, llmEndpointOf } from '../services/actor/src/llm/provider.ts';
import { tokensUsd } from '../services/actor/src/llm/token-prices.ts';
import type { ComposeAnswer, ComposeInput } from '../services/actor/src/ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../services/actor/src/prices/price-list.ts';
import { buildPrompt } from '../services/actor/src/prompts/messages.ts';
import { builtInBlocklist, PERSONA_IDS, sampleInput } from '../services/actor/test/sample-inputs.ts';

/**
 * `npm run prompts`: what each persona would say now, by the real prompts and through the real guardrail, with tokens
 * and cost. Without a provider it asks the stand-in, which it starts itself, at no cost; what the same tokens would cost
 * is told at the prices of --price.
 */
const USAGE = `npm run prompts -- [flags]
  --persona P    ${PERSONA_IDS.join(', ')} (all)
  --kind K       post or comment (both)
  --count N      moments of each, 1 to 20 (1)
  --provider P   offline, ollama or openai (offline); the last needs OPENAI_API_KEY and costs money
  --model M      the provider's model (OPENAI_MODEL, OLLAMA_MODEL or their defaults)
  --price M      model of the price file to reckon with (gpt-4o-mini)
  --show         the prompt itself before each text`;
const PROVIDERS: readonly LlmProvider[] = ['offline', 'ollama', 'openai'];
const KINDS: readonly ComposeInput['kind'][] = ['post', 'comment'];
const COUNT_MAX = 20;

class UsageError extends Error {}

const oneOf = <T extends string>(flag: string, value: string, choices: readonly T[]): T => {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${flag} is "${value}": give one of ${choices.join(', ')}`);
  return found;
};

const optionsOf = (args: readonly string[]) => {
  const text = { type: 'string' } as const;
  const flags = { persona: text, kind: text, count: text, provider: text, model: text, price: text };
  let values: Partial<Record<keyof typeof flags, string>> & { help?: boolean; show?: boolean };
  try {
    values = parseArgs({
      args: [...args],
      options: { ...flags, show: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  if (values.help) throw new UsageError(USAGE);
  const count = Number(values.count ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > COUNT_MAX)
    throw new UsageError(`--count is "${values.count}": give a whole number from 1 to ${COUNT_MAX}`);
  const prices = readPriceList(process.env.PRICES_FILE || BUILT_IN_PRICES_FILE);
  const provider = oneOf('provider', values.provider ?? 'offline', PROVIDERS);
  if (provider === 'openai' && !process.env.OPENAI_API_KEY)
    throw new UsageError('--provider is "openai" and OPENAI_API_KEY is not set: set it, or leave the flag out');
  return {
    personas: values.persona === undefined ? PERSONA_IDS : [oneOf('persona', values.persona, PERSONA_IDS)],
    kinds: values.kind === undefined ? KINDS : [oneOf('kind', values.kind, KINDS)],
    ...{ count, provider, prices, model: values.model ?? null, show: values.show ?? false },
    price: oneOf('price', values.price ?? 'gpt-4o-mini', Object.keys(prices.models)),
  };
};

const wordsOf = (answer: ComposeAnswer): string => {
  if (answer.kind !== 'ok') return `(${answer.kind === 'unusable' ? answer.code : answer.kind}: ${answer.reason})`;
  const { composed, source } = answer.result;
  const from = source === undefined ? '' : ` [${source}]`;
  switch (composed.kind) {
    case 'post':
      return `“${composed.title}” — ${composed.caption}${from}\n      picture: ${composed.imagePrompt}`;
    case 'comment':
      return `on ${composed.postId}: ${composed.text}`;
    case 'skip':
      return '(nothing to say)';
    default:
      return composed satisfies never;
  }
};
const promptOf = (input: ComposeInput): string => {
  const { ref, messages } = buildPrompt(input);
  const told = messages.map(({ role, content }) => `${role}:\n${content}`).join('\n\n');
  return `--- ${ref.id}@${ref.version}\n${told}\n---`;
};
const tokensOf = (answer: ComposeAnswer): readonly [number, number] => {
  if (answer.kind === 'ok') return [answer.result.inputTokens, answer.result.outputTokens];
  return answer.kind === 'unusable' ? [answer.wrote.inputTokens, answer.wrote.outputTokens] : [0, 0];
};

const main = async (): Promise<number> => {
  const options = optionsOf(process.argv.slice(2));
  const standIn = options.provider === 'offline' ? await startLlm({ port: 0 }) : null;
  const { env } = process;
  const endpoint = llmEndpointOf({
    provider: options.provider,
    llmBaseUrl: standIn ? `${standIn.url}/v1` : env.LLM_BASE_URL || null,
    ollamaUrl: env.OLLAMA_URL || 'http://localhost:11434',
    ollamaModel: options.model ?? (env.OLLAMA_MODEL || 'llama3.2'),
    openaiApiKey: env.OPENAI_API_KEY || null,
    openaiModel: options.model ?? (env.OPENAI_MODEL || 'gpt-4o-mini'),
  });
  const client = createCompose({ endpoint, concurrency: 1, prices: options.prices, wallNow: Date.now });
  const moderation = createModeration(endpoint, 1);
  const claims = createLocalTexts();
  const compose = guardCompose({
    ...{ compose: client, claims, moderation, blocklist: builtInBlocklist(), whenDown: 'skip' },
  });
  const price = options.prices.models[options.price] ?? { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };
  let [calls, readTokens, wroteTokens, failed] = [0, 0, 0, 0];
  try {
    for (const persona of options.personas)
      for (const kind of options.kinds) {
        process.stdout.write(`\n${persona}, ${kind}\n`);
        for (let i = 0; i < options.count; i++) {
          const call = {
            key: `try.${persona}.${kind}.${i}.1`,
            traceparent: null,
            signal: new AbortController().signal,
          };
          const input = sampleInput(persona, kind, i, Date.now());
          if (options.show) process.stdout.write(`${promptOf(input)}\n`);
          const answer = await compose.compose(input, call);
          const [read, wrote] = tokensOf(answer);
          calls++;
          readTokens += read;
          wroteTokens += wrote;
          if (answer.kind !== 'ok') failed++;
          const usd = tokensUsd(price, read, wrote).toFixed(6);
          process.stdout.write(`  ${wordsOf(answer)}\n      ${read} + ${wrote} tokens, $${usd}\n`);
        }
      }
  } finally {
    await Promise.all([client.close(), moderation?.close(), standIn?.close()]);
  }
  const usd = tokensUsd(price, readTokens, wroteTokens).toFixed(6);
  process.stdout.write(
    `\n${calls} calls to ${endpoint.provider} (${endpoint.model}), ${failed} without a usable text: ${readTokens} + ${wroteTokens} tokens, $${usd} at the prices of ${options.price} (${options.prices.asOf})\n`,
  );
  return failed > calls / 2 ? 1 : 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
