import type OpenAI from 'openai';
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { z } from 'zod';
import type { PromptMessage } from '../prompts/messages.ts';
import type { LlmEndpoint } from './provider.ts';
import { MAX_ANSWER_BYTES, openSdk } from './sdk.ts';

export type ChatRequest = {
  readonly model: string;
  readonly messages: readonly PromptMessage[];
  readonly format: OpenAI.ResponseFormatJSONSchema;
  readonly maxOutputTokens: number;
  /** Same request, same text, where a provider honours it. */
  readonly seed: number;
};

export type ChatOutcome =
  | {
      readonly kind: 'answered';
      readonly content: string;
      readonly refusal: string | null;
      readonly finish: string;
      /** Null when the provider did not count. */
      readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
    }
  /** An answer came that is none: another shape, or too large. It may have been billed. */
  | { readonly kind: 'malformed'; readonly code: 'too_large' | 'shape'; readonly reason: string }
  /** The provider said no before doing anything; nothing was billed. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'unclear'; readonly reason: string };

const Tokens = z.number().int().nonnegative().max(10_000_000);
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().max(50).nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: Tokens, completion_tokens: Tokens }).nullish().catch(null),
});

/** Codes of a connection that was never made. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The chain of causes, bounded: SDK, fetch and socket each wrap the one below. */
const causesOf = (error: unknown): readonly { code: string | null; message: string }[] => {
  const chain: { code: string | null; message: string }[] = [];
  for (let at = error; at instanceof Error && chain.length < 6; at = at.cause) {
    chain.push({ code: 'code' in at && typeof at.code === 'string' ? at.code : null, message: at.message });
  }
  return chain;
};

const outcomeOf = (error: unknown, timedOut: boolean, timeoutMs: number): ChatOutcome => {
  const causes = causesOf(error);
  const last = causes.at(-1);
  const reason = last === undefined ? String(error) : `${last.code === null ? '' : `${last.code}: `}${last.message}`;
  if (timedOut || error instanceof APIConnectionTimeoutError) {
    return { kind: 'unclear', reason: `no whole answer within ${timeoutMs} ms` };
  }
  if (error instanceof APIUserAbortError) return { kind: 'unclear', reason: 'stopped while waiting for the answer' };
  if (causes.some(({ code }) => code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')) {
    return { kind: 'malformed', code: 'too_large', reason: `the answer is larger than ${MAX_ANSWER_BYTES} bytes` };
  }
  if (causes.some(({ code }) => code !== null && NEVER_CONNECTED.has(code))) return { kind: 'unsent', reason };
  if (error instanceof APIConnectionError) return { kind: 'unclear', reason };
  if (error instanceof APIError && typeof error.status === 'number') {
    const status: number = error.status;
    const said = `HTTP ${status}: ${error.message}`;
    if (status === 429) return { kind: 'unsent', reason: `rate limited, ${said}` };
    if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', status, reason: said };
    return { kind: 'unclear', reason: said };
  }
  if (error instanceof SyntaxError) return { kind: 'malformed', code: 'shape', reason: 'the answer is not JSON' };
  return { kind: 'unclear', reason };
};

export type Chat = {
  complete(request: ChatRequest, timeoutMs: number, signal: AbortSignal): Promise<ChatOutcome>;
  close(): Promise<void>;
};

/**
 * One structured chat call through the openai SDK, with the time limit over the whole answer.
 */
export const createChat = (endpoint: LlmEndpoint, connections: number): Chat => {
  const { client, close } = openSdk(endpoint, connections);
  // What older and compatible servers call it, and what OpenAI calls it now.
  const limitName = endpoint.provider === 'openai' ? 'max_completion_tokens' : 'max_tokens';

  return {
    async complete(request, timeoutMs, signal) {
      if (signal.aborted) return { kind: 'unsent', reason: 'stopped before it was sent' };
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const raw: unknown = await client.chat.completions.create(
          {
            model: request.model,
            messages: [...request.messages],
            response_format: request.format,
            temperature: 0.9,
            seed: request.seed,
            [limitName]: request.maxOutputTokens,
            stream: false,
          },
          { signal: AbortSignal.any([signal, deadline]), timeout: timeoutMs, maxRetries: 0 },
        );
        const parsed = Completion.safeParse(raw);
        const choice = parsed.success ? parsed.data.choices[0] : undefined;
        if (!parsed.success || choice === undefined) {
          return { kind: 'malformed', code: 'shape', reason: 'not a chat completion' };
        }
        const { usage } = parsed.data;
        return {
          kind: 'answered',
          content: choice.message.content ?? '',
          refusal: choice.message.refusal ?? null,
          finish: choice.finish_reason ?? 'stop',
          usage: usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null,
        };
      } catch (error) {
        return outcomeOf(error, deadline.aborted && !signal.aborted, timeoutMs);
      }
    },
    close,
  };
};
