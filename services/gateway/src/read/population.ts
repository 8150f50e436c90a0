import type { Schedule } from '@fleet/domain/agent/agent-config';
import type { AgentsSummary } from '@fleet/domain/read-models/population';
import { multiplierAt } from '@fleet/domain/timing/multiplier';
import { sql } from 'kysely';
import type { ReadDb } from './tables.ts';

type Shown = keyof AgentsSummary['personas'][number]['byStatus'];
type Zone = AgentsSummary['zones'][number];

/** More different schedules than this are not told apart: agents get theirs from few personas. */
const MAX_GROUPS = 20_000;

/** A schedule's peak is where its multiplier is above 1, whichever way peak and rest were configured. */
const isAwake = (schedule: Schedule, fleetMs: number) =>
  multiplierAt({ ...schedule, peakMultiplier: 2, offPeakMultiplier: 0 }, fleetMs) > 1;

/**
 * Counts all agents by zone and by persona in one pass. Agents share schedules, so that Postgres groups by schedule and
 * each is looked at once.
 */
export const summarizeAgents = async (db: ReadDb, wallMs: number, fleetMs: number): Promise<AgentsSummary> => {
  const now = new Date(wallMs);
  const rows = await db
    .selectFrom('agents')
    .select(sql<Schedule>`config -> 'schedule'`.as('schedule'))
    .select('persona_id')
    .select(
      sql<Shown>`case when status = 'running' and sleeping_until > ${now} then 'sleeping' else status end`.as('shown'),
    )
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('status', '<>', 'deleted')
    .groupBy(['schedule', 'persona_id', 'shown'])
    .limit(MAX_GROUPS)
    .execute();
  const zones = new Map<string, Zone>();
  const personas = new Map<string | null, AgentsSummary['personas'][number]>();
  for (const { schedule, shown, persona_id: personaId, count } of rows) {
    const many = Number(count);
    const zone = zones.get(schedule.timezone) ?? { timeZone: schedule.timezone, total: 0, running: 0, awake: 0 };
    zones.set(schedule.timezone, zone);
    zone.total += many;
    if (shown === 'running') {
      zone.running += many;
      if (isAwake(schedule, fleetMs)) zone.awake += many;
    }
    const persona = personas.get(personaId) ?? {
      personaId,
      total: 0,
      byStatus: { idle: 0, running: 0, paused: 0, sleeping: 0, error: 0 },
    };
    personas.set(personaId, persona);
    persona.total += many;
    persona.byStatus[shown] += many;
  }
  return {
    at: new Date(fleetMs).toISOString(),
    zones: [...zones.values()].sort((a, b) => b.total - a.total || a.timeZone.localeCompare(b.timeZone)),
    personas: [...personas.values()].sort((a, b) => b.total - a.total),
  };
};
