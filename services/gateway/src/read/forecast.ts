import { sql } from 'kysely';
import type { ReadDb } from './tables.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Earlier in the day than this, what has been spent says nothing of what will be. */
const TELLING_MS = HOUR_MS;

/** What is known of spending around now; times are wall ms. */
export type Spending = {
  readonly nowMs: number;
  readonly spentToday: number;
  readonly spentThisMonth: number;
  /** What the fleet cost yesterday from this time of day to midnight; null: it did not run yet. */
  readonly yesterdaysRest: number | null;
  /** When it first did anything. */
  readonly sinceMs: number | null;
};

const round = (usd: number) => Math.round(usd * 1e6) / 1e6;

/**
 * What the UTC day and month come to. A day costs by its hours: the rest of it is taken to cost what yesterday's did,
 * or, where there is no yesterday, as much per hour as today so far. The month goes on at the pace of its days so far.
 */
export const forecastOf = ({ nowMs, spentToday, spentThisMonth, yesterdaysRest, sinceMs }: Spending) => {
  const midnight = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const elapsedMs = Math.max(TELLING_MS, nowMs - Math.max(midnight, sinceMs ?? nowMs));
  const leftMs = midnight + DAY_MS - nowMs;
  const rest = yesterdaysRest ?? (spentToday * leftMs) / elapsedMs;
  const dayUsd = spentToday + rest;
  const now = new Date(nowMs);
  const monthStart = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  const monthEnd = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const before = spentThisMonth - spentToday;
  const daysBefore = (midnight - Math.min(midnight, Math.max(monthStart, sinceMs ?? midnight))) / DAY_MS;
  const daysAfter = (monthEnd - midnight) / DAY_MS - 1;
  const perDay = (before + dayUsd) / (daysBefore + 1);
  return { dayUsd: round(dayUsd), monthUsd: round(before + dayUsd + perDay * daysAfter) };
};

/** What the read model knows for a forecast. */
export const readSpending = async (
  db: ReadDb,
  nowMs: number,
): Promise<Pick<Spending, 'yesterdaysRest' | 'sinceMs'>> => {
  const midnight = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const [first, rest] = await Promise.all([
    db
      .selectFrom('hour_stats')
      .select((select) => select.fn.min('hour').as('hour'))
      .executeTakeFirst(),
    db
      .selectFrom('minute_stats')
      .select(sql<number>`coalesce(sum(cost_usd), 0)::double precision`.as('usd'))
      .where('minute', '>=', new Date(nowMs - DAY_MS))
      .where('minute', '<', new Date(midnight))
      .executeTakeFirst(),
  ]);
  const sinceMs = first?.hour?.getTime() ?? null;
  const ranThen = sinceMs !== null && sinceMs <= nowMs - DAY_MS;
  return { sinceMs, yesterdaysRest: ranThen ? (rest?.usd ?? 0) : null };
};
