import type { ComposeResult, PromptRef } from '@fleet/domain/activity/activity-events';
import type { Character } from '@fleet/domain/content/character';
import { cleanText } from '@fleet/domain/content/clean-text';
import { draw } from '@fleet/domain/draws';
import { type BreakerReport, createBreaker, createHealth, type Health } from '../outage/breaker.ts';
import type { ActingAgent, CallContext, Compose, ComposeAnswer, ComposeInput, WrittenPost } from '../ports.ts';
import type { PriceList } from '../prices/price-list.ts';
import { type BuiltPrompt, buildGrowPrompt, buildManyPrompt, buildPrompt } from '../prompts/messages.ts';
import { CHARACTER_FORMAT, CharacterAnswer, PostsAnswer, postsFormat, RESPONSE_FORMATS } from './answer-schemas.ts';
import { type ChatOutcome, type ChatRequest, createChat } from './chat.ts';
import { type LlmEndpoint, type ModelsByKind, tokenPriceOf } from './provider.ts';
import { cleanPost, jsonOf, readAnswer } from './read-answer.ts';
import { createSlots } from './slots.ts';
import { tokensUsd } from './token-prices.ts';

/** From asking for a place to the last byte: an attempt's lease is built on it. */
export const COMPOSE_TIMEOUT_MS = 30_000;
const SLOT_WAIT_MS = 5_000;
const WAITING_PER_SLOT = 16;
const MAX_SEALED_CHARS = 8_000;
const MAX_OUTPUT_TOKENS = 500;
/** Of each post written ahead: a picture, a title and two sentences. */
const TOKENS_PER_POST = 250;
const MANY_MAX_CHARS = 50_000;
/** What a second try adds to the prompt at most: the turned-down answer and what was wrong with it. */
const REPAIR_BYTES = 4_000;

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

type Post = ComposeInput & { readonly kind: 'post' };

export type ComposeClient = Compose & {
  /** One call that writes `count` posts: the first is the answer, the rest is for later. */
  composeMany(
    input: Post,
    count: number,
    call: CallContext,
  ): Promise<{ readonly answer: ComposeAnswer; readonly rest: readonly WrittenPost[] }>;
  /** One call that gives a new agent a character of its own; the guardrail has not seen it yet. */
  grow(agent: ActingAgent, call: CallContext): Promise<GrowAnswer>;
  ceilingGrowUsd(agent: ActingAgent): number;
  /** Upper bound in USD of that call. */
  ceilingManyUsd(input: Post, count: number): number;
  health(): Health;
  breaker(): BreakerReport;
  close(): Promise<void>;
};

type Refused = Exclude<ComposeAnswer, { kind: 'ok' }>;
export type GrowAnswer =
  | Refused
  | {
      readonly kind: 'grown';
      readonly character: Character;
      readonly costUsd: number;
      readonly sealed: Answered['sealed'];
    };

/** One request, and what its answer is booked and sealed with. */
type Asked = {
  readonly prompt: BuiltPrompt;
  readonly model: string;
  readonly format: ChatRequest['format'];
  readonly maxOutputTokens: number;
  readonly seed: number;
  readonly ceilingUsd: number;
};
type Answered = {
  readonly content: string;
  readonly refusal: string | null;
  readonly finish: string;
  readonly costUsd: number;
  readonly sealed: Pick<ComposeResult, 'prompt' | 'provider' | 'model' | 'inputTokens' | 'outputTokens' | 'answer'>;
};

/** Only silence and server errors count; a refusal or a strange answer comes from a provider that works. */
const isOutage = (outcome: ChatOutcome): boolean => outcome.kind === 'unclear' || outcome.kind === 'unsent';

const oneLine = (text: string, secret: string): string => {
  const safe = secret.length < 8 ? text : text.replaceAll(secret, '[secret]');
  return safe.replace(/\s+/g, ' ').slice(0, 300);
};

/**
 * The model as the actor's port: one call per composition, its answer read and sealed, every failure a value. What the
 * words are worth is the guardrail's business.
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
  const breaker = createBreaker<ChatOutcome>(isOutage, options.wallNow);
  const health = createHealth(options.wallNow);

  /** No token is shorter than a byte, so the bytes of what is sent bound its tokens. */
  const ceilingOf = (kind: ComposeInput['kind'], sent: unknown, outputTokens: number): number =>
    tokensUsd(prices[kind], Buffer.byteLength(JSON.stringify(sent)) + REPAIR_BYTES, outputTokens);
  const ceilingUsd = (input: ComposeInput): number =>
    ceilingOf(input.kind, [buildPrompt(input).messages, RESPONSE_FORMATS[input.kind]], maxOutputTokens);
  const ceilingManyUsd = (input: Post, count: number): number =>
    ceilingOf('post', [buildManyPrompt(input, count).messages, postsFormat(count)], count * TOKENS_PER_POST);

  const ceilingGrowUsd = (agent: ActingAgent): number =>
    ceilingOf('post', [buildGrowPrompt(agent, 0).messages, CHARACTER_FORMAT], maxOutputTokens);

  const remember = (outcome: ChatOutcome): void => {
    const where = `${endpoint.provider} at ${endpoint.baseUrl}`;
    if (outcome.kind === 'answered' || outcome.kind === 'malformed') health.good();
    else health.bad(oneLine(`LLM provider ${where}: ${outcome.reason}`, endpoint.apiKey));
  };

  /** One call, whatever it is for: an answer with its cost, or what became of it. */
  const ask = async (
    kind: ComposeInput['kind'],
    asked: Asked,
    call: CallContext,
  ): Promise<{ readonly kind: 'answered'; readonly answered: Answered } | Exclude<ComposeAnswer, { kind: 'ok' }>> => {
    const startedAt = performance.now();
    const release = await slots.take(Math.min(SLOT_WAIT_MS, timeoutMs), call.signal);
    if (release === null) return { kind: 'unsent', reason: 'no free place for a call to the model' };
    // Whoever stopped the fleet while this waited is heard: nothing new begins after that.
    const stopped = call.notBecause?.() ?? null;
    if (stopped !== null) {
      release();
      return { kind: 'unsent', reason: stopped };
    }
    const { prompt, model, format, seed } = asked;
    let outcome: ChatOutcome | null;
    try {
      const leftMs = Math.max(1, Math.floor(timeoutMs - (performance.now() - startedAt)));
      const request = { model, messages: prompt.messages, format, maxOutputTokens: asked.maxOutputTokens, seed };
      outcome = await breaker.run(() => chat.complete(request, leftMs, call.signal), call.signal);
    } finally {
      release();
    }
    if (outcome === null) return { kind: 'unsent', reason: 'not tried, the model did not answer the last calls' };
    if (!call.signal.aborted) remember(outcome);

    const sealedAs = (tokens: { inputTokens: number; outputTokens: number }, answer: string) => ({
      ...{ prompt: prompt.ref, provider: endpoint.provider, model, ...tokens },
      answer: answer.slice(0, MAX_SEALED_CHARS).toWellFormed(),
    });
    const nothing = { inputTokens: 0, outputTokens: 0 };
    const wrote = { ...sealedAs(nothing, ''), verdicts: [] };
    switch (outcome.kind) {
      case 'unsent':
      case 'unclear':
        return { kind: outcome.kind, reason: oneLine(outcome.reason, endpoint.apiKey) };
      case 'refused': {
        const reason = oneLine(outcome.reason, endpoint.apiKey);
        return { kind: 'unusable', code: `llm_http_${outcome.status}`, reason, costUsd: 0, again: false, wrote };
      }
      case 'malformed': {
        const { code, reason } = outcome;
        return { kind: 'unusable', code, reason, costUsd: asked.ceilingUsd, again: false, wrote };
      }
      case 'answered': {
        const { content, refusal, finish, usage } = outcome;
        const tokens = usage ?? nothing;
        const costUsd =
          usage === null ? asked.ceilingUsd : tokensUsd(prices[kind], usage.inputTokens, usage.outputTokens);
        return { kind: 'answered', answered: { content, refusal, finish, costUsd, sealed: sealedAs(tokens, content) } };
      }
      default:
        return outcome satisfies never;
    }
  };

  const unreadable = (
    { costUsd, sealed }: Answered,
    { code, reason, again }: { code: string; reason: string; again: boolean },
  ): Refused => {
    const verdicts = [{ check: 'schema', ok: false, note: reason }];
    return { kind: 'unusable', code, reason, costUsd, again, wrote: { ...sealed, verdicts } };
  };

  return {
    ceilingUsd,
    ceilingManyUsd,
    prompt: (input): PromptRef => buildPrompt(input).ref,

    async compose(input, call) {
      const asked = {
        ...{ prompt: buildPrompt(input), model: modelOf(input.kind), format: RESPONSE_FORMATS[input.kind] },
        ...{ maxOutputTokens, seed: Math.floor(input.draw * 2 ** 31), ceilingUsd: ceilingUsd(input) },
      };
      const outcome = await ask(input.kind, asked, call);
      if (outcome.kind !== 'answered') return outcome;
      const { answered } = outcome;
      const read = readAnswer(input, answered);
      if (read.kind === 'unusable') return unreadable(answered, read);
      const { composed } = read;
      const verdicts = [{ check: 'schema', ok: true }];
      return {
        kind: 'ok',
        costUsd: answered.costUsd,
        result: { step: 'compose', composed, ...answered.sealed, verdicts },
      };
    },

    async composeMany(input, count, call) {
      const asked = {
        ...{ prompt: buildManyPrompt(input, count), model: modelOf('post'), format: postsFormat(count) },
        ...{ maxOutputTokens: count * TOKENS_PER_POST, seed: Math.floor(input.draw * 2 ** 31) },
        ceilingUsd: ceilingManyUsd(input, count),
      };
      const outcome = await ask('post', asked, call);
      if (outcome.kind !== 'answered') return { answer: outcome, rest: [] };
      const { answered } = outcome;
      const read = jsonOf(answered, MANY_MAX_CHARS);
      if (read.kind === 'unusable') return { answer: unreadable(answered, read), rest: [] };
      const parsed = PostsAnswer.safeParse(read.json);
      const posts = parsed.success ? parsed.data.posts.slice(0, count).map(cleanPost) : [];
      const [first, ...others] = posts;
      if (first === undefined) {
        const why = { code: 'schema', reason: 'the answer has another shape than asked for', again: true };
        return { answer: unreadable(answered, why), rest: [] };
      }
      const { prompt, provider, model } = answered.sealed;
      const verdicts = [{ check: 'schema', ok: true }];
      return {
        answer: {
          kind: 'ok',
          costUsd: answered.costUsd,
          result: { step: 'compose', composed: first, ...answered.sealed, verdicts },
        },
        rest: others.map(({ imagePrompt, title, caption }) => ({
          imagePrompt,
          title,
          caption,
          prompt,
          provider,
          model,
        })),
      };
    },

    ceilingGrowUsd,
    async grow(agent, call) {
      const seed = draw(agent.id, 'grow');
      const asked = {
        ...{ prompt: buildGrowPrompt(agent, seed), model: modelOf('post'), format: CHARACTER_FORMAT, maxOutputTokens },
        ...{ seed: Math.floor(seed * 2 ** 31), ceilingUsd: ceilingGrowUsd(agent) },
      };
      const outcome = await ask('post', asked, call);
      if (outcome.kind !== 'answered') return outcome;
      const { answered } = outcome;
      const read = jsonOf(answered);
      if (read.kind === 'unusable') return unreadable(answered, read);
      const parsed = CharacterAnswer.safeParse(read.json);
      const why = { code: 'schema', reason: 'the answer has another shape than asked for', again: true };
      if (!parsed.success) return unreadable(answered, why);
      const { personality, interests } = parsed.data;
      const character = { personality: cleanText(personality), interests: interests.map(cleanText) };
      return { kind: 'grown', character, costUsd: answered.costUsd, sealed: answered.sealed };
    },

    health: health.current,
    breaker: () => ({ ...breaker.status(), lastError: health.lastError() }),
    close: chat.close,
  };
};
