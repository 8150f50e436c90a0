import { firstPoint, gridOf, momentAt } from './interval.ts';
import type { PlanAgent } from './plan-agent.ts';
import { eachSession, sessionPlan } from './sessions.ts';

export { MIN_GAP_MS, type PlanAgent } from './plan-agent.ts';

/**
 * When agents act: pure functions of agent, seed and window, for both models (interval.ts, sessions.ts). A plan needs
 * no state, its windows compose, and the same agent, seed and window give the same moments on every machine.
 */

/**
 * The first due moment after `after` (exclusive) and before `horizon` (exclusive), fleet ms; null when there is none.
 * A few microseconds, however far away it is (`interval`), or some more per day until then (`sessions`).
 */
export const nextDue = (agent: PlanAgent, fleetSeed: string, after: number, horizon: number): number | null => {
  const from = Math.max(after + 1, agent.effectiveFrom);
  if (from >= horizon) return null;
  if (agent.rhythm?.model === 'sessions') {
    const plan = sessionPlan(agent, fleetSeed);
    let due: number | undefined;
    if (plan)
      eachSession(plan, from, horizon, (moments) => {
        due = moments.find((moment) => moment >= from);
        return due === undefined;
      });
    return due !== undefined && due < horizon ? due : null;
  }
  const grid = gridOf(agent, fleetSeed);
  if (!grid) return null;
  const due = momentAt(grid, firstPoint(grid, from));
  return due < horizon ? due : null;
};

const planGrid = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number[] => {
  const grid = gridOf(agent, fleetSeed);
  if (!grid) return [];
  const moments: number[] = [];
  for (let k = firstPoint(grid, from); ; k++) {
    const due = momentAt(grid, k);
    if (due >= to) return moments;
    moments.push(due);
  }
};

const planVisits = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number[] => {
  const plan = sessionPlan(agent, fleetSeed);
  const found: number[] = [];
  if (plan)
    eachSession(plan, from, to, (moments) => {
      for (const moment of moments) if (moment >= from && moment < to) found.push(moment);
      return true;
    });
  return found;
};

/** All due moments in `[from, to)`, ascending, fleet ms; at most one per 5 s of the window. */
export const planTicks = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number[] => {
  const start = Math.max(from, agent.effectiveFrom);
  if (start >= to) return [];
  const plan = agent.rhythm?.model === 'sessions' ? planVisits : planGrid;
  return plan(agent, fleetSeed, start, to);
};

/** How many due moments lie in `[from, to)`: in constant time (`interval`), or as long as planning them (`sessions`). */
export const countTicks = (agent: PlanAgent, fleetSeed: string, from: number, to: number): number => {
  const start = Math.max(from, agent.effectiveFrom);
  if (start >= to) return 0;
  if (agent.rhythm?.model === 'sessions') return planVisits(agent, fleetSeed, start, to).length;
  const grid = gridOf(agent, fleetSeed);
  return grid ? firstPoint(grid, to) - firstPoint(grid, start) : 0;
};

/**
 * How many moments an agent is meant to have in `[from, to)`, on average over seeds: what measured rates are held
 * against, and what a pace is set by. Any length of window; constant time.
 */
export const expectedTicks = (agent: PlanAgent, from: number, to: number): number => {
  const start = Math.max(from, agent.effectiveFrom);
  if (start >= to) return 0;
  const flow = agent.rhythm?.model === 'sessions' ? sessionPlan(agent, '') : gridOf(agent, '');
  return flow ? (flow.pace.at(to) - flow.pace.at(start)) * flow.momentsPerS : 0;
};
