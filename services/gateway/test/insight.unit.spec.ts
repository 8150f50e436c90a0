import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import type { ServiceInstance } from '@fleet/platform/bus';
import { describe, expect, it } from 'vitest';
import { previewOf } from '../src/operations/preview.ts';
import { nextActionOf } from '../src/read/agent-plan.ts';
import { forecastOf } from '../src/read/forecast.ts';
import { settingsOf } from '../src/read/settings.ts';
import { addAt, emptyWeek, hoursPerCell } from '../src/read/timing.ts';
import { tickLatenessOf } from '../src/status/problems.ts';
import { CONFIG } from './rows.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const cells = (week: number[][]) =>
  week.flatMap((row, day) => row.flatMap((value, hour) => (value === 0 ? [] : [[day, hour, value]])));

describe('a week', () => {
  it('counts by weekday and hour in any zone, those off by half an hour and three quarters too', () => {
    // A Thursday, 18:20 UTC.
    const at = Date.UTC(2026, 0, 1, 18, 20);
    const where = (zone: string) => {
      const week = emptyWeek();
      addAt(week, zone, at, 1);
      return cells(week)[0];
    };
    expect(where('UTC')).toEqual([4, 18, 1]);
    expect(where('Asia/Kolkata')).toEqual([4, 23, 1]);
    expect(where('Asia/Kathmandu')).toEqual([5, 0, 1]);
    expect(where('America/Los_Angeles')).toEqual([4, 10, 1]);
    expect(where('Pacific/Kiritimati')).toEqual([5, 8, 1]);
  });

  it('knows how long each cell was looked at, over a change of the clocks too', () => {
    const from = Date.UTC(2026, 2, 29);
    const sum = (week: number[][]) => week.flat().reduce((a, b) => a + b, 0);
    const week = hoursPerCell('Europe/London', from, from + 7 * dayMs);
    expect(sum(week)).toBeCloseTo(168, 6);
    // That Sunday had no hour from one to two, and the next one begins an hour before this week ends.
    expect([week[0]?.[1], week[0]?.[2], week[0]?.[0]]).toEqual([0, 1, 2]);
    const part = hoursPerCell('Asia/Kolkata', from + 10 * 60_000, from + 50 * 60_000);
    expect(sum(part)).toBeCloseTo(40 / 60, 2);
    expect(cells(part)).toEqual([
      [0, 5, 0.333],
      [0, 6, 0.333],
    ]);
  });
});

describe('the forecast of spending', () => {
  const noon = Date.UTC(2026, 2, 10, 12);

  it('takes the rest of the day to cost what it did yesterday', () => {
    const known = { nowMs: noon, spentToday: 1, spentThisMonth: 10, yesterdaysRest: 3, sinceMs: noon - 30 * dayMs };
    // 9 before today in 9 days, 4 today, and 21 days to come at 1.3 each.
    expect(forecastOf(known)).toEqual({ dayUsd: 4, monthUsd: 40.3 });
  });

  it('goes on at the pace of today where there was no yesterday, and makes nothing of the first minutes', () => {
    const fresh = { nowMs: noon, spentToday: 1, spentThisMonth: 1, yesterdaysRest: null, sinceMs: noon - 2 * hourMs };
    expect(forecastOf(fresh).dayUsd).toBe(7);
    const minutes = forecastOf({ ...fresh, sinceMs: noon - 60_000 });
    expect(minutes.dayUsd).toBe(13);
    expect(forecastOf({ ...fresh, spentToday: 0, spentThisMonth: 0, sinceMs: null })).toEqual({
      dayUsd: 0,
      monthUsd: 0,
    });
  });
});

describe('a preview', () => {
  it('goes by the rule that decides the command', () => {
    const groups = [
      { shown: 'running', desired: 'running', deleting: false, count: 5 },
      { shown: 'sleeping', desired: 'running', deleting: false, count: 2 },
      { shown: 'paused', desired: 'paused', deleting: false, count: 3 },
      { shown: 'idle', desired: 'idle', deleting: true, count: 1 },
      { shown: 'deleted', desired: 'deleted', deleting: false, count: 1 },
    ] as const;
    const come = (action: Parameters<typeof previewOf>[0]) => {
      const { wouldChange, wouldRefuse } = previewOf(action, groups, 12);
      return [wouldChange, wouldRefuse];
    };
    expect(come('pause')).toEqual([7, 2]);
    expect(come('resume')).toEqual([3, 2]);
    expect(come('start')).toEqual([0, 5]);
    expect(come('stop')).toEqual([10, 2]);
    expect(come('delete')).toEqual([10, 0]);
  });
});

describe('tick lateness', () => {
  it('is that of the latest scheduler, and unknown while none tells', () => {
    const scheduler = (latenessP99Ms: number): ServiceInstance => ({
      ...{ name: 'fleet-scheduler', id: 'x', version: '1', started: '' },
      data: { latenessP50Ms: 1, latenessP99Ms },
    });
    expect(tickLatenessOf([scheduler(4), scheduler(9)])).toEqual({ p50Ms: 1, p99Ms: 9 });
    expect(tickLatenessOf([{ ...scheduler(4), data: {} }])).toBeNull();
    expect(tickLatenessOf(null)).toBeNull();
  });
});

describe('the next action of an agent', () => {
  const agent = {
    ...{ id: 'a', status: 'running', provisioned: true, deleting: false },
    config: CONFIG as unknown as AgentConfig,
  } as Parameters<typeof nextActionOf>[0];
  const fleet = { status: 'running', activityLevel: 1 } as const;
  const from = Date.UTC(2026, 2, 2, 9);

  it('is the first moment of its plan, and none while it or the fleet does not act', () => {
    const next = nextActionOf(agent, fleet, 'seed', from);
    expect(Date.parse(next ?? '')).toBeGreaterThan(from);
    expect(nextActionOf({ ...agent, status: 'paused' }, fleet, 'seed', from)).toBeNull();
    expect(nextActionOf(agent, { ...fleet, status: 'paused' }, 'seed', from)).toBeNull();
  });
});

describe('the settings', () => {
  const own = {
    ...{ preset: 'natural', rhythm: null, fleetSeed: 'floimg', timeScale: 1, imageHosts: [], allowedHosts: [] },
    ...{ galleryUrl: 'https://user:hidden-word@studio.example/base', tokenIsConfigured: true, sessionHours: 12 },
  };
  const actor = (id: string, data: Record<string, unknown>): ServiceInstance => ({
    ...{ name: 'fleet-actor', id, version: '0.1.0', started: '', data },
  });
  const rows = (instances: readonly ServiceInstance[] | null) =>
    Object.fromEntries(settingsOf(own, instances).sections.flatMap(({ rows: of }) => of.map((row) => [row.name, row])));

  it('tell what services say of themselves, and when they are not set alike', () => {
    const told = { llmProvider: 'offline', llmModel: 'offline', writes: 'off', imagesFree: true };
    const alike = rows([actor('1', told), actor('2', told)]);
    expect(alike.Provider).toEqual({ name: 'Provider', value: 'offline' });
    expect(alike.Writes?.value).toContain('shadow mode');
    expect(alike.Images?.value).toBe('free');
    expect(alike.actor?.value).toBe('2 × 0.1.0');
    const mixed = rows([actor('1', told), actor('2', { ...told, llmModel: 'other' })]);
    expect(mixed.Model).toEqual({ name: 'Model', value: 'offline, other', note: 'The actors are not set alike.' });
  });

  it('say what is not known, and never a secret', () => {
    expect(rows([]).Model?.note).toContain('is one running?');
    expect(rows(null).All?.note).toContain('NATS');
    const all = JSON.stringify(settingsOf(own, [actor('1', { llmModel: { apiKey: 'hidden-word' } })]));
    expect(all).toContain('https://studio.example/base');
    expect(all).not.toContain('hidden-word');
  });
});
