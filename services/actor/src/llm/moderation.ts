import { APIConnectionTimeoutError, APIError } from 'openai';
import { z } from 'zod';
import type { Moderation } from '../ports.ts';
import type { LlmEndpoint } from './provider.ts';
import { openSdk } from './sdk.ts';

const MODEL = 'omni-moderation-latest';
const TIMEOUT_MS = 4_000;
/** An endpoint that is not there is asked again after this long: somebody may have put another behind the address. */
const ASK_AGAIN_MS = 600_000;
const NOT_THERE: ReadonlySet<number> = new Set([404, 405, 501]);

const Answer = z.object({
  results: z.array(z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.unknown()) })).min(1),
});
type Verdict = Awaited<ReturnType<Moderation['check']>>;

/** Whether the provider can fetch the picture by itself: it cannot reach this machine, or a private network. */
const isPublic = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.endsWith('.local');
};

/**
 * The provider's moderation endpoint (OpenAI's is free). Null for Ollama, which has none. Never throws; the stand-in is
 * shown every picture, OpenAI those that it can fetch.
 */
export const createModeration = (
  endpoint: LlmEndpoint,
  connections: number,
  monotonicNow: () => number = () => performance.now(),
): (Moderation & { close(): Promise<void> }) | null => {
  if (endpoint.provider === 'ollama') return null;
  const { client, close } = openSdk(endpoint, connections);
  let absentUntil = Number.NEGATIVE_INFINITY;

  const outcomeOf = (error: unknown): Verdict => {
    if (error instanceof APIError && typeof error.status === 'number') {
      const status: number = error.status;
      if (NOT_THERE.has(status)) {
        absentUntil = monotonicNow() + ASK_AGAIN_MS;
        return { kind: 'not_available', reason: `HTTP ${status}` };
      }
      return { kind: 'failed', reason: `HTTP ${status}` };
    }
    if (error instanceof APIConnectionTimeoutError || (error instanceof Error && error.name === 'TimeoutError'))
      return { kind: 'failed', reason: `no answer within ${TIMEOUT_MS} ms` };
    return { kind: 'failed', reason: 'the connection failed' };
  };

  return {
    check: async ({ texts, imageUrls }, signal) => {
      const pictures = imageUrls.filter((url) => endpoint.provider === 'offline' || isPublic(url));
      if (texts.length + pictures.length === 0)
        return { kind: 'not_available', reason: 'the provider cannot fetch this picture' };
      if (monotonicNow() < absentUntil) return { kind: 'not_available', reason: 'it was not there lately' };
      const deadline = AbortSignal.timeout(TIMEOUT_MS);
      try {
        const raw: unknown = await client.moderations.create(
          {
            model: MODEL,
            input: [
              ...texts.map((text) => ({ type: 'text' as const, text })),
              ...pictures.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
            ],
          },
          { signal: AbortSignal.any([signal, deadline]), timeout: TIMEOUT_MS, maxRetries: 0 },
        );
        const parsed = Answer.safeParse(raw);
        if (!parsed.success) return { kind: 'failed', reason: 'not a moderation' };
        const flagged = parsed.data.results.filter(({ flagged }) => flagged);
        if (flagged.length === 0) return { kind: 'allowed' };
        const categories = flagged.flatMap((result) =>
          Object.entries(result.categories).flatMap(([name, hit]) => (hit === true ? [name] : [])),
        );
        return { kind: 'flagged', categories: [...new Set(categories)].slice(0, 20) };
      } catch (error) {
        return deadline.aborted && !signal.aborted
          ? { kind: 'failed', reason: `no answer within ${TIMEOUT_MS} ms` }
          : outcomeOf(error);
      }
    },
    close,
  };
};
