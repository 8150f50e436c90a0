import type { Agent, Fleet } from '@fleet/domain/read-models/api';
import type { AgentPlanView } from '@fleet/domain/read-models/population';
import { levelOf } from '@fleet/domain/timing/level';
import { planTicks } from '@fleet/domain/timing/plan';

const HOUR_MS = 3_600_000;
const MAX_MOMENTS = 500;

type FleetNow = Pick<Fleet, 'status' | 'activityLevel' | 'personaLevels'>;

const levelIn = ({ activityLevel, personaLevels = {} }: FleetNow, { personaId }: Agent): number =>
  levelOf(activityLevel, personaLevels, personaId);

/** Why the scheduler would not plan this agent now, as a sentence; null when it does. */
const idleBecause = (agent: Agent, fleet: FleetNow): string | null => {
  if (agent.deleting) return 'The agent is being deleted.';
  if (agent.status !== 'running') return `The agent is ${agent.status}.`;
  if (!agent.provisioned) return 'The gallery has not made its user yet.';
  if (fleet.status !== 'running') return 'The whole fleet is paused.';
  if (!(fleet.activityLevel > 0)) return 'The activity level is 0.';
  if (levelIn(fleet, agent) === 0) return 'The activity level of its persona is 0.';
  return null;
};

/**
 * The next moments of one agent, computed as the scheduler does, from `fromMs` of the fleet clock. Agents that were
 * started together join one after the other; until this one has, its first moments are passed over.
 */
export const planOf = (
  agent: Agent,
  fleet: FleetNow,
  fleetSeed: string,
  window: { readonly fromMs: number; readonly hours: number },
): AgentPlanView => {
  const { fromMs } = window;
  const toMs = fromMs + window.hours * HOUR_MS;
  const { schedule, minIntervalS, maxIntervalS, rhythm } = agent.config;
  const level = levelIn(fleet, agent);
  const plan = { id: agent.id, schedule, minIntervalS, maxIntervalS, rhythm, level, effectiveFrom: fromMs };
  const moments = planTicks(plan, fleetSeed, fromMs, toMs);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    idleBecause: idleBecause(agent, fleet),
    moments: moments.slice(0, MAX_MOMENTS).map((ms) => new Date(ms).toISOString()),
    total: moments.length,
  };
};
