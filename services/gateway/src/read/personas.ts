import type { Persona } from '@fleet/domain/persona/persona-events';
import type { PersonaSummary } from '@fleet/domain/read-models/personas';
import type { PersonaLevels } from '@fleet/domain/timing/level';
import { sql } from 'kysely';
import type { ReadDb } from './tables.ts';

export type PersonaCounts = { readonly agents: number; readonly agentsBehind: number; readonly activityLevel: number };

export const summaryOf = (
  persona: Persona,
  { version, retired, counts }: { readonly version: number; readonly retired: boolean; readonly counts: PersonaCounts },
): PersonaSummary => ({
  id: persona.id,
  version,
  name: persona.name,
  vibe: persona.vibe,
  tier: persona.tier,
  weight: persona.weight,
  weights: persona.weights,
  schedule: persona.schedule,
  minIntervalS: persona.minIntervalS,
  maxIntervalS: persona.maxIntervalS,
  interests: persona.interests,
  personality: persona.personality,
  voice: persona.voice ?? null,
  examples: persona.examples ?? [],
  nameTemplates: persona.nameTemplates ?? [],
  usernamePrefix: persona.usernamePrefix,
  workflow: persona.workflow,
  hold: persona.hold ?? false,
  retired,
  ...counts,
});

/** Factors beside the fleet's level, of personas whose own is not 1. */
export const personaLevels = async (db: ReadDb): Promise<PersonaLevels> =>
  (await db.selectFrom('fleet').select('persona_levels').where('id', '=', 'main').executeTakeFirst())?.persona_levels ??
  {};

const agentCounts = async (
  db: ReadDb,
): Promise<ReadonlyMap<string, { agents: number; byVersion: Map<number, number> }>> => {
  const rows = await db
    .selectFrom('agents')
    .select(['persona_id', 'persona_version'])
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('status', '<>', 'deleted')
    .where('persona_id', 'is not', null)
    .groupBy(['persona_id', 'persona_version'])
    .execute();
  const counts = new Map<string, { agents: number; byVersion: Map<number, number> }>();
  for (const { persona_id: id, persona_version: version, count } of rows) {
    if (id === null) continue;
    const known = counts.get(id) ?? { agents: 0, byVersion: new Map<number, number>() };
    known.agents += Number(count);
    known.byVersion.set(version ?? 0, Number(count));
    counts.set(id, known);
  }
  return counts;
};

/** Who is of a persona, and how active they are made, as of a version of it. */
export const personaCounts = async (db: ReadDb, id: string, version: number): Promise<PersonaCounts> => {
  const [levels, counts] = await Promise.all([personaLevels(db), agentCounts(db)]);
  const { agents = 0, byVersion = new Map<number, number>() } = counts.get(id) ?? {};
  let agentsBehind = 0;
  for (const [of, count] of byVersion) if (of < version) agentsBehind += count;
  return { agents, agentsBehind, activityLevel: levels[id] ?? 1 };
};

/** All personas by id, each with the number of its agents that are not deleted. There are few: no pages. */
export const listPersonas = async (db: ReadDb): Promise<PersonaSummary[]> => {
  const [rows, levels, counts] = await Promise.all([
    db.selectFrom('personas').selectAll().orderBy('id').limit(1_000).execute(),
    personaLevels(db),
    agentCounts(db),
  ]);
  return rows.map(({ id, version, definition, retired }) => {
    const { agents = 0, byVersion = new Map<number, number>() } = counts.get(id) ?? {};
    const agentsBehind = [...byVersion].reduce((sum, [of, count]) => sum + (of < version ? count : 0), 0);
    return summaryOf(definition, {
      version,
      retired,
      counts: { agents, agentsBehind, activityLevel: levels[id] ?? 1 },
    });
  });
};

type Of = { readonly id: string; readonly version: number };

const behind = (db: ReadDb, { id, version }: Of) =>
  db
    .selectFrom('agents')
    .where('persona_id', '=', id)
    .where('persona_version', '<', version)
    .where('status', '<>', 'deleted')
    .where('deleting', '=', false);

/** Agents of a persona that were made from versions before this one, by id. */
export const agentsBehind = async (
  db: ReadDb,
  of: Of,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<string[]> => {
  let query = behind(db, of).select('id').orderBy('id').limit(limit);
  if (after !== null) query = query.where('id', '>', after);
  return (await query.execute()).map(({ id }) => id);
};

export const countAgentsBehind = async (db: ReadDb, of: Of): Promise<number> =>
  (await behind(db, of).select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow()).count;
