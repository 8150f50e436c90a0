import { WORKFLOW_KINDS } from '@fleet/domain/agent/agent-config';
import { imageOrderOf } from '../workflows/recipes.ts';
import type { PriceList } from './price-list.ts';

/** What a configuration is going to pay for. `images`: whether pictures cost what the list says. */
export type Paying = { readonly models: readonly string[]; readonly images: boolean };

/** Lines to add to the price file before anything may be spent; empty when every price is there. */
export const missingPrices = (prices: PriceList, { models, images }: Paying): string[] => {
  const lines = models
    .filter((model) => prices.models[model] === undefined)
    .map((model) => `"models": "${model}": { "inputUsdPerMillion": …, "outputUsdPerMillion": … }`);
  if (images)
    for (const kind of WORKFLOW_KINDS) {
      const { model, size, quality } = imageOrderOf(kind);
      if (prices.images[model]?.[size]?.[quality] === undefined)
        lines.push(`"images": "${model}": { "${size}": { "${quality}": … } }`);
    }
  return [...new Set(lines)];
};
