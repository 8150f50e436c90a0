import { z } from 'zod';
import { WorkflowKind } from '../agent/agent-config.ts';

/** What the fleet's configuration pays by, as actors tell it in their stats and the API passes it on. Money in USD. */

const Usd = z.number().nonnegative();

export const TokenPriceLine = z.object({
  model: z.string().max(200),
  inputUsdPerMillion: Usd,
  outputUsdPerMillion: Usd,
  /** An own model or the stand-in: nothing is charged, whatever the list says. */
  free: z.boolean(),
});
export type TokenPriceLine = z.infer<typeof TokenPriceLine>;

export const ImagePriceLine = z.object({
  model: z.string().max(200),
  size: z.string().max(40),
  quality: z.string().max(40),
  /** For one picture. */
  usd: Usd,
  /** The workflows that order it. */
  usedBy: z.array(WorkflowKind).max(20),
  /** The Studio generates at no cost. */
  free: z.boolean(),
});
export type ImagePriceLine = z.infer<typeof ImagePriceLine>;

/** Only what the configuration uses; the price file may hold more. */
export const Prices = z.object({
  /** The day somebody last compared the list with the provider's. */
  asOf: z.iso.date(),
  source: z.string().max(500).nullable(),
  /** Days since then where that is more than 90 and something is paid by the list; null: fresh, or all is free. */
  staleDays: z.number().int().nullable(),
  /** What an old list is to be told as; null while it is not old. */
  warning: z.string().max(300).nullable(),
  tokens: z.array(TokenPriceLine).max(20),
  images: z.array(ImagePriceLine).max(40),
  /**
   * Upper bounds of one action, every try it may take included: the longest prompt there can be, counted a token a
   * byte, and the longest answer. Actions cost a small part of that.
   */
  atMost: z.object({ postUsd: Usd, commentUsd: Usd }),
});
export type Prices = z.infer<typeof Prices>;

export const PricesView = z.object({
  /** Actors that tell what they pay by. */
  actors: z.number().int(),
  /** They are not set alike: lines of all of them are listed, the oldest date and the highest bounds are told. */
  differ: z.boolean(),
  /** Why nothing is known: NATS does not answer, or no actor that tells its prices does. */
  unknownBecause: z.enum(['nats', 'actors']).nullable(),
  prices: Prices.nullable(),
});
export type PricesView = z.infer<typeof PricesView>;
