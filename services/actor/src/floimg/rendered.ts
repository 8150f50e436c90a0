import type { Rendered } from '../ports.ts';
import { FREE_IMAGES, type ImagePrices, usageCostUsd } from '../workflows/image-prices.ts';
import type { ExecuteAnswer, UsageEvent } from './schemas.ts';

const usageOf = (event: UsageEvent): Rendered['usage'][number] => ({
  provider: event.provider,
  ...(event.model ? { model: event.model } : {}),
  ...(event.operation ? { operation: event.operation } : {}),
  ...(event.imageCount ? { imageCount: event.imageCount } : {}),
  ...(event.imageWidth && event.imageHeight ? { size: `${event.imageWidth}x${event.imageHeight}` } : {}),
  ...(event.quality ? { quality: event.quality } : {}),
});

/** What was used, priced; a use the list cannot price, or no report at all, is charged at the ceiling. */
const costOf = (usage: Rendered['usage'], ceilingUsd: number, prices: ImagePrices | typeof FREE_IMAGES): number => {
  if (prices === FREE_IMAGES) return 0;
  const pictures = usage.filter((use) => use.operation === undefined || use.operation === 'generate');
  if (pictures.length === 0) return ceilingUsd;
  const costs = pictures.map((use) => usageCostUsd(use, prices));
  return costs.some((cost) => cost === null) ? ceilingUsd : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
};

/** The finished picture of a run, which is the last one; null when its address is not one we may use. */
export const renderedOf = (
  answer: ExecuteAnswer,
  ceilingUsd: number,
  prices: ImagePrices | typeof FREE_IMAGES,
  resolve: (raw: string) => string | null,
): Rendered | null => {
  const imageUrl = resolve(answer.imageUrls.at(-1) ?? '');
  if (imageUrl === null) return null;
  const usage = (answer.usageEvents ?? []).map(usageOf);
  const ids = answer.imageIds ?? [];
  return {
    imageUrl,
    imageId: ids.length === answer.imageUrls.length ? (ids.at(-1) ?? null) : null,
    usage,
    costUsd: costOf(usage, ceilingUsd, prices),
  };
};
