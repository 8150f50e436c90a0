import type { FastifyReply } from 'fastify';
import type { ControlSettings, Limit } from '../control.ts';
import type { User } from '../store/users.ts';
import type { Studio } from '../studio.ts';

const dayMs = 86_400_000;

const periods = (nowMs: number) => {
  const iso = new Date(nowMs).toISOString();
  const at = new Date(nowMs);
  return {
    day: iso.slice(0, 10),
    month: iso.slice(0, 7),
    nextDay: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1)).toISOString(),
    nextMonth: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString(),
  };
};

function resetAtOf(limit: Limit, natural: string, nowMs: number): { resetAt?: string } {
  switch (limit.resetAt) {
    case 'valid':
      return { resetAt: natural };
    case 'past':
      return { resetAt: new Date(nowMs - dayMs).toISOString() };
    case 'far':
      return { resetAt: new Date(nowMs + 3_650 * dayMs).toISOString() };
    case 'garbage':
      return { resetAt: 'soon, probably' };
    case 'missing':
      return {};
    default:
      return { resetAt: limit.resetAt };
  }
}

/** Calls of the running minute; the platform's rate limit counts reads too. */
export function rateCounter(now: () => number) {
  let minute = 0;
  let calls = 0;
  return (perMinute: number): boolean => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      calls = 0;
    }
    calls += 1;
    return calls <= perMinute;
  };
}

/**
 * Counts one write against the fleet's and the agent's day and month (UTC). Answers 429 with the platform's code and
 * returns true when one of them is spent; a refused call is not counted.
 */
export function refusedByLimit(
  studio: Studio,
  settings: ControlSettings,
  agent: User | null,
  reply: FastifyReply,
): boolean {
  const nowMs = studio.now();
  const { day, month, nextDay, nextMonth } = periods(nowMs);
  const checks: [Limit | null, string, string, string][] = [
    [settings.fleetMonthly, `fleet@${month}`, 'FLEET_MONTHLY_BUDGET_EXCEEDED', nextMonth],
    [settings.fleetDaily, `fleet@${day}`, 'FLEET_DAILY_BUDGET_EXCEEDED', nextDay],
  ];
  if (agent !== null) {
    checks.push(
      [settings.agentMonthly, `agent:${agent.username}@${month}`, 'AGENT_MONTHLY_LIMIT_EXCEEDED', nextMonth],
      [settings.agentDaily, `agent:${agent.username}@${day}`, 'AGENT_DAILY_LIMIT_EXCEEDED', nextDay],
    );
  }
  for (const [limit, scope, code, natural] of checks) {
    if (limit === null) continue;
    const used = studio.settings.used(scope);
    if (used < limit.limit) continue;
    const usage = code.startsWith('AGENT') ? { usage: { used, limit: limit.limit } } : {};
    reply.code(429).send({
      error: `${code.toLowerCase().replaceAll('_', ' ')}`,
      code,
      ...resetAtOf(limit, natural, nowMs),
      ...usage,
    });
    return true;
  }
  const scopes = agent === null ? ['fleet'] : ['fleet', `agent:${agent.username}`];
  studio.settings.use(scopes.flatMap((scope) => [`${scope}@${month}`, `${scope}@${day}`]));
  studio.settings.keepUsageOf(day, month);
  return false;
}
