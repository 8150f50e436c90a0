import { z } from 'zod';

/** Planned and actual activity by weekday and hour. Rows: 0 is Sunday; 24 columns; in the zone asked for. */
const Week = z.array(z.array(z.number().nonnegative()).length(24)).length(7);

export const TimingView = z.object({
  timeZone: z.string(),
  /** Fleet clock, `[from, to)`. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Moments the plan gives in one week from now at the present level, as configured now. */
  planned: Week,
  /** How many agents the plan was drawn from, and of how many: a large fleet is sampled and scaled up. */
  plannedFrom: z.object({ agents: z.number().int(), of: z.number().int() }),
  /** Ended actions in the range, browsing included, by fleet clock. */
  actual: Week,
  /** Hours of the range for which each cell was counted, so that a part of a week is not read as a quiet one. */
  observedHours: Week,
  /** Time between two actions of the same agent, log-spaced: `[fromS, toS)`. */
  gaps: z.array(z.object({ fromS: z.number(), toS: z.number(), count: z.number().int() })),
  /** Kim & Jo's finite-size burstiness and the memory coefficient: medians over agents with at least 50 actions. */
  burstiness: z.object({
    agents: z.number().int(),
    median: z.number().nullable(),
    memory: z.number().nullable(),
    /** What people measure as. */
    humanFrom: z.number(),
    humanTo: z.number(),
  }),
});
export type TimingView = z.infer<typeof TimingView>;
