import { z } from 'zod';

/** A message that was given up: why, when, how often tried. */
export const DeadLetterView = z.object({
  /** Sequence in the dead letters' stream, decimal. */
  id: z.string(),
  at: z.iso.datetime(),
  source: z.enum(['tick', 'job']),
  subject: z.string(),
  messageId: z.string().nullable(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  reason: z.string(),
  deliveries: z.number().int(),
  /** The message as it came, at most 8 kB; text where it is text, else null. */
  payload: z.string().nullable(),
  /** Why a retry cannot be made (not a tick, its agent is gone); null: it can. */
  retryRefusedBecause: z.string().nullable(),
});
export type DeadLetterView = z.infer<typeof DeadLetterView>;

/** What a discard left behind: the event that says so. */
export const DeadLetterDiscarded = z.object({ id: z.string(), position: z.string() });
export type DeadLetterDiscarded = z.infer<typeof DeadLetterDiscarded>;

/** What a retry made: a new tick, which first resolves what the old one left open. */
export const DeadLetterRetried = z.object({ id: z.string(), tickId: z.string(), position: z.string() });
export type DeadLetterRetried = z.infer<typeof DeadLetterRetried>;
