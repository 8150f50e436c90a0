import type { Agent, Fleet } from '@fleet/domain/read-models/api';
import type { AgentPlanView } from '@fleet/domain/read-models/population';
import { levelOf } from '@fleet/domain/timing/level';
import { nextDue, type PlanAgent, planTicks } from '@fleet/domain/timing/plan';

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

/** An agent's configuration as planning takes it, at the fleet's level. `fromMs`: fleet clock; no moment lies before. */
export const planAgentOf = ({ id, config }: Pick<Agent, 'id' | 'config'>, level: number, fromMs: number): PlanAgent => {
  const { schedule, minIntervalS, maxIntervalS, rhythm } = config;
  return { id, schedule, minIntervalS, maxIntervalS, rhythm, level, effectiveFrom: fromMs };
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
  const moments = planTicks(planAgentOf(agent, levelIn(fleet, agent), fromMs), fleetSeed, fromMs, toMs);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    idleBecause: idleBecause(agent, fleet),
    moments: moments.slice(0, MAX_MOMENTS).map((ms) => new Date(ms).toISOString()),
    total: moments.length,
  };
};

/** When an agent may act next, within a day of the fleet clock; null when not, or not as things are. */
export const nextActionOf = (agent: Agent, fleet: FleetNow, fleetSeed: string, fromMs: number): string | null => {
  if (idleBecause(agent, fleet) !== null) return null;
  const due = nextDue(planAgentOf(agent, levelIn(fleet, agent), fromMs), fleetSeed, fromMs, fromMs + 24 * HOUR_MS);
  return due === null ? null : new Date(due).toISOString();
};
