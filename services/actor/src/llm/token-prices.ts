import type { TokenPrice } from '../prices/price-list.ts';

export const FREE_TOKENS: TokenPrice = { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };

export const tokensUsd = (price: TokenPrice, inputTokens: number, outputTokens: number): number =>
  (inputTokens * price.inputUsdPerMillion + outputTokens * price.outputUsdPerMillion) / 1_000_000;
