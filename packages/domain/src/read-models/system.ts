import { z } from 'zod';
import { Fleet } from './api.ts';

/** What runs, in which version, and how far it is: the figures that each service tells of itself. */
export const System = z.object({
  /** Wall clock. */
  at: z.iso.datetime(),
  /** Every instance that answered last; null while the bus does not answer. */
  services: z
    .array(
      z.object({
        name: z.string(),
        id: z.string(),
        version: z.string(),
        startedAt: z.iso.datetime(),
        figures: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
      }),
    )
    .nullable(),
  /** What the gateway needs, part by part. */
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
  readModel: z
    .object({
      position: z.string(),
      lagMs: z.number(),
      caughtUp: z.boolean(),
      /** Wall clock. */
      updatedAt: z.iso.datetime(),
    })
    .nullable(),
  /** Browsers and others that follow the live stream of this gateway. */
  streams: z.number().int(),
  /** Messages that were given up and wait for somebody to look; null while the bus does not answer. */
  deadLetters: z.number().int().nullable().optional(),
  problems: Fleet.shape.problems,
});
export type System = z.infer<typeof System>;
