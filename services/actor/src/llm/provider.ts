import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { PriceList, TokenPrice } from '../prices/price-list.ts';
import { FREE_TOKENS } from './token-prices.ts';

export type LlmProvider = 'openai' | 'ollama' | 'offline';

/** Where the model is reached, ready to call. */
export type LlmEndpoint = {
  readonly provider: LlmProvider;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
};

export type LlmSettings = {
  readonly provider: LlmProvider;
  /** Overrides the provider's own address. */
  readonly llmBaseUrl: string | null;
  readonly ollamaUrl: string;
  readonly ollamaModel: string;
  readonly openaiApiKey: string | null;
  readonly openaiModel: string;
};

const OPENAI_URL = 'https://api.openai.com/v1';
const STAND_IN_URL = 'http://127.0.0.1:4002/v1';
/** The key that means: no real model, whatever the provider says. */
export const OFFLINE_KEY = 'test';

/** From settings to an endpoint. Ollama and the stand-in ask for no key, but the SDK wants one. */
export const llmEndpointOf = (settings: LlmSettings): LlmEndpoint => {
  const provider = settings.openaiApiKey === OFFLINE_KEY ? 'offline' : settings.provider;
  const at = (url: string): string => settings.llmBaseUrl ?? url;
  switch (provider) {
    case 'openai':
      return {
        provider,
        baseUrl: at(OPENAI_URL),
        apiKey: settings.openaiApiKey ?? '',
        model: settings.openaiModel,
      };
    case 'ollama': {
      const baseUrl = at(`${settings.ollamaUrl.replace(/\/+$/, '')}/v1`);
      return { provider, baseUrl, apiKey: 'ollama', model: settings.ollamaModel };
    }
    case 'offline':
      return { provider, baseUrl: at(STAND_IN_URL), apiKey: OFFLINE_KEY, model: 'offline' };
    default:
      return provider satisfies never;
  }
};

/** A model per kind of text, where they are to differ. */
export type ModelsByKind = Partial<Readonly<Record<Extract<ActionKind, 'post' | 'comment'>, string>>>;

/**
 * @throws when an OpenAI model has no price: it cannot be budgeted, and the operator must add its line.
 */
export const tokenPriceOf = (provider: LlmProvider, model: string, prices: PriceList): TokenPrice => {
  if (provider !== 'openai') return FREE_TOKENS;
  const price = prices.models[model];
  if (price !== undefined) return price;
  throw new Error(
    `no price for model ${model}: add "${model}": { "inputUsdPerMillion": …, "outputUsdPerMillion": … } to the price file`,
  );
};
