import { z } from 'zod';

/** Zones found good before: asking the runtime takes longer than reading all the rest of a configuration. */
const knownZones = new Set<string>();
const KNOWN_ZONES_MAX = 1_000;

/** Whether the runtime knows the IANA zone. */
const isZone = (zone: string): boolean => {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  if (knownZones.size < KNOWN_ZONES_MAX) knownZones.add(zone);
  return true;
};

export const Username = z.string().regex(/^[a-z0-9_]{3,30}$/, 'must be 3 to 30 characters of a-z, 0-9 and _');

const Weight = z.number().min(0, 'must be at least 0').max(1, 'must be at most 1');
const Hour = z.number().int().min(0).max(24);

/**
 * Peak hours are local, `[from, to)`; a range may cross midnight (20–4), equal ends are an empty range.
 * Days: 0 is Sunday. See facts on personas for how the three multipliers apply.
 */
export const Schedule = z.strictObject({
  timezone: z.string().refine(isZone, 'must be an IANA time zone such as Europe/Berlin'),
  activeDays: z.array(z.number().int().min(0).max(6)).max(7),
  peakHours: z.array(z.tuple([Hour, Hour])).max(12),
  peakMultiplier: z.number().min(0.01).max(10),
  offPeakMultiplier: z.number().min(0).max(10),
});
export type Schedule = z.infer<typeof Schedule>;

export const Weights = z.strictObject({ post: Weight, comment: Weight, like: Weight });
export type Weights = z.infer<typeof Weights>;

/** Which picture recipe the agent's posts use; the actor holds one builder per kind. */
export const WORKFLOW_KINDS = [
  'product_photo',
  'social_square',
  'pixel_sprite',
  'chart',
  'wide_art',
  'interface',
] as const;
export const WorkflowKind = z.enum(WORKFLOW_KINDS);
export type WorkflowKind = z.infer<typeof WorkflowKind>;

/**
 * How moments lie in time. `interval`: evenly by interval and multiplier, around the clock. `sessions`: visits of a few
 * moments with hours or days between them, so many a day at activity level 1. Left out means `interval`.
 */
export const RHYTHM_MODELS = ['interval', 'sessions'] as const;
export const Rhythm = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('interval') }),
  z.strictObject({ model: z.literal('sessions'), sessionsPerDay: z.number().min(0.01).max(48) }),
]);
export type Rhythm = z.infer<typeof Rhythm>;

const interval = z.number().int().min(5, 'must be at least 5 s').max(86_400, 'must be at most 86,400 s');

const shape = {
  name: z.string().trim().min(1).max(100),
  personality: z.string().max(2_000),
  vibe: z.string().max(50),
  interests: z.array(z.string().trim().min(1).max(50)).max(20),
  schedule: Schedule,
  minIntervalS: interval,
  maxIntervalS: interval,
  weights: Weights,
  workflow: WorkflowKind,
  rhythm: Rhythm.optional(),
  /** Its posts are made, shown, and published on an operator's yes alone. */
  hold: z.boolean().optional(),
};

const inOrder = (config: { minIntervalS?: number | undefined; maxIntervalS?: number | undefined }) =>
  config.minIntervalS === undefined || config.maxIntervalS === undefined || config.minIntervalS <= config.maxIntervalS;
const orderError = { path: ['minIntervalS'], message: 'must be at most maxIntervalS' };

/** What an operator can set on an agent. Seconds are of fleet time. */
export const AgentConfig = z.strictObject(shape).refine(inOrder, orderError);
export type AgentConfig = z.infer<typeof AgentConfig>;

/** A change: any subset; the order of the intervals is checked again against the merged configuration. */
export const AgentConfigPatch = z.strictObject(shape).partial();
export type AgentConfigPatch = z.infer<typeof AgentConfigPatch>;
