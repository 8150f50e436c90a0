import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { drawsOf } from './draws.ts';
import type { Control, FaultMode } from './faults.ts';
import { ApiFault, openAiError } from './openai-error.ts';
import { readRequest } from './request-reading.ts';
import { answerSchema, type JsonSchema } from './schema-answer.ts';
import { voiceOf } from './voice.ts';

const HUGE_CHARS = 10_000_000;
const PROSE = 'Of course! Here is something lovely for your post, I hope it fits the mood you were looking for.';

const Part = z.object({ type: z.string(), text: z.string().optional() });
const ChatBody = z.object({
  model: z.string().min(1).max(200),
  messages: z
    .array(z.object({ role: z.string(), content: z.union([z.string(), z.array(Part), z.null()]).optional() }))
    .min(1)
    .max(200),
  seed: z.number().nullish(),
  stream: z.boolean().nullish(),
  n: z.number().int().nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .nullish(),
});
type ChatBody = z.infer<typeof ChatBody>;

/** About four bytes a token, which is what English comes to. */
const tokensOf = (text: string): number => Math.max(1, Math.ceil(Buffer.byteLength(text) / 4));

const textOf = (body: ChatBody): string =>
  body.messages
    .map(({ content }) =>
      typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n'),
    )
    .join('\n\n');

const parse = (body: unknown): ChatBody => {
  const parsed = ChatBody.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const param = issue?.path.join('.') ?? '';
    throw new ApiFault(400, `${param || 'body'}: ${issue?.message ?? 'invalid'}`, { param });
  }
  if (parsed.data.stream) throw new ApiFault(400, 'the stand-in model does not stream', { param: 'stream' });
  if ((parsed.data.n ?? 1) !== 1) throw new ApiFault(400, 'the stand-in model gives one choice', { param: 'n' });
  return parsed.data;
};

const has = (schema: JsonSchema, property: string): boolean => JSON.stringify(schema).includes(`"${property}"`);

const answerTo = (body: ChatBody, seed: string): string => {
  const draws = drawsOf(seed, JSON.stringify(body));
  const reading = readRequest(textOf(body));
  const format = body.response_format ?? { type: 'text' };
  if (format.type === 'text') return voiceOf(reading, false, draws).text('caption', {}) ?? '';
  const schema: JsonSchema =
    format.type === 'json_schema'
      ? format.json_schema.schema
      : { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
  const commenting = has(schema, 'index') && reading.posts.length > 0;
  return JSON.stringify(answerSchema(schema, voiceOf(reading, commenting, draws), draws));
};

/** The answer with each of its texts put otherwise, and every index beyond what was offered if asked for; never a skip. */
const changed = (content: string, text: (said: string) => string, wrongIndex = false): string => {
  try {
    return JSON.stringify(
      JSON.parse(content, (key: string, value: unknown) => {
        if (key === 'index') return wrongIndex ? 99 : (value ?? 0);
        if (key === 'text' && value === null) return text('A calm frame.');
        return typeof value === 'string' ? text(value) : value;
      }),
    );
  } catch {
    return text(content);
  }
};
const GERMAN = 'Das Licht ist heute weich und nicht mehr so kalt wie gestern.';

type Said = { readonly content: string | null; readonly refusal: string | null; readonly finish: string };

const saidIn = (mode: FaultMode, body: ChatBody, seed: string): Said => {
  const stop = (content: string): Said => ({ content, refusal: null, finish: 'stop' });
  switch (mode) {
    case 'prose':
      return stop(PROSE);
    case 'empty':
      return stop('');
    case 'huge':
      return stop('x'.repeat(HUGE_CHARS));
    case 'refusal':
      return { content: null, refusal: 'I cannot help with that.', finish: 'stop' };
    case 'error500':
      throw new ApiFault(500, 'The server had an error while processing your request.');
    case 'rate-limit':
      throw new ApiFault(429, 'Rate limit reached for requests.', { type: 'requests', code: 'rate_limit_exceeded' });
    case 'foreign':
      return stop(changed(answerTo(body, seed), () => GERMAN));
    case 'wrong-index':
      return stop(changed(answerTo(body, seed), (said) => said, true));
    case 'link':
      return stop(
        changed(answerTo(body, seed), (said) => `${said.replace(/[.!?]$/, '')}, see https://example.org/more`),
      );
    case 'hang':
    case 'normal': {
      const content = answerTo(body, seed);
      const limit = body.max_completion_tokens ?? body.max_tokens ?? Number.POSITIVE_INFINITY;
      if (tokensOf(content) <= limit) return stop(content);
      return { content: content.slice(0, limit * 4), refusal: null, finish: 'length' };
    }
    default:
      return mode satisfies never;
  }
};

/** Never answers: until the caller goes away or the server stops. */
const hang = (reply: FastifyReply, stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      reply.raw.destroy();
      resolve();
    };
    reply.raw.once('close', resolve);
    stopping.addEventListener('abort', end, { once: true });
    if (stopping.aborted) end();
  });

export const chatRoute = (app: FastifyInstance, control: Control, seed: string, stopping: AbortSignal): void => {
  app.post('/v1/chat/completions', async (request, reply) => {
    const body = parse(request.body);
    const draws = drawsOf(seed, 'call', JSON.stringify(body));
    const mode = control.next(draws());
    const at = new Date();
    const path = '/v1/chat/completions';
    const log = (status: number, inputTokens = 0, outputTokens = 0): void =>
      control.record({ at: at.toISOString(), path, model: body.model, mode, status, inputTokens, outputTokens });

    if (mode === 'hang') {
      log(0);
      await hang(reply, stopping);
      return reply.hijack();
    }
    await wait(control.latencyMs(), undefined, { signal: stopping }).catch(() => undefined);
    try {
      const said = saidIn(mode, body, seed);
      const inputTokens = tokensOf(textOf(body));
      const outputTokens = tokensOf(said.content ?? said.refusal ?? '');
      log(200, inputTokens, outputTokens);
      return {
        id: `chatcmpl-${Math.floor(draws() * 2 ** 48).toString(36)}`,
        object: 'chat.completion',
        created: Math.floor(at.getTime() / 1_000),
        model: body.model,
        choices: [
          {
            index: 0,
            finish_reason: said.finish,
            logprobs: null,
            message: { role: 'assistant', content: said.content, refusal: said.refusal },
          },
        ],
        usage: {
          prompt_tokens: inputTokens,
          completion_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      };
    } catch (error) {
      if (!(error instanceof ApiFault)) throw error;
      log(error.status);
      return reply.code(error.status).send(openAiError(error));
    }
  });
};
