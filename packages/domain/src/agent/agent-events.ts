import { z } from 'zod';
import { Wrote } from '../activity/activity-events.ts';
import { AgentConfig, Username } from './agent-config.ts';

/** Who gave a command: `operator:<name>`, `cli`, `nats`, or `system:<service>`. */
const By = z.string().min(1).max(100);
const Reason = z.string().max(500);

const event = <T extends string, S extends z.ZodRawShape>(type: T, data: S) =>
  z.object({ type: z.literal(type), data: z.object(data) });

/** Stream `agent-<id>`: lifecycle and configuration, few events. */
export const AgentEvent = z.discriminatedUnion('type', [
  event('AgentCreated', {
    agentId: z.string(),
    username: Username,
    persona: z.object({ id: z.string(), version: z.number().int() }).nullable(),
    /** Position in the seeded sequence, for those made by seeding. */
    seedIndex: z.number().int().nullable(),
    config: AgentConfig,
    /** A model is to give it a character of its own before it is provisioned. */
    grow: z.boolean().optional(),
    by: By,
  }),
  /** Once, before its user is made: the character a model gave it (`wrote`), or why it keeps its persona's. */
  event('AgentGrown', {
    config: AgentConfig,
    outcome: z.enum(['grown', 'kept']),
    reason: Reason,
    costUsd: z.number().nonnegative(),
    wrote: Wrote.optional(),
  }),
  event('AgentProvisioned', { platformUserId: z.string(), created: z.boolean() }),
  event('AgentProvisioningFailed', { reason: Reason }),
  /** An operator wants its user made now, whatever the platform said before. */
  event('AgentProvisioningRequested', { by: By, reason: Reason }),
  /** `persona`: set where it took a newer version of its persona over. */
  event('AgentReconfigured', {
    config: AgentConfig,
    persona: z.object({ id: z.string(), version: z.number().int() }).optional(),
    by: By,
    reason: Reason,
  }),
  event('AgentStarted', { by: By, reason: Reason }),
  event('AgentPaused', { by: By, reason: Reason }),
  event('AgentResumed', { by: By, reason: Reason }),
  event('AgentStopped', { by: By, reason: Reason }),
  /** The platform's own limit for this agent: asleep until a wall time. Never lifts a pause. */
  event('AgentSlept', { until: z.iso.datetime(), code: z.string(), reason: Reason }),
  /** The platform refused this agent (403): an operator must look. */
  event('AgentFailed', { code: z.string(), reason: Reason }),
  event('AgentDeletionRequested', { by: By, reason: Reason }),
  event('AgentDeprovisioned', { found: z.boolean() }),
  /** An operator asked for one tick now; `due` is fleet time in ms. */
  event('AgentActRequested', {
    tickId: z.string(),
    due: z.number().int(),
    kind: z.enum(['post', 'comment', 'like', 'browse']).nullable(),
    by: By,
  }),
  /** The operator's word on a post on hold: its next tick publishes it. `draftId`: the tick that made it. */
  event('DraftApproved', { draftId: z.string(), by: By, reason: Reason }),
  event('DraftRejected', { draftId: z.string(), by: By, reason: Reason }),
]);
export type AgentEvent = z.infer<typeof AgentEvent>;
