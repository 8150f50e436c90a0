import type { ActivityKind, StatPoint } from '@fleet/domain/read-models/api';
import { sql } from 'kysely';
import type { ReadDb } from './tables.ts';

/** Minutes with actions in `[from, to)`, wall clock, oldest first; at most a week is asked for. */
export const minuteStats = async (db: ReadDb, from: Date, to: Date): Promise<StatPoint[]> => {
  const rows = await db
    .selectFrom('minute_stats')
    .selectAll()
    .where('minute', '>=', from)
    .where('minute', '<', to)
    .orderBy('minute')
    .orderBy('kind')
    .execute();
  return rows.map(({ minute, kind, count, cost_usd }) => ({
    at: minute.toISOString(),
    kind,
    count,
    costUsd: cost_usd,
  }));
};

/** Hours with actions in `[from, to)`, wall clock, oldest first. */
export const hourStats = async (db: ReadDb, from: Date, to: Date): Promise<StatPoint[]> => {
  const query = db.selectFrom('hour_stats').selectAll().where('hour', '>=', from).where('hour', '<', to);
  const rows = await query.orderBy('hour').orderBy('kind').execute();
  return rows.map(({ hour, kind, count, cost_usd }) => ({ at: hour.toISOString(), kind, count, costUsd: cost_usd }));
};

export type DailyStat = {
  day: string;
  personaId: string | null;
  kind: ActivityKind;
  model: string | null;
  count: number;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
};

/** Days in `[from, to]` (UTC, YYYY-MM-DD), by persona, kind and model. */
export const dailyStats = async (db: ReadDb, from: string, to: string): Promise<DailyStat[]> => {
  const rows = await db
    .selectFrom('daily_stats')
    .selectAll()
    .select(sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day_text'))
    .where(sql<boolean>`day between ${from}::date and ${to}::date`)
    .orderBy('day')
    .orderBy('persona_id')
    .orderBy('kind')
    .orderBy('model')
    .limit(20_000)
    .execute();
  return rows.map((row) => ({
    day: row.day_text,
    personaId: row.persona_id || null,
    kind: row.kind,
    model: row.model || null,
    count: row.count,
    inputTokens: Number(row.input_tokens),
    outputTokens: Number(row.output_tokens),
    costUsd: row.cost_usd,
  }));
};
