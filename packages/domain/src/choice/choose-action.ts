import type { ActionKind } from '../activity/activity-events.ts';
import type { Weights } from '../agent/agent-config.ts';
import { draw } from '../draws.ts';

/**
 * Weights are weights, not thresholds: P(action) = weight / max(1, their sum); what is left under 1 is browsing.
 * `at`: one draw in [0, 1).
 */
export const chooseAction = (weights: Weights, at: number): ActionKind => {
  const { post, comment, like } = weights;
  const x = at * Math.max(1, post + comment + like);
  if (x < post) return 'post';
  if (x < post + comment) return 'comment';
  return x < post + comment + like ? 'like' : 'browse';
};

/** Fleet time between two posts of one agent, unless told otherwise: people don't show two pictures a minute. */
export const POST_COOLDOWN_MS = 20 * 60_000;

/** What an agent's last post allows at a moment. Fleet ms; `lastPostDue` null: it has not posted yet. */
export type Cooldown = { readonly due: number; readonly lastPostDue: number | null; readonly cooldownMs: number };

const mayPost = ({ due, lastPostDue, cooldownMs }: Cooldown): boolean =>
  lastPostDue === null || due - lastPostDue >= cooldownMs;

/**
 * What an agent does on a tick: what its weights choose, or, for a post within its cooldown, what they choose besides.
 * Decided by seed, tick and last post alone, so that a plan can tell it beforehand.
 */
export const actionOfTick = (weights: Weights, fleetSeed: string, tickId: string, cooldown: Cooldown): ActionKind => {
  const action = chooseAction(weights, draw(fleetSeed, tickId, 'action'));
  if (action !== 'post' || mayPost(cooldown)) return action;
  return chooseAction({ ...weights, post: 0 }, draw(fleetSeed, tickId, 'instead of a post'));
};
