import type { Step } from '@fleet/domain/activity/activity-events';
import { POST_COOLDOWN_MS } from '@fleet/domain/choice/choose-action';

/** Times in wall ms (the monotonic clock measures them), sizes and limits of one actor process. */
export type ActorOptions = {
  readonly seed: string;
  /** `off`: decides and composes, writes nothing to the gallery, marks its events as shadow. */
  readonly writes: 'on' | 'off';
  readonly concurrency: number;
  readonly ackWaitMs: number;
  readonly maxAckPending: number;
  /** An attempt is sent within this time of its append, or not at all. */
  readonly sendWithinMs: number;
  /** A call that has not answered by then is aborted: its outcome is unclear. */
  readonly callTimeoutMs: number;
  readonly renderTimeoutMs: number;
  /** How long an attempt's claim holds: longer than send window and timeout together. */
  readonly leaseMs: number;
  readonly renderLeaseMs: number;
  /** How long the platform may take to apply a request it has received. */
  readonly settleMs: number;
  readonly stopWithinMs: number;
  readonly sweepEveryMs: number;
  readonly probeEveryMs: number;
  readonly limits: RunawayLimits;
  readonly manners: Manners;
  /** Agents whose folded memory is kept; another one costs a read. */
  readonly cachedAgents: number;
};

/**
 * After this long (monotonic, of whoever waits) nobody can still send somebody else's attempt, and the platform has
 * applied what it received: lease and settle time.
 */
export const clearAfterMs = (step: Step | undefined, options: ActorOptions): number =>
  (step === 'render' ? options.renderLeaseMs : options.leaseMs) + options.settleMs;

/** What stops a runaway besides money: `actionsPerMinute` is of all actors together. */
export type RunawayLimits = { readonly actionsPerAgentHour: number; readonly actionsPerMinute: number };

/** What keeps agents from crowding: fleet ms between two posts of one, comments of all of them on one post. */
export type Manners = { readonly postCooldownMs: number; readonly agentCommentsPerPost: number };

/** A tick later than this is not begun: people don't catch up either. Wall ms. */
export const STALE_AFTER_MS = 120_000;
/** Deliveries after which a tick is given up, if they speak against it. */
export const MAX_DELIVERIES = 5;
/** A workflow may take this much longer than another call, lease included. */
export const RENDER_EXTRA_MS = 155_000;

/** 720 an hour is the shortest interval an agent can be given. */
export const DEFAULT_LIMITS: RunawayLimits = { actionsPerAgentHour: 720, actionsPerMinute: 6_000 };

export const DEFAULT_MANNERS: Manners = { postCooldownMs: POST_COOLDOWN_MS, agentCommentsPerPost: 6 };

export const DEFAULT_OPTIONS: ActorOptions = {
  seed: 'floimg',
  writes: 'on',
  concurrency: 16,
  ackWaitMs: 30_000,
  maxAckPending: 30_000,
  sendWithinMs: 10_000,
  callTimeoutMs: 30_000,
  renderTimeoutMs: 180_000,
  leaseMs: 45_000,
  renderLeaseMs: 45_000 + RENDER_EXTRA_MS,
  settleMs: 120_000,
  stopWithinMs: 210_000,
  sweepEveryMs: 180_000,
  probeEveryMs: 60_000,
  limits: DEFAULT_LIMITS,
  manners: DEFAULT_MANNERS,
  cachedAgents: 10_000,
};
