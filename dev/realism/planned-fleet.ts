import type { ActionKind } from '@fleet/domain/activity/activity-events';
import type { Weights } from '@fleet/domain/agent/agent-config';
import { actionOfTick, POST_COOLDOWN_MS } from '@fleet/domain/choice/choose-action';
import { agentIdOf, tickIdOf } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { seedAgent } from '@fleet/domain/persona/seeding';
import { levelOf } from '@fleet/domain/timing/level';
import type { PlanAgent } from '@fleet/domain/timing/plan';
import type { RealismOptions } from './options.ts';

/** An agent as seeding would make it, started at the window's beginning. */
export type PlannedAgent = {
  readonly username: string;
  readonly persona: string;
  readonly weights: Weights;
  readonly plan: PlanAgent;
};

export const plannedFleet = (options: RealismOptions): PlannedAgent[] => {
  const personas = BUILT_IN_PERSONAS.map((persona) => ({ version: 1, persona }));
  const { seed: fleetSeed, preset, model, from } = options;
  return Array.from({ length: options.agents }, (_, index) => {
    const seeded = seedAgent({ fleetSeed, index, personas, preset, model });
    if (!seeded) throw new Error('the built-in personas are gone');
    const { schedule, minIntervalS, maxIntervalS, rhythm, weights } = seeded.config;
    const id = agentIdOf(seeded.username);
    const level = levelOf(options.level, options.personaLevels, seeded.personaId);
    const plan = { id, schedule, minIntervalS, maxIntervalS, rhythm, level, effectiveFrom: from };
    return { username: seeded.username, persona: seeded.personaId, weights, plan };
  });
};

/** What the actor will choose at each planned moment, asked for one after the other: a post cools down. */
export const actionsOf = ({ plan, weights }: PlannedAgent, seed: string): ((due: number) => ActionKind) => {
  let lastPostDue: number | null = null;
  return (due) => {
    const cooldown = { due, lastPostDue, cooldownMs: POST_COOLDOWN_MS };
    const action = actionOfTick(weights, seed, tickIdOf(plan.id, due), cooldown);
    if (action === 'post') lastPostDue = due;
    return action;
  };
};
