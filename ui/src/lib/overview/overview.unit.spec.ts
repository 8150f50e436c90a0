import type { StatPoint } from '@fleet/domain/read-models/api';
import { describe, expect, it } from 'vitest';
import { rangeOf, spanOf } from './ranges.ts';
import { sumOf, toSeries } from './series.ts';
import { hourText, zonesAt } from './zones.ts';

const now = Date.parse('2026-03-02T12:00:30Z');
const minuteMs = 60_000;
const point = (minutesAgo: number, kind: StatPoint['kind'] = 'post', count = 1): StatPoint => ({
  at: new Date(Math.floor(now / minuteMs) * minuteMs - minutesAgo * minuteMs).toISOString(),
  kind,
  count,
  costUsd: count / 100,
});

describe('the series of the chart', () => {
  it('ends with the last full minute and leaves out the one that is running', () => {
    const series = toSeries([point(0), point(1), point(10), point(11)], 10, now);
    expect(series.at).toHaveLength(10);
    expect(series.counts.post).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('sums minutes into steps and loses none', () => {
    const points = Array.from({ length: 400 }, (_, minutesAgo) => point(minutesAgo + 1));
    const series = toSeries(points, 360, now, 5);
    expect(series.at).toHaveLength(72);
    expect(series.counts.post).toEqual(Array.from({ length: 72 }, () => 5));
    expect(series.costUsd[0]).toBeCloseTo(0.05);
  });

  it('adds kinds step by step', () => {
    const series = toSeries([point(1, 'post', 2), point(1, 'like', 3), point(2, 'rejected', 4)], 3, now);
    expect(sumOf(series, ['post', 'like'])).toEqual([0, 0, 5]);
    expect(sumOf(series, ['rejected'])).toEqual([0, 4, 0]);
  });
});

describe('the range of the chart', () => {
  it('is the one that was asked for', () => {
    expect(rangeOf('6h', [], now).minutes).toBe(360);
    expect(rangeOf('24h', [point(50)], now).minutes).toBe(1_440);
  });

  it('is ten minutes while nothing is older, and an hour afterwards', () => {
    expect(rangeOf(null, [], now).id).toBe('10m');
    expect(rangeOf(null, [point(2), point(9)], now).id).toBe('10m');
    expect(rangeOf(null, [point(30)], now).id).toBe('1h');
    expect(rangeOf('for ever', [point(30)], now).id).toBe('1h');
  });
});

describe('who is awake', () => {
  const zone = (timeZone: string) => ({ timeZone, total: 3, running: 2, awake: 1 });

  it('has the local hour by the fleet clock, and whether it is day', () => {
    const zones = zonesAt([zone('Asia/Tokyo'), zone('America/New_York')], now, 8);
    expect(zones.map(({ hour, day }) => [hour, day])).toEqual([
      [21, false],
      [7, true],
    ]);
    expect([hourText(7.5), hourText(21)]).toEqual(['07:30', '21:00']);
  });

  it('shows as many as there is room for', () => {
    expect(zonesAt([zone('UTC'), zone('Asia/Tokyo')], now, 1)).toHaveLength(1);
  });
});

describe('a span picked on the chart', () => {
  const label = () => 'picked';
  it('is kept as it was picked, with a step that fits it', () => {
    expect(spanOf('2026-03-02T10:00:00Z', '2026-03-02T10:30:00Z', label)).toEqual({
      id: 'span',
      label: 'picked',
      minutes: 30,
      stepMinutes: 1,
      to: Date.parse('2026-03-02T10:30:00Z'),
    });
    expect(spanOf('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', label)?.stepMinutes).toBe(20);
  });

  it('is none when the address makes no sense', () => {
    for (const [from, to] of [
      ['x', '2026-03-02T10:30:00Z'],
      [null, null],
      ['2026-03-02T10:30:00Z', '2026-03-02T10:00:00Z'],
    ] as const)
      expect(spanOf(from, to, label)).toBeNull();
  });
});
