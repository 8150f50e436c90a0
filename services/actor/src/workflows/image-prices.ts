import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import { imageOrderOf } from './recipes.ts';

/** USD for one image by `model size quality`, with the day the list was read. */
export type ImagePrices = { readonly asOf: string; readonly usdPerImage: Readonly<Record<string, number>> };

/** OpenAI's list for the models FloImg's `openai` generator offers. */
export const OPENAI_IMAGE_PRICES: ImagePrices = {
  asOf: '2025-06-01',
  usdPerImage: {
    'dall-e-2 256x256 standard': 0.016,
    'dall-e-2 512x512 standard': 0.018,
    'dall-e-2 1024x1024 standard': 0.02,
    'dall-e-3 1024x1024 standard': 0.04,
    'dall-e-3 1024x1792 standard': 0.08,
    'dall-e-3 1792x1024 standard': 0.08,
    'dall-e-3 1024x1024 hd': 0.08,
    'dall-e-3 1024x1792 hd': 0.12,
    'dall-e-3 1792x1024 hd': 0.12,
  },
};

/** For a Studio whose generators cost nothing, such as the stand-in. */
export const FREE_IMAGES = 'free';

const keyOf = (model: string, size: string, quality: string): string => `${model} ${size} ${quality}`;

/** Upper bound in USD of one run; null when the list lacks the price. */
export const renderCeilingUsd = (workflow: WorkflowKind, prices: ImagePrices | typeof FREE_IMAGES): number | null => {
  if (prices === FREE_IMAGES) return 0;
  const { model, size, quality } = imageOrderOf(workflow);
  return prices.usdPerImage[keyOf(model, size, quality)] ?? null;
};

/** What one reported use cost; null when it cannot be told from the list. */
export const usageCostUsd = (
  usage: { model?: string; size?: string; quality?: string; imageCount?: number },
  prices: ImagePrices,
): number | null => {
  if (usage.model === undefined || usage.size === undefined) return null;
  const each = prices.usdPerImage[keyOf(usage.model, usage.size, usage.quality ?? 'standard')];
  return each === undefined ? null : each * (usage.imageCount ?? 1);
};
