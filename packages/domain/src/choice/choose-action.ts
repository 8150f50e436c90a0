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

/** What an agent's weights choose on a tick: decided by seed and tick alone, so that a plan can tell it beforehand. */
export const actionOfTick = (weights: Weights, fleetSeed: string, tickId: string): ActionKind =>
  chooseAction(weights, draw(fleetSeed, tickId, 'action'));
