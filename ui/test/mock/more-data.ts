import type { Agent, DailyStat } from '@fleet/domain/read-models/api';
import type { AgentPlanView, AgentsSummary } from '@fleet/domain/read-models/population';
import { draw } from './pictures.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const summaryOf = (agents: readonly Agent[]): AgentsSummary => {
  const living = agents.filter((agent) => agent.status !== 'deleted');
  const zones = [...new Set(living.map(({ config }) => config.schedule.timezone))].map((timeZone) => {
    const there = living.filter(({ config }) => config.schedule.timezone === timeZone);
    const running = there.filter(({ status }) => status === 'running').length;
    return { timeZone, total: there.length, running, awake: Math.floor(running / 2) };
  });
  const personas = [...new Set(living.map(({ personaId }) => personaId))].map((personaId) => {
    const of = living.filter((agent) => agent.personaId === personaId);
    const byStatus = { idle: 0, running: 0, paused: 0, sleeping: 0, error: 0 };
    for (const { status } of of) if (status !== 'deleted') byStatus[status] += 1;
    return { personaId, total: of.length, byStatus };
  });
  return { at: new Date().toISOString(), zones: zones.toSorted((a, b) => b.total - a.total), personas };
};

export const planOf = (agent: Agent, hours: number): AgentPlanView => {
  const from = Date.now();
  const moments = Array.from({ length: 24 }, (_, n) =>
    new Date(from + (Math.floor(n / 4) * 3.7 + (n % 4) * 0.05 + 0.1) * hourMs).toISOString(),
  );
  const to = new Date(from + hours * hourMs).toISOString();
  const within = moments.filter((at) => at < to);
  const idleBecause = agent.status === 'running' ? null : `The agent is ${agent.status}.`;
  return { from: new Date(from).toISOString(), to, idleBecause, moments: within, total: within.length };
};

/** A quiet fleet that costs a little every day. */
export const dailyStats = (query: URLSearchParams): DailyStat[] => {
  const [from, to] = ['from', 'to'].map((name) => Date.parse(query.get(name) ?? '')) as [number, number];
  const rows: DailyStat[] = [];
  for (let at = Math.max(from, to - 11 * dayMs); at <= to; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    for (const personaId of ['data_viz', 'ai_artist', 'ux_designer', null])
      for (const kind of ['post', 'comment', 'like'] as const) {
        const paid = kind !== 'like';
        const count = Math.round(8 + draw(`${day} ${personaId} ${kind}`) * 40);
        rows.push({
          day,
          personaId,
          kind,
          model: paid ? (kind === 'post' ? 'gpt-4o-mini' : 'llama3.2') : null,
          count,
          inputTokens: paid ? count * 640 : 0,
          outputTokens: paid ? count * 92 : 0,
          costUsd: kind === 'post' ? count * 0.003 : kind === 'comment' ? count * 0.0004 : 0,
        });
      }
  }
  return rows;
};
