import type { TimingView } from '@fleet/domain/read-models/timing';
import {
  binFromS,
  burstinessOf,
  type GapMoments,
  HUMAN_BURSTINESS,
  MEASURABLE_GAPS,
  memoryOf,
  quantile,
} from '@fleet/domain/timing/measures';
import { zoneOffsetMs } from '@fleet/domain/timing/zone';
import { sql } from 'kysely';
import type { ReadDb } from './tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUARTER_MS = HOUR_MS / 4;
/** Medians are taken over so many agents at most; ids are hashes, so the first ones are a fair sample. */
const MAX_MEASURED = 5_000;

type Week = number[][];
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

export const emptyWeek = (): Week => Array.from({ length: 7 }, () => new Array<number>(24).fill(0));

/** Adds to the cell of a moment, by weekday (0 is Sunday) and hour in a zone. */
export const addAt = (week: Week, timeZone: string, ms: number, amount: number): void => {
  const local = ms + zoneOffsetMs(timeZone, ms);
  const row = week[(Math.floor(local / DAY_MS) + FIRST_WEEKDAY) % 7];
  const hour = Math.floor(local / HOUR_MS) % 24;
  if (row) row[hour] = (row[hour] ?? 0) + amount;
};

/** Hours of `[from, to)` in each cell. Quarters, because zones lie whole quarters of an hour from UTC. */
export const hoursPerCell = (timeZone: string, fromMs: number, toMs: number): Week => {
  const week = emptyWeek();
  for (let at = fromMs, next = at; at < toMs; at = next) {
    next = Math.min(toMs, (Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS);
    addAt(week, timeZone, at, (next - at) / HOUR_MS);
  }
  return week.map((row) => row.map((hours) => Math.round(hours * 1_000) / 1_000));
};

type Range = { readonly fromMs: number; readonly toMs: number; readonly persona: string | undefined };

/**
 * What was done in a range of fleet time. The range begins with the first action that is known: hours in which there
 * was no fleet are not quiet ones. Its ends lie on whole quarters of an hour.
 */
export const actualWeek = async (db: ReadDb, timeZone: string, { fromMs, toMs, persona }: Range) => {
  const first = await db
    .selectFrom('quarter_stats')
    .select((select) => select.fn.min('quarter').as('quarter'))
    .executeTakeFirst();
  const floor = (ms: number) => Math.floor(ms / QUARTER_MS) * QUARTER_MS;
  const to = floor(toMs) + QUARTER_MS;
  const from = Math.min(toMs, Math.max(floor(fromMs), first?.quarter?.getTime() ?? toMs));
  let query = db
    .selectFrom('quarter_stats')
    .select(['quarter', sql<number>`sum(count)::double precision`.as('count')])
    .where('quarter', '>=', new Date(from))
    .where('quarter', '<', new Date(to))
    .groupBy('quarter');
  if (persona !== undefined) query = query.where('persona_id', '=', persona);
  const actual = emptyWeek();
  for (const { quarter, count } of await query.execute()) addAt(actual, timeZone, quarter.getTime(), count);
  return { fromMs: from, actual, observedHours: hoursPerCell(timeZone, from, toMs) };
};

/** Gaps between actions of one agent, all that are known; empty bins outside the first and the last are left out. */
export const gapHistogram = async (db: ReadDb, persona: string | undefined): Promise<TimingView['gaps']> => {
  let query = db
    .selectFrom('gap_bins')
    .select(['bin', sql<number>`sum(count)::double precision`.as('count')])
    .groupBy('bin')
    .orderBy('bin');
  if (persona !== undefined) query = query.where('persona_id', '=', persona);
  const rows = await query.execute();
  const counts = new Map(rows.map(({ bin, count }) => [bin, count]));
  const [first, last] = [rows[0]?.bin ?? 0, rows.at(-1)?.bin ?? -1];
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    fromS: binFromS(first + i),
    toS: binFromS(first + i + 1),
    count: counts.get(first + i) ?? 0,
  }));
};

/** Medians over the agents that have done enough to be measured, those of one persona if asked. */
export const burstinessOfAgents = async (
  db: ReadDb,
  persona: string | undefined,
): Promise<TimingView['burstiness']> => {
  let query = db.selectFrom('agent_rhythm').selectAll().where('gaps', '>=', MEASURABLE_GAPS);
  if (persona !== undefined)
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('agents')
          .select('agents.id')
          .whereRef('agents.id', '=', 'agent_rhythm.agent_id')
          .where('agents.persona_id', '=', persona),
      ),
    );
  const rows = await query.orderBy('agent_id').limit(MAX_MEASURED).execute();
  const moments = rows.map(
    (row): GapMoments => ({
      n: row.gaps,
      sum: row.gap_sum,
      squares: row.gap_squares,
      products: row.gap_products,
      first: row.gap_first,
      last: row.gap_last,
    }),
  );
  const median = (of: (agent: GapMoments) => number) => (moments.length === 0 ? null : quantile(moments.map(of), 0.5));
  const { from: humanFrom, to: humanTo } = HUMAN_BURSTINESS;
  return { agents: rows.length, median: median(burstinessOf), memory: median(memoryOf), humanFrom, humanTo };
};
