/** USD per million tokens, with the day the list was read. */
export type TokenPrice = { readonly inputUsdPerMillion: number; readonly outputUsdPerMillion: number };
export type TokenPrices = { readonly asOf: string; readonly models: Readonly<Record<string, TokenPrice>> };

/** OpenAI's list for chat models that take the parameters we send. */
export const OPENAI_TOKEN_PRICES: TokenPrices = {
  asOf: '2025-06-01',
  models: {
    'gpt-4o-mini': { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6 },
    'gpt-4o': { inputUsdPerMillion: 2.5, outputUsdPerMillion: 10 },
    'gpt-4.1-nano': { inputUsdPerMillion: 0.1, outputUsdPerMillion: 0.4 },
    'gpt-4.1-mini': { inputUsdPerMillion: 0.4, outputUsdPerMillion: 1.6 },
    'gpt-4.1': { inputUsdPerMillion: 2, outputUsdPerMillion: 8 },
  },
};

export const FREE_TOKENS: TokenPrice = { inputUsdPerMillion: 0, outputUsdPerMillion: 0 };

export const tokensUsd = (price: TokenPrice, inputTokens: number, outputTokens: number): number =>
  (inputTokens * price.inputUsdPerMillion + outputTokens * price.outputUsdPerMillion) / 1_000_000;
