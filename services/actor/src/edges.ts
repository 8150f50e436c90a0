import { createBlocklist } from '@fleet/domain/content/blocklist';
import type { ActorConfig } from './config.ts';
import { createFloImg } from './floimg/floimg.ts';
import { createGrower } from './guardrail/grower.ts';
import { guardCompose } from './guardrail/guarded-compose.ts';
import { guardPictures } from './guardrail/guarded-pictures.ts';
import { createCompose } from './llm/compose.ts';
import { createModeration } from './llm/moderation.ts';
import { llmEndpointOf } from './llm/provider.ts';
import { composeAhead } from './llm/written-ahead.ts';
import type { BreakerReport, Health } from './outage/breaker.ts';
import type { Budget, Compose, FloImg, Grow, TextClaims, WrittenPosts } from './ports.ts';
import { FREE_IMAGES } from './workflows/image-prices.ts';

/** How the parts outside are doing, by the last calls to them. */
export type EdgeHealth = () => readonly {
  readonly part: 'studio' | 'llm' | 'budget';
  readonly health: Health;
  readonly breaker: BreakerReport;
}[];

/** Calls of one tick that may be under way at the same time: its own and one left behind after its time-out. */
const CALLS_PER_TICK = 2;

/** Kept of a call's time for moderation and claims, so that an answer that came in time is not lost to them. */
const judgingMs = (callTimeoutMs: number): number => Math.min(6_000, Math.floor(callTimeoutMs / 4));

/** Where words are remembered: what the fleet said, and what was written ahead (null: nothing is); and who pays. */
type Texts = { readonly claims: TextClaims; readonly written: WrittenPosts | null; readonly budget: Budget };

/** The clients of the platform and of the model, behind the guardrail. @throws when a setting cannot work */
export const openEdges = (
  { floimg: studio, llm, prices, actor }: ActorConfig,
  version: string,
  wallNow: () => number,
  { claims, written, budget }: Texts,
): { floimg: FloImg; compose: Compose; grow: Grow; health: EdgeHealth; close(): Promise<void> } => {
  const floimg = createFloImg({
    baseUrl: studio.baseUrl,
    token: studio.token.reveal(),
    version,
    saveDestination: studio.saveDestination,
    imageHosts: studio.imageHosts,
    readOnly: actor.writes === 'off',
    imagePrices: studio.freeImages ? FREE_IMAGES : prices.images,
    connections: actor.concurrency * CALLS_PER_TICK,
    callTimeoutMs: actor.callTimeoutMs,
    workflowTimeoutMs: actor.renderTimeoutMs,
    wallNow,
  });
  const endpoint = llmEndpointOf({ ...llm, openaiApiKey: llm.openaiApiKey?.reveal() ?? null });
  const { callTimeoutMs } = actor;
  const client = createCompose({
    ...{ endpoint, prices, wallNow, models: llm.models, maxOutputTokens: llm.maxOutputTokens },
    concurrency: llm.concurrency,
    timeoutMs: callTimeoutMs - judgingMs(callTimeoutMs),
  });
  const moderation = llm.moderation ? createModeration(endpoint, llm.concurrency) : null;
  const blocklist = createBlocklist(llm.blocklist);
  const compose = guardCompose({
    compose: written && llm.writeAhead > 1 ? composeAhead(client, written, llm.writeAhead) : client,
    ...{ claims, moderation, whenDown: llm.whenDown },
    blocklist,
  });
  return {
    floimg: moderation === null ? floimg : guardPictures(floimg, moderation),
    compose,
    grow: createGrower({ client, budget, blocklist }),
    health: () => [
      { part: 'studio', health: floimg.health(), breaker: floimg.breaker() },
      { part: 'llm', health: client.health(), breaker: client.breaker() },
    ],
    close: async () => {
      await Promise.all([floimg.close(), client.close(), moderation?.close()]);
    },
  };
};
