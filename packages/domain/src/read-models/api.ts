import { z } from 'zod';
import { ActionKind, PromptRef } from '../activity/activity-events.ts';
import { AgentConfig, Schedule, Weights } from '../agent/agent-config.ts';

/** What the API answers: one schema for the gateway's OpenAPI, the dashboard's types and the CLI. Money in USD. */

export const AGENT_STATUSES = ['idle', 'running', 'paused', 'sleeping', 'error', 'deleted'] as const;
export const AgentStatus = z.enum(AGENT_STATUSES);
export type AgentStatus = z.infer<typeof AgentStatus>;

export const ACTIVITY_KINDS = ['post', 'comment', 'like', 'browse', 'rejected', 'unknown', 'skipped'] as const;
export const ActivityKind = z.enum(ACTIVITY_KINDS);
export type ActivityKind = z.infer<typeof ActivityKind>;

/** One ended tick. For `rejected`, `unknown` and `skipped`, `action` is what was being tried. */
export const Activity = z.object({
  id: z.string(),
  kind: ActivityKind,
  action: ActionKind.nullable(),
  agentId: z.string(),
  agentName: z.string(),
  username: z.string(),
  personaId: z.string().nullable(),
  /** Fleet clock. */
  at: z.iso.datetime(),
  /** Wall clock. */
  recordedAt: z.iso.datetime(),
  postId: z.string().nullable(),
  /** Title of the post acted on, where it is one of the fleet's. */
  postTitle: z.string().nullable(),
  /** Caption of a post, text of a comment. */
  text: z.string().nullable(),
  /** The post's image: its own, or that of the fleet's post acted on. */
  imageUrl: z.string().nullable(),
  costUsd: z.number(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  model: z.string().nullable(),
  prompt: PromptRef.nullable(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  tookMs: z.number(),
  shadow: z.boolean(),
  synthetic: z.literal(true),
  position: z.string(),
});
export type Activity = z.infer<typeof Activity>;

export const Agent = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  personaId: z.string().nullable(),
  personaVersion: z.number().int().nullable(),
  status: AgentStatus,
  /** Why it is paused, asleep or in error. */
  statusReason: z.string().nullable(),
  sleepingUntil: z.iso.datetime().nullable(),
  /** Whether the platform has its user; ticks begin after that. */
  provisioned: z.boolean(),
  deleting: z.boolean(),
  config: AgentConfig,
  createdAt: z.iso.datetime(),
  lastActiveAt: z.iso.datetime().nullable(),
  lastImageUrl: z.string().nullable(),
  counts: z.object({
    post: z.number().int(),
    comment: z.number().int(),
    like: z.number().int(),
    browse: z.number().int(),
    failed: z.number().int(),
  }),
  spendUsd: z.number(),
  /** Rejected or unknown ticks since the last good one. */
  errorStreak: z.number().int(),
  isAgent: z.literal(true),
  /** Ended actions in each of the last 24 hours of wall time, oldest first; in lists that were asked `with=hours`. */
  lastHours: z.array(z.number().int()).length(24).optional(),
  /** Fleet clock: when it may act next; null when not within a day, or not as things are. Lists asked `with=next`. */
  nextActionAt: z.iso.datetime().nullable().optional(),
  /** Position of the last change seen: pass it as `minPosition` to read your own writes. */
  position: z.string(),
});
export type Agent = z.infer<typeof Agent>;

export const FLEET_STATUSES = ['running', 'paused', 'paused_by_platform'] as const;
export const Fleet = z.object({
  status: z.enum(FLEET_STATUSES),
  statusReason: z.string().nullable(),
  /** Wall time until which the platform asked the fleet to rest. */
  until: z.iso.datetime().nullable(),
  activityLevel: z.number(),
  /** Factors beside it, for personas whose own is not 1. */
  personaLevels: z.record(z.string(), z.number()).optional(),
  agents: z.object({
    total: z.number().int(),
    idle: z.number().int(),
    running: z.number().int(),
    paused: z.number().int(),
    sleeping: z.number().int(),
    error: z.number().int(),
    deleted: z.number().int(),
  }),
  spend: z.object({ today: z.number(), held: z.number(), cap: z.number() }),
  /** Age of the oldest event not yet in the read model; 0 when caught up. */
  lagMs: z.number(),
  /** Ended actions in the last full minute of wall time, by kind. */
  lastMinute: z.record(ActivityKind, z.number().int()),
  /** People's posts and comments among all of the last 24 hours (wall); null: none, or nobody has looked yet. */
  humanShare: z.number().min(0).max(1).nullable().optional(),
  /** Rejected and unknown among all ended ticks of the last 15 minutes but skipped ones; null when there were none. */
  errorRate: z.number().min(0).max(1).nullable().optional(),
  /** Wall time between due moments and the sending of their ticks, of the worst scheduler; null: none tells. */
  tickLateness: z.object({ p50Ms: z.number(), p99Ms: z.number() }).nullable().optional(),
  clock: z.object({ fleet: z.iso.datetime(), wall: z.iso.datetime(), scale: z.number() }),
  /** Parts the gateway sees as not well: `studio`, `llm`, `projector`… with a sentence each. */
  problems: z.array(z.object({ part: z.string(), message: z.string(), since: z.iso.datetime() })),
  position: z.string(),
});
export type Fleet = z.infer<typeof Fleet>;

export const PersonaView = z.object({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  vibe: z.string(),
  tier: z.enum(['casual', 'regular', 'power']),
  weight: z.number(),
  weights: Weights,
  schedule: Schedule,
  minIntervalS: z.number().int(),
  maxIntervalS: z.number().int(),
  interests: z.array(z.string()),
  personality: z.string(),
  retired: z.boolean(),
  /** Agents made from it that are not deleted. */
  agents: z.number().int(),
});
export type PersonaView = z.infer<typeof PersonaView>;

/** One bar of "actions over time", wall clock. Minutes without actions are absent. */
export const StatPoint = z.object({
  at: z.iso.datetime(),
  kind: ActivityKind,
  count: z.number().int(),
  costUsd: z.number(),
});
export type StatPoint = z.infer<typeof StatPoint>;

export const page = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), next: z.string().nullable() });

/** RFC 9457. `errors` names every wrong field of a 422. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  code: z.string(),
  traceId: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** Of `count_changed`: how many agents match now. */
  matched: z.number().int().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** One line of the cost table: a UTC day of wall time. */
export const DailyStat = z.object({
  day: z.iso.date(),
  personaId: z.string().nullable(),
  kind: ActivityKind,
  model: z.string().nullable(),
  count: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  costUsd: z.number(),
});
export type DailyStat = z.infer<typeof DailyStat>;

/** Answer of pause, resume and a change of level: the folded state right after the command. */
export const FleetCommandResult = z.object({
  status: z.enum(FLEET_STATUSES),
  statusReason: z.string().nullable(),
  until: z.iso.datetime().nullable(),
  activityLevel: z.number(),
  /** False when only the emergency latch could be set, because the event store did not answer. */
  recorded: z.boolean(),
  position: z.string(),
});
export type FleetCommandResult = z.infer<typeof FleetCommandResult>;

/** `id`: of the seeding, which tells how far the platform is with the users. */
export const SeedResult = z.object({ id: z.string().optional(), created: z.array(z.string()), position: z.string() });
export type SeedResult = z.infer<typeof SeedResult>;

export const ActResult = z.object({ tickId: z.string(), position: z.string() });
export type ActResult = z.infer<typeof ActResult>;

const Caps = z.object({ dayUsd: z.number(), monthUsd: z.number(), agentDayUsd: z.number() });
/** What is held counts as spent until it is settled; `leftUsd` is never below 0. */
const Spend = z.object({ spentUsd: z.number(), heldUsd: z.number(), leftUsd: z.number() });
const Period = Spend.extend({ startsOn: z.iso.date(), endsAt: z.iso.datetime() });

/** The budget ledger, by UTC days and months of wall time. */
export const Budget = z.object({
  /** `setBy` and `setAt` are null until an operator sets caps. */
  caps: Caps.extend({ setBy: z.string().nullable(), setAt: z.iso.datetime().nullable() }),
  day: Period,
  month: Period,
  /** The agents that cost most today, those at their cap included. */
  agents: z.array(Spend.extend({ agentId: z.string(), username: z.string().nullable(), name: z.string().nullable() })),
  /** What the UTC day comes to if the rest of it costs what it did yesterday, or what today has cost so far. */
  forecastUsd: z.number(),
  /** The same for the UTC month, by its days so far. */
  monthForecastUsd: z.number(),
  /** Calls of this month that cost more than was reserved for them: each paused the fleet. */
  exceeded: z.number().int(),
});
export type Budget = z.infer<typeof Budget>;

/** Answer of a change of caps: the ledger right after it. */
export const BudgetCommandResult = Budget.extend({ position: z.string() });
export type BudgetCommandResult = z.infer<typeof BudgetCommandResult>;
