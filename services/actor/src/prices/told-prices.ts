import { MAX_ATTEMPTS } from '@fleet/domain/activity/activity';
import { WORKFLOW_KINDS } from '@fleet/domain/agent/agent-config';
import type { ImagePriceLine, Prices } from '@fleet/domain/read-models/prices';
import type { ActorConfig } from '../config.ts';
import { type LlmProvider, llmEndpointOf, tokenPriceOf } from '../llm/provider.ts';
import type { Compose, ComposeInput, FloImg } from '../ports.ts';
import { fullestInputs } from '../prompts/fullest-inputs.ts';
import { imageOrderOf } from '../workflows/recipes.ts';
import { staleDays } from './price-list.ts';

const OLD = 'the prices are old: compare them with the provider’s and date them anew';

type Paying = Pick<ActorConfig, 'prices' | 'paysForTokens' | 'floimg' | 'llm'>;
/** What knows the ceilings: the same that reservations are made by. */
type Ceilings = {
  readonly compose: Pick<Compose, 'ceilingUsd'>;
  readonly floimg: Pick<FloImg, 'renderCeilingUsd'>;
};

const tokenLines = ({ llm, prices }: Paying): Prices['tokens'] => {
  const endpoint = llmEndpointOf({ ...llm, openaiApiKey: llm.openaiApiKey?.reveal() ?? null });
  const provider: LlmProvider = endpoint.provider;
  const models = new Set([llm.models.post ?? endpoint.model, llm.models.comment ?? endpoint.model]);
  return [...models].map((model) => ({
    model: model.slice(0, 200),
    ...tokenPriceOf(provider, model, prices),
    free: provider !== 'openai',
  }));
};

const imageLines = ({ floimg: { freeImages } }: Paying, { floimg }: Ceilings): ImagePriceLine[] => {
  const lines = new Map<string, ImagePriceLine>();
  for (const kind of WORKFLOW_KINDS) {
    const { model, size, quality } = imageOrderOf(kind);
    const key = `${model} ${size} ${quality}`;
    const line = lines.get(key);
    if (line) line.usedBy.push(kind);
    else lines.set(key, { model, size, quality, usd: floimg.renderCeilingUsd(kind), usedBy: [kind], free: freeImages });
  }
  return [...lines.values()];
};

/** What this actor pays by, for its stats. The bounds are reckoned once; whether the list is old, whenever it is asked. */
export const priceTeller = (config: Paying, ceilings: Ceilings): ((wallMs: number) => Prices) => {
  const { prices, paysForTokens, floimg } = config;
  const tokens = tokenLines(config);
  const images = imageLines(config, ceilings);
  const words = (kind: ComposeInput['kind']): number =>
    MAX_ATTEMPTS.compose * Math.max(...fullestInputs(kind).map(ceilings.compose.ceilingUsd));
  const picture = MAX_ATTEMPTS.render * Math.max(...images.map(({ usd }) => usd));
  const atMost = { postUsd: words('post') + picture, commentUsd: words('comment') };
  const paysAnything = paysForTokens || !floimg.freeImages;
  return (wallMs) => {
    const days = paysAnything ? staleDays(prices, wallMs) : null;
    return {
      ...{ asOf: prices.asOf, source: prices.source ?? null, staleDays: days, warning: days === null ? null : OLD },
      ...{ tokens, images, atMost },
    };
  };
};
