import { z } from 'zod';
import { page } from './api.ts';

export const AUDIT_TARGETS = ['fleet', 'agent', 'persona', 'budget'] as const;

/** Who did what, when and why; refused commands too. Newest first in lists. */
export const AuditEntry = z.object({
  id: z.string(),
  /** Wall clock. */
  at: z.iso.datetime(),
  /** A person's or token's name, or the service that stopped itself. */
  by: z.string(),
  /** Dotted, as in `agent.pause`, `fleet.resume`, `budget.set`. */
  action: z.string(),
  target: z.object({ kind: z.enum(AUDIT_TARGETS), id: z.string(), name: z.string().nullable() }),
  outcome: z.enum(['done', 'refused']),
  /** Of a refusal. */
  code: z.string().nullable(),
  reason: z.string().nullable(),
  /** What it set, in one line: `activity level 2`, `day $5, month $100, agent's day $1`; null where the action says it. */
  detail: z.string().nullable(),
  /** The operation it was part of; null for a single command. */
  operationId: z.string().nullable(),
  position: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** One answer looks through 20,000 entries at most: `next` goes on from there, also where this one holds few or none. */
export const AuditPage = page(AuditEntry).extend({
  /** Wall clock: where it stopped before it was full. Null: it is full, or there is nothing older. */
  searchedTo: z.iso.datetime().nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;
