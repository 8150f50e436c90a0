import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { TimingView } from '@fleet/domain/read-models/timing';
import { levelOf, type PersonaLevels } from '@fleet/domain/timing/level';
import { planTicks } from '@fleet/domain/timing/plan';
import { planAgentOf } from './agent-plan.ts';
import type { ReadDb } from './tables.ts';
import { addAt, emptyWeek } from './timing.ts';

const WEEK_MS = 7 * 24 * 3_600_000;
/** Agents planned at most: a larger fleet is sampled and scaled up. Ids are hashes, so the first ones are a fair sample. */
const MAX_SAMPLE = 300;
/** Planning ends after so long, with the agents it got to by then: busy agents have 100,000 moments in a week. */
const PLAN_WITHIN_MS = 400;

export type PlannedWeek = Pick<TimingView, 'planned' | 'plannedFrom'>;

export type PlanDeps = {
  readonly db: ReadDb;
  readonly fleetSeed: string;
  readonly monotonicNow: () => number;
};

/**
 * What the plan gives in the week from `fromMs` of the fleet clock, as every running agent is configured now. Other
 * requests are answered between agents.
 */
export const plannedWeek = async (
  { db, fleetSeed, monotonicNow }: PlanDeps,
  {
    timeZone,
    persona,
    levels: { fleet, personas },
    fromMs,
  }: {
    timeZone: string;
    persona: string | undefined;
    levels: { fleet: number; personas: PersonaLevels };
    fromMs: number;
  },
): Promise<PlannedWeek> => {
  let running = db
    .selectFrom('agents')
    .where('status', '=', 'running')
    .where('provisioned', '=', true)
    .where('deleting', '=', false);
  if (persona !== undefined) running = running.where('persona_id', '=', persona);
  const counted = await running.select((select) => select.fn.countAll<string>().as('count')).executeTakeFirstOrThrow();
  const rows = await running.select(['id', 'config', 'persona_id']).orderBy('id').limit(MAX_SAMPLE).execute();
  const planned = emptyWeek();
  const until = monotonicNow() + PLAN_WITHIN_MS;
  let agents = 0;
  for (const { id, config, persona_id } of rows) {
    if (agents > 0 && monotonicNow() > until) break;
    const level = levelOf(fleet, personas, persona_id);
    const moments = planTicks(planAgentOf({ id, config }, level, fromMs), fleetSeed, fromMs, fromMs + WEEK_MS);
    for (const moment of moments) addAt(planned, timeZone, moment, 1);
    agents++;
    await yieldToOthers();
  }
  const of = Number(counted.count);
  const scale = agents === 0 ? 0 : of / agents;
  return {
    planned: planned.map((row) => row.map((count) => Math.round(count * scale * 1_000) / 1_000)),
    plannedFrom: { agents, of },
  };
};
