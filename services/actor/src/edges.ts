import type { ActorConfig } from './config.ts';
import { createFloImg } from './floimg/floimg.ts';
import { createCompose } from './llm/compose.ts';
import { llmEndpointOf } from './llm/provider.ts';
import type { Health } from './outage/breaker.ts';
import type { Compose, FloImg } from './ports.ts';
import { FREE_IMAGES } from './workflows/image-prices.ts';

/** How the parts outside are doing, by the last calls to them. */
export type EdgeHealth = () => readonly { readonly part: 'studio' | 'llm' | 'budget'; readonly health: Health }[];

/** Calls of one tick that may be under way at the same time: its own and one left behind after its time-out. */
const CALLS_PER_TICK = 2;

/** The clients of the platform and of the model. @throws when a setting cannot work */
export const openEdges = (
  { floimg: studio, llm, prices, actor }: ActorConfig,
  version: string,
  wallNow: () => number,
): { floimg: FloImg; compose: Compose; health: EdgeHealth; close(): Promise<void> } => {
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
  const compose = createCompose({
    endpoint: llmEndpointOf({ ...llm, openaiApiKey: llm.openaiApiKey?.reveal() ?? null }),
    concurrency: llm.concurrency,
    timeoutMs: actor.callTimeoutMs,
    prices,
    wallNow,
  });
  return {
    floimg,
    compose,
    health: () => [
      { part: 'studio', health: floimg.health() },
      { part: 'llm', health: compose.health() },
    ],
    close: async () => {
      await Promise.all([floimg.close(), compose.close()]);
    },
  };
};
