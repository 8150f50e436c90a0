import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { actionOfTick, POST_COOLDOWN_MS } from '@fleet/domain/choice/choose-action';
import { agentIdOf, tickIdOf } from '@fleet/domain/identity';
import type { Persona } from '@fleet/domain/persona/persona-events';
import { type Preset, type RhythmModel, seedAgent } from '@fleet/domain/persona/seeding';
import type { PersonaPreview } from '@fleet/domain/read-models/personas';
import { planTicks } from '@fleet/domain/timing/plan';

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const EXAMPLES = 6;

export type PreviewOf = {
  readonly persona: Persona;
  readonly agents: number;
  readonly days: number;
  /** Level that they are planned at, 0 to 4. */
  readonly level: number;
  readonly fleetSeed: string;
  readonly preset: Preset;
  readonly model: RhythmModel | undefined;
  /** Fleet ms; the day begins with its full hour. */
  readonly nowMs: number;
};

/** The next days of the first agents that seeding would make of a persona: planned and chosen as it would be lived. */
export const previewOf = ({
  persona,
  agents,
  days,
  level,
  fleetSeed,
  preset,
  model,
  nowMs,
}: PreviewOf): PersonaPreview => {
  const from = Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
  const count = days * HOURS_A_DAY;
  const to = from + count * HOUR_MS;
  const hours = Array.from({ length: count }, (_, n) => ({
    at: new Date(from + n * HOUR_MS).toISOString(),
    ...({ post: 0, comment: 0, like: 0, browse: 0 } satisfies Record<ActionKind, number>),
  }));
  const examples: PersonaPreview['examples'] = [];
  let moments = 0;
  for (let index = 0; index < agents; index++) {
    // Of one persona alone, whatever its weight among others.
    const personas = [{ version: 1, persona: { ...persona, weight: 1 } }];
    const seeded = seedAgent({ fleetSeed, index, personas, persona: persona.id, preset, model });
    if (!seeded) break;
    const { username, name, config } = seeded;
    if (examples.length < EXAMPLES) examples.push({ username, name, interests: config.interests });
    const id = agentIdOf(username);
    const { schedule, minIntervalS, maxIntervalS, rhythm, weights } = config;
    const plan = { id, schedule, minIntervalS, maxIntervalS, rhythm, level, effectiveFrom: from };
    let lastPostDue: number | null = null;
    for (const due of planTicks(plan, fleetSeed, from, to)) {
      const hour = hours[Math.floor((due - from) / HOUR_MS)];
      const cooldown = { due, lastPostDue, cooldownMs: POST_COOLDOWN_MS };
      const action = actionOfTick(weights, fleetSeed, tickIdOf(id, due), cooldown);
      if (action === 'post') lastPostDue = due;
      if (hour) hour[action]++;
      moments++;
    }
  }
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    timeZone: persona.schedule.timezone,
    agents,
    perAgent: agents === 0 ? 0 : Math.round((100 * moments) / agents) / 100,
    hours,
    examples,
  };
};
