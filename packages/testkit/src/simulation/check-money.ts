import { RENDER_COST_USD, type SimulatedGallery } from './gallery.ts';
import type { SimulatedLedger } from './ledger.ts';
import type { SimulatedModel } from './model.ts';

const ROUNDING_USD = 1e-9;

/**
 * No dollar over the cap: neither by the ledger (spent and held, at any moment) nor by the bills of those who were
 * asked, which know nothing of the ledger.
 */
export const checkMoney = (
  { capUsd, mostUsd }: SimulatedLedger,
  { effects }: SimulatedGallery,
  { billUsd }: SimulatedModel,
): readonly string[] => {
  const renders = effects.filter(({ method, appliedAt }) => method === 'render' && appliedAt !== null).length;
  const billedUsd = billUsd() + renders * RENDER_COST_USD;
  return [
    ...(mostUsd() > capUsd + ROUNDING_USD ? [`spent and held $${mostUsd()} of $${capUsd}`] : []),
    ...(billedUsd > capUsd + ROUNDING_USD ? [`billed $${billedUsd} with a cap of $${capUsd}`] : []),
  ];
};
