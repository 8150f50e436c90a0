import { draw } from '../draws.ts';

/** Agents that join within the time that a ramp is given in. */
export const RAMP_AGENTS = 50;
const MINUTE_MS = 60_000;

/** How long one agent's place in the queue is, fleet ms. `minutesPer50`: fleet minutes for 50 agents; 0 means at once. */
export const rampPlaceMs = (minutesPer50: number): number => (minutesPer50 * MINUTE_MS) / RAMP_AGENTS;

/**
 * How long after its start an agent joins, fleet ms: agents started together are queued, and each joins at a seeded
 * draw within its place. `queued`: places taken before it, not whole when the queue has moved on in between.
 */
export const rampUpDelayMs = (
  fleetSeed: string,
  agentId: string,
  started: { readonly queued: number; readonly minutesPer50: number },
): number => Math.floor((started.queued + draw(fleetSeed, 'ramp', agentId)) * rampPlaceMs(started.minutesPer50));
