import { z } from 'zod';
import { AGENT_STATUSES } from './api.ts';

/** Counts over all agents, and what one of them is going to do: answers that no page of a list can give. */

const count = z.number().int();

/** Deleted agents are left out everywhere. */
export const AgentsSummary = z.object({
  /** Fleet clock, at which it was looked who is awake. */
  at: z.iso.datetime(),
  zones: z.array(
    z.object({
      timeZone: z.string(),
      total: count,
      running: count,
      /** Running, on one of their days, in their peak hours. */
      awake: count,
    }),
  ),
  personas: z.array(
    z.object({
      /** Null: agents without a persona. */
      personaId: z.string().nullable(),
      total: count,
      byStatus: z.record(z.enum(AGENT_STATUSES).exclude(['deleted']), count),
    }),
  ),
});
export type AgentsSummary = z.infer<typeof AgentsSummary>;

/** The moments at which an agent may act, as the scheduler computes them. What it does then is decided then. */
export const AgentPlanView = z.object({
  /** Fleet clock, `[from, to)`. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Why none of the moments is going to be used as things are; null: they are. */
  idleBecause: z.string().nullable(),
  /** Fleet clock, ascending; the first 500. */
  moments: z.array(z.iso.datetime()),
  /** How many there are, beyond the first 500 too. */
  total: count,
});
export type AgentPlanView = z.infer<typeof AgentPlanView>;
