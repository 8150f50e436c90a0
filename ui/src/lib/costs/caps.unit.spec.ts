import type { Budget } from '@fleet/domain/read-models/api';
import { describe, expect, it } from 'vitest';
import { changesOf, effectOf } from './caps.ts';

const spend = (spentUsd: number, heldUsd = 0) => ({
  spentUsd,
  heldUsd,
  leftUsd: 0,
  startsOn: '2026-03-02',
  endsAt: '2026-03-03T00:00:00Z',
});
const agent = (n: number, spentUsd: number) => ({
  agentId: `a${n}`,
  username: null,
  name: null,
  spentUsd,
  heldUsd: 0,
  leftUsd: 0,
});
const budget: Budget = {
  caps: { dayUsd: 5, monthUsd: 100, agentDayUsd: 1, setBy: null, setAt: null },
  day: spend(2, 0.5),
  month: spend(40),
  agents: [agent(1, 0.8), agent(2, 0.2)],
  forecastUsd: 3,
  monthForecastUsd: 80,
  exceeded: 0,
};

describe('new caps', () => {
  it('are only those that differ', () => {
    expect(changesOf({ dayUsd: 5, monthUsd: 120, agentDayUsd: null }, budget.caps)).toEqual({ monthUsd: 120 });
  });

  it('are told in what is left to spend', () => {
    expect(effectOf({ dayUsd: 10, monthUsd: 120 }, budget)).toEqual([
      '$7.50 is left to spend today.',
      '$80.00 is left to spend this month.',
    ]);
  });

  it('are told when they stop the fleet, or some agents, at once', () => {
    expect(effectOf({ dayUsd: 2, agentDayUsd: 0.5 }, budget)).toEqual([
      '$2.50 is spent or held today: posts and comments stop at once, until the day ends.',
      '1 agent at or above $0.50 today: they only browse and like until the day ends.',
    ]);
    expect(effectOf({ agentDayUsd: 2 }, budget)).toEqual(['No agent has reached $2.00 today.']);
  });
});
