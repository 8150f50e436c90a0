import type { Budget } from '@fleet/domain/read-models/api';
import type { LedgerOverview } from '../budget/ledger.ts';
import { forecastOf, readSpending } from './forecast.ts';
import type { ReadDb } from './tables.ts';

/** Agents named in the list of those that cost most. */
export const TOP_AGENTS = 20;

const usdLeft = (cap: number, { spent, held }: { spent: number; held: number }) => ({
  spentUsd: spent,
  heldUsd: held,
  // Nine digits are what the ledger keeps; the rest is the arithmetic of binary fractions.
  leftUsd: Math.max(0, Math.round((cap - spent - held) * 1e9) / 1e9),
});

const dayAfter = (day: string): string => {
  const at = new Date(`${day}T00:00:00.000Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString();
};
const monthAfter = (first: string): string => {
  const at = new Date(`${first}T00:00:00.000Z`);
  at.setUTCMonth(at.getUTCMonth() + 1);
  return at.toISOString();
};

/** The ledger's overview with the names of its agents, as far as the read model knows them. */
export const readBudget = async (db: ReadDb, overview: LedgerOverview, wallMs: number): Promise<Budget> => {
  const { caps, day, month, exceeded } = overview;
  const ids = overview.agents.map(({ agentId }) => agentId).filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const known =
    ids.length === 0
      ? []
      : await db.selectFrom('agents').select(['id', 'username', 'name']).where('id', 'in', ids).execute();
  const spending = await readSpending(db, wallMs).catch(() => ({ sinceMs: null, yesterdaysRest: null }));
  const spent = { spentToday: day.spent + day.held, spentThisMonth: month.spent + month.held };
  const forecast = forecastOf({ nowMs: wallMs, ...spent, ...spending });
  const byId = new Map(known.map((agent) => [agent.id, agent]));
  return {
    caps: {
      dayUsd: caps.day,
      monthUsd: caps.month,
      agentDayUsd: caps.agentDay,
      setBy: caps.setBy,
      setAt: caps.setAt === null ? null : new Date(caps.setAt).toISOString(),
    },
    day: { startsOn: day.startsOn, endsAt: dayAfter(day.startsOn), ...usdLeft(caps.day, day) },
    month: { startsOn: month.startsOn, endsAt: monthAfter(month.startsOn), ...usdLeft(caps.month, month) },
    agents: overview.agents.map((amounts) => {
      const { agentId } = amounts;
      const { username, name } = byId.get(agentId) ?? { username: null, name: null };
      return { agentId, username, name, ...usdLeft(caps.agentDay, amounts) };
    }),
    forecastUsd: forecast.dayUsd,
    monthForecastUsd: forecast.monthUsd,
    exceeded,
  };
};
