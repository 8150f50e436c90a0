import OpenAI from 'openai';
import { Agent, type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici';
import type { LlmEndpoint } from './provider.ts';

/** A whole HTTP answer; a structured answer of a few sentences is a hundredth of it. */
export const MAX_ANSWER_BYTES = 1_000_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The openai SDK with no retries of its own (each could be billed), no redirects, and answers of a bounded size. Its own
 * time-out ends with the headers: callers set one over the whole answer.
 */
export const openSdk = (
  endpoint: LlmEndpoint,
  connections: number,
): { readonly client: OpenAI; close(): Promise<void> } => {
  const dispatcher = new Agent({
    connections,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  // The SDK's types name the global fetch; undici's takes our dispatcher and is otherwise the same.
  const limitedFetch = (url: string, init: UndiciRequestInit) =>
    undiciFetch(url, { ...init, dispatcher, redirect: 'error' });
  const client = new OpenAI({
    apiKey: endpoint.apiKey,
    baseURL: endpoint.baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    fetch: limitedFetch as unknown as typeof globalThis.fetch,
  });
  return { client, close: () => dispatcher.close() };
};
