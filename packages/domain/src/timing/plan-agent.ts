import type { Rhythm, Schedule } from '../agent/agent-config.ts';

/** What planning needs to know of an agent: one version of its configuration, and since when it holds. */
export type PlanAgent = {
  readonly id: string;
  readonly schedule: Schedule;
  readonly minIntervalS: number;
  readonly maxIntervalS: number;
  /** Which model plans; left out means `interval`. */
  readonly rhythm?: Rhythm | undefined;
  /** The fleet's activity level, 0 to 4. */
  readonly level: number;
  /** Fleet ms; no moment lies before. */
  readonly effectiveFrom: number;
};

/** No two moments of one agent are closer, in either model. */
export const MIN_GAP_MS = 5_000;
/** One millisecond more, because moments are rounded down. */
export const MIN_GAP_S = (MIN_GAP_MS + 1) / 1_000;
