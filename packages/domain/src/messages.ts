import { z } from 'zod';
import { ActionKind } from './activity/activity-events.ts';

/** On `fleet.tick.<partition>`, `Nats-Msg-Id` = tickId. Times: `due` fleet ms, `sentAt` wall ms. */
export const TickMessage = z.strictObject({
  v: z.literal(1),
  tickId: z.string().max(120),
  agentId: z.uuid(),
  due: z.number().int().nonnegative(),
  /** Wall ms at which the moment was due: the two-minute staleness rule counts from here. */
  dueWall: z.number().int().nonnegative(),
  /** Set by "act now": the kind of action to take; null lets the weights choose. */
  kind: ActionKind.nullable(),
  causationId: z.string().nullable(),
  traceparent: z.string().nullable(),
});
export type TickMessage = z.infer<typeof TickMessage>;

const job = { v: z.literal(1), jobId: z.string().max(120) } as const;
const agentJob = { ...job, agentId: z.uuid() } as const;
/** On `fleet.job.<kind>`, `Nats-Msg-Id` = jobId. Observing the gallery is nobody's own. */
export const JobMessage = z.discriminatedUnion('kind', [
  z.strictObject({ ...agentJob, kind: z.literal('provision') }),
  z.strictObject({ ...agentJob, kind: z.literal('deprovision') }),
  /** `at`: wall ms of the minute it is for. */
  z.strictObject({ ...job, kind: z.literal('observe'), at: z.number().int().nonnegative() }),
]);
export type JobMessage = z.infer<typeof JobMessage>;
/** A job about one agent's user at the platform. */
export type AgentJob = Extract<JobMessage, { kind: 'provision' | 'deprovision' }>;

/** On `fleet.feed.batch` (core NATS): what the projector has just committed. Only a wake-up: Postgres is the truth. */
export const FeedMessage = z.strictObject({
  v: z.literal(1),
  /** Read model position before and after the batch, decimal. */
  previous: z.string(),
  position: z.string(),
  activities: z.number().int(),
  agents: z.boolean(),
  fleet: z.boolean(),
  /** Whether what people did in the gallery is among it. */
  gallery: z.boolean().optional(),
});
export type FeedMessage = z.infer<typeof FeedMessage>;

/** In the dead letters stream, `fleet.dead.<source>`. `payload` is the message as it came, base64, at most 8 kB. */
export const DeadLetter = z.strictObject({
  v: z.literal(1),
  source: z.enum(['tick', 'job']),
  subject: z.string(),
  messageId: z.string().nullable(),
  payload: z.string(),
  reason: z.string(),
  deliveries: z.number().int(),
  at: z.iso.datetime(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
