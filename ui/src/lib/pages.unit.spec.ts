import type { DailyStat } from '@fleet/domain/read-models/api';
import { describe, expect, it } from 'vitest';
import { byHour } from './agent/plan.ts';
import { daysUntil, toTable } from './costs/days.ts';
import { daysText, hourKind, hoursText } from './personas/week.ts';

const now = Date.parse('2026-03-02T12:00:00Z');

describe('costs by day', () => {
  const days = daysUntil(now, 3);
  const row = (day: string, personaId: string | null, costUsd: number, tokens = 10): DailyStat => ({
    day,
    personaId,
    kind: 'post',
    model: null,
    count: 2,
    inputTokens: tokens,
    outputTokens: 1,
    costUsd,
  });

  it('covers UTC days up to today', () => {
    expect(days).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
  });

  it('sums by persona, biggest first, days without anything as zero', () => {
    const rows = [
      row('2026-02-28', 'a', 1),
      row('2026-03-02', 'a', 2),
      row('2026-03-02', null, 5),
      row('2025-01-01', 'a', 9),
    ];
    const table = toTable(rows, days, 'persona', 'money', new Map([['a', 'Image artist']]));
    expect(table.lines.map(({ name, values }) => [name, values])).toEqual([
      ['Custom', [0, 0, 5]],
      ['Image artist', [1, 0, 2]],
    ]);
    expect([table.perDay, table.total]).toEqual([[1, 0, 7], 8]);
    expect(toTable(rows, days, 'model', 'tokens', new Map()).lines.map(({ name, total }) => [name, total])).toEqual([
      ['No model', 33],
    ]);
  });

  it('sums the smallest as others, and loses nothing', () => {
    const rows = Array.from({ length: 10 }, (_, n) => row('2026-03-01', `p${n}`, n + 1));
    const table = toTable(rows, days, 'persona', 'money', new Map());
    expect(table.lines).toHaveLength(7);
    expect(table.lines.at(-1)).toMatchObject({ name: '4 others', total: 1 + 2 + 3 + 4 });
    expect(table.total).toBe(55);
  });
});

describe('a persona week', () => {
  const schedule = {
    timezone: 'UTC',
    activeDays: [1, 2],
    peakHours: [
      [20, 4],
      [9, 9],
    ] as [number, number][],
    peakMultiplier: 2,
    offPeakMultiplier: 0.2,
  };

  it('knows peak hours across midnight, usual hours and days off', () => {
    expect([
      hourKind(schedule, 1, 22),
      hourKind(schedule, 1, 3),
      hourKind(schedule, 1, 9),
      hourKind(schedule, 0, 22),
    ]).toEqual(['peak', 'peak', 'usual', 'off']);
  });

  it('says the same in words', () => {
    expect([hoursText(schedule.peakHours), hoursText([])]).toEqual(['20–4, 9–9', 'no peak hours']);
    expect([daysText([0, 1, 2, 3, 4, 5, 6]), daysText([0, 1]), daysText([])]).toEqual([
      'every day',
      'Mon, Sun',
      'no day',
    ]);
  });
});

describe('other figures', () => {
  it('puts planned moments into their hours', () => {
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    expect(byHour([at(0), at(0.9), at(2), at(-1), at(3)], now, 3)).toEqual([2, 0, 1]);
  });
});
