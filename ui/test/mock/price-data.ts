import type { PricesView } from '@fleet/domain/read-models/prices';

type Prices = NonNullable<PricesView['prices']>;
const mini = { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6 };

/** A paid model, another one for comments, and pictures at list price. */
export const pricesOf = (over: Partial<Prices> = {}): PricesView => ({
  ...{ actors: 2, differ: false, unknownBecause: null },
  prices: {
    ...{ asOf: '2026-05-07', source: 'Price tables of others, compared on that day.', staleDays: null, warning: null },
    tokens: [
      { model: 'gpt-4o-mini', ...mini, free: false },
      { model: 'llama3.2', inputUsdPerMillion: 0, outputUsdPerMillion: 0, free: true },
    ],
    images: [
      {
        ...{ model: 'dall-e-3', size: '1024x1024', quality: 'standard', usd: 0.04, free: false },
        usedBy: ['product_photo', 'social_square', 'pixel_sprite', 'chart', 'interface'],
      },
      { model: 'dall-e-3', size: '1792x1024', quality: 'hd', usd: 0.12, usedBy: ['wide_art'], free: false },
    ],
    atMost: { postUsd: 0.1411, commentUsd: 0.0208 },
    ...over,
  },
});

export const unpriced: PricesView = { actors: 0, differ: false, unknownBecause: 'actors', prices: null };
