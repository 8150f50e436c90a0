import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import type { PriceList } from '../prices/price-list.ts';
import { imageOrderOf } from './recipes.ts';

/** USD for one image, by model, size and quality. */
export type ImagePrices = PriceList['images'];

/** For a Studio whose generators cost nothing, such as the stand-in. */
export const FREE_IMAGES = 'free';

/** Upper bound in USD of one run; null when the list lacks the price. */
export const renderCeilingUsd = (workflow: WorkflowKind, prices: ImagePrices | typeof FREE_IMAGES): number | null => {
  if (prices === FREE_IMAGES) return 0;
  const { model, size, quality } = imageOrderOf(workflow);
  return prices[model]?.[size]?.[quality] ?? null;
};

/** What one reported use cost; null when it cannot be told from the list. */
export const usageCostUsd = (
  usage: { model?: string; size?: string; quality?: string; imageCount?: number },
  prices: ImagePrices,
): number | null => {
  if (usage.model === undefined || usage.size === undefined) return null;
  const each = prices[usage.model]?.[usage.size]?.[usage.quality ?? 'standard'];
  return each === undefined ? null : each * (usage.imageCount ?? 1);
};
