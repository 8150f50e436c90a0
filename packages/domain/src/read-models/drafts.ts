import { z } from 'zod';

export const DRAFT_STATES = ['waiting', 'approved', 'rejected', 'published', 'expired'] as const;

/** A post of a persona on hold: made, shown, and published only on an operator's yes. */
export const Draft = z.object({
  /** The tick that made it. */
  id: z.string(),
  state: z.enum(DRAFT_STATES),
  agentId: z.string(),
  agentName: z.string(),
  personaId: z.string().nullable(),
  title: z.string(),
  caption: z.string(),
  imageUrl: z.string(),
  /** Wall clock. */
  at: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
  postId: z.string().nullable(),
  position: z.string(),
});
export type Draft = z.infer<typeof Draft>;
