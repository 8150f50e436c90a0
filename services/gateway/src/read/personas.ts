import type { PersonaView } from '@fleet/domain/read-models/api';
import type { ReadDb } from './tables.ts';

/** All personas by name, each with the number of its agents that are not deleted. There are few: no pages. */
export const listPersonas = async (db: ReadDb): Promise<PersonaView[]> => {
  const rows = await db
    .selectFrom('personas')
    .selectAll('personas')
    .select((select) =>
      select
        .selectFrom('agents')
        .whereRef('agents.persona_id', '=', 'personas.id')
        .where('agents.status', '<>', 'deleted')
        .select((count) => count.fn.countAll<string>().as('count'))
        .as('agents'),
    )
    .orderBy('personas.id')
    .limit(1_000)
    .execute();
  return rows.map(({ version, definition, retired, agents }) => ({
    id: definition.id,
    version,
    name: definition.name,
    vibe: definition.vibe,
    tier: definition.tier,
    weight: definition.weight,
    weights: definition.weights,
    schedule: definition.schedule,
    minIntervalS: definition.minIntervalS,
    maxIntervalS: definition.maxIntervalS,
    interests: definition.interests,
    personality: definition.personality,
    retired,
    agents: Number(agents ?? 0),
  }));
};
