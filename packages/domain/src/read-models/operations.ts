import { z } from 'zod';
import { AgentStatus } from './api.ts';

/** One command to many agents, as a resource: begun, watched, retried for what failed, undone. */

export const BULK_ACTIONS = ['start', 'pause', 'resume', 'stop', 'delete'] as const;
export const BulkAction = z.enum(BULK_ACTIONS);
export type BulkAction = z.infer<typeof BulkAction>;

/** Each command and the one that undoes it; delete has none. */
export const UNDONE_BY = { start: 'stop', pause: 'resume', resume: 'pause', stop: 'start', delete: null } as const;
/** How long an operation can be undone after it was ordered, wall ms. */
export const UNDO_WITHIN_MS = 10_000;

const count = z.number().int();

/** Told by the events of an operation as their correlation id, so that the audit finds them together. */
const CORRELATION = 'operation:';
export const operationCorrelation = (operationId: string): string => `${CORRELATION}${operationId}`;
export const operationOf = (correlationId: string): string | null =>
  correlationId.startsWith(CORRELATION) ? correlationId.slice(CORRELATION.length) : null;

/** Answer of `dryRun`: what would happen, and nothing done. */
export const OperationPreview = z.object({
  action: BulkAction,
  matched: count,
  byStatus: z.record(AgentStatus, count),
  /** Of the matched, by what the command would come to for them as they are now. */
  wouldChange: count,
  wouldRefuse: count,
  undoable: z.boolean(),
});
export type OperationPreview = z.infer<typeof OperationPreview>;

export const OPERATION_RESULTS = ['changed', 'unchanged', 'refused', 'failed'] as const;
export const OperationResult = z.object({
  agentId: z.string(),
  agentName: z.string().nullable(),
  result: z.enum(OPERATION_RESULTS),
  code: z.string().nullable(),
  reason: z.string().nullable(),
});
export type OperationResult = z.infer<typeof OperationResult>;

export const BulkOperation = z.object({
  id: z.string(),
  action: BulkAction,
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  state: z.enum(['running', 'done']),
  matched: count,
  handled: count,
  changed: count,
  refusedCount: count,
  /** Not told because something broke: what `retry` does again. */
  failedCount: count,
  /** The first 100 that refused or failed, and why. */
  refused: z.array(z.object({ id: z.string(), code: z.string(), reason: z.string() })),
  /** Wall time until which `undo` is taken; null: not undoable, or undone already. */
  undoUntil: z.iso.datetime().nullable(),
  /** The operation that this one undoes or retries. */
  undoes: z.string().nullable(),
  retries: z.string().nullable(),
  undoneBy: z.string().nullable(),
  /** Newest commit it made: pass it as `minPosition`. */
  position: z.string(),
});
export type BulkOperation = z.infer<typeof BulkOperation>;
