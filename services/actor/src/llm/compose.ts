import { createBreaker, createHealth, type Health } from '../outage/breaker.ts';
import type { Compose, ComposeInput } from '../ports.ts';
import type { PriceList } from '../prices/price-list.ts';
import { buildPrompt } from '../prompts/messages.ts';
import { RESPONSE_FORMATS } from './answer-schemas.ts';
import { type ChatOutcome, createChat } from './chat.ts';
import { type LlmEndpoint, type ModelsByKind, tokenPriceOf } from './provider.ts';
import { readAnswer } from './read-answer.ts';
import { createSlots } from './slots.ts';
import { tokensUsd } from './token-prices.ts';

/** From asking for a place to the last byte: an attempt's lease is built on it. */
export const COMPOSE_TIMEOUT_MS = 30_000;
const SLOT_WAIT_MS = 5_000;
const WAITING_PER_SLOT = 16;
const MAX_SEALED_CHARS = 8_000;
const MAX_OUTPUT_TOKENS = 500;

export type ComposeOptions = {
  readonly endpoint: LlmEndpoint;
  /** Another model for one kind of text; the rest use the endpoint's. */
  readonly models?: ModelsByKind;
  /** Calls under way at once. */
  readonly concurrency: number;
  readonly timeoutMs?: number;
  readonly maxOutputTokens?: number;
  readonly prices: PriceList;
  readonly wallNow: () => number;
};

export type ComposeClient = Compose & { health(): Health; close(): Promise<void> };

/** Only silence and server errors count; a refusal or a strange answer comes from a provider that works. */
const isOutage = (outcome: ChatOutcome): boolean => outcome.kind === 'unclear' || outcome.kind === 'unsent';

const oneLine = (text: string, secret: string): string => {
  const safe = secret.length < 8 ? text : text.replaceAll(secret, '[secret]');
  return safe.replace(/\s+/g, ' ').slice(0, 300);
};

/**
 * The model as the actor's port: one call per composition, its answer checked and sealed, every failure a value.
 * @throws when an OpenAI model in use has no price.
 */
export const createCompose = (options: ComposeOptions): ComposeClient => {
  const { endpoint, concurrency } = options;
  const timeoutMs = options.timeoutMs ?? COMPOSE_TIMEOUT_MS;
  const maxOutputTokens = options.maxOutputTokens ?? MAX_OUTPUT_TOKENS;
  const modelOf = (kind: ComposeInput['kind']): string => options.models?.[kind] ?? endpoint.model;
  const prices = {
    post: tokenPriceOf(endpoint.provider, modelOf('post'), options.prices),
    comment: tokenPriceOf(endpoint.provider, modelOf('comment'), options.prices),
  };
  const chat = createChat(endpoint, concurrency);
  const slots = createSlots(concurrency, concurrency * WAITING_PER_SLOT);
  const breaker = createBreaker<ChatOutcome>(isOutage);
  const health = createHealth(options.wallNow);

  /** No token is shorter than a byte, so the bytes of what is sent bound its tokens. */
  const ceilingUsd = (input: ComposeInput): number => {
    const sent = JSON.stringify([buildPrompt(input).messages, RESPONSE_FORMATS[input.kind]]);
    return tokensUsd(prices[input.kind], Buffer.byteLength(sent), maxOutputTokens);
  };

  const remember = (outcome: ChatOutcome): void => {
    const where = `${endpoint.provider} at ${endpoint.baseUrl}`;
    if (outcome.kind === 'answered' || outcome.kind === 'malformed') health.good();
    else health.bad(oneLine(`LLM provider ${where}: ${outcome.reason}`, endpoint.apiKey));
  };

  return {
    ceilingUsd,
    prompt: (input) => buildPrompt(input).ref,

    async compose(input, call) {
      const startedAt = performance.now();
      const release = await slots.take(Math.min(SLOT_WAIT_MS, timeoutMs), call.signal);
      if (release === null) return { kind: 'unsent', reason: 'no free place for a call to the model' };
      const prompt = buildPrompt(input);
      const model = modelOf(input.kind);
      let outcome: ChatOutcome | null;
      try {
        const leftMs = Math.max(1, Math.floor(timeoutMs - (performance.now() - startedAt)));
        const request = {
          model,
          messages: prompt.messages,
          format: RESPONSE_FORMATS[input.kind],
          maxOutputTokens,
          seed: Math.floor(input.draw * 2 ** 31),
        };
        outcome = await breaker.run(() => chat.complete(request, leftMs, call.signal), call.signal);
      } finally {
        release();
      }
      if (outcome === null) return { kind: 'unsent', reason: 'not tried, the model did not answer the last calls' };
      if (!call.signal.aborted) remember(outcome);

      const price = prices[input.kind];
      const nothing = { inputTokens: 0, outputTokens: 0 };
      switch (outcome.kind) {
        case 'unsent':
        case 'unclear':
          return { kind: outcome.kind, reason: oneLine(outcome.reason, endpoint.apiKey) };
        case 'refused': {
          const reason = oneLine(outcome.reason, endpoint.apiKey);
          return { kind: 'unusable', code: `llm_http_${outcome.status}`, reason, costUsd: 0, ...nothing };
        }
        case 'malformed':
          return { ...outcome, kind: 'unusable', costUsd: ceilingUsd(input), ...nothing };
        case 'answered': {
          const tokens = outcome.usage ?? nothing;
          const costUsd =
            outcome.usage === null ? ceilingUsd(input) : tokensUsd(price, tokens.inputTokens, tokens.outputTokens);
          const read = readAnswer(input, outcome);
          if (read.kind === 'unusable') return { ...read, costUsd, ...tokens };
          return {
            kind: 'ok',
            costUsd,
            result: {
              step: 'compose',
              composed: read.composed,
              prompt: prompt.ref,
              provider: endpoint.provider,
              model,
              ...tokens,
              answer: outcome.content.slice(0, MAX_SEALED_CHARS).toWellFormed(),
              verdicts: [...read.verdicts],
            },
          };
        }
        default:
          return outcome satisfies never;
      }
    },

    health: health.current,
    close: chat.close,
  };
};
