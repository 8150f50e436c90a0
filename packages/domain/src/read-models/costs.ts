import { z } from 'zod';
import { ActivityKind } from './api.ts';

/** What money and tokens went into, by UTC days of wall time. */

export const COST_SPLITS = ['persona', 'model', 'prompt', 'agent'] as const;
export const CostSplit = z.enum(COST_SPLITS);
export type CostSplit = z.infer<typeof CostSplit>;

const count = z.number().int();
const Use = z.object({ count, inputTokens: count, outputTokens: count, costUsd: z.number() });

export const CostsView = z.object({
  by: CostSplit,
  /** Days, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Of all ended ticks in the range. */
  total: Use,
  /** Dearest first, at most 100. Split by prompt or agent, only ticks that used a model or cost something are counted. */
  rows: z.array(
    Use.extend({
      /** Persona id, model, `prompt@version` or agent id; null: without one. */
      key: z.string().nullable(),
      name: z.string().nullable(),
    }),
  ),
  /** What one came to on average. `rejected` and `unknown` may have cost money too. */
  perAction: z.array(z.object({ kind: ActivityKind, count, costUsd: z.number(), usdEach: z.number() })),
});
export type CostsView = z.infer<typeof CostsView>;
