import { describe, expect, test } from 'vitest';
import type { Schedule } from '../agent/agent-config.ts';
import { multiplierAt } from './multiplier.ts';
import { zoneOffsetMs } from './zone.ts';

const schedule = (change: Partial<Schedule>): Schedule => ({
  timezone: 'UTC',
  activeDays: [1],
  peakHours: [],
  peakMultiplier: 2,
  offPeakMultiplier: 0.5,
  ...change,
});
const monday = (hour: number, minute = 0) => Date.UTC(2026, 2, 2, hour, minute);
const HOUR_MS = 3_600_000;

describe('the multiplier', () => {
  test('is the peak one in a peak hour of an active day, 1 beside it, off-peak on other days', () => {
    const nine = schedule({ peakHours: [[9, 12]] });
    expect([monday(8, 59), monday(9), monday(11, 59), monday(12)].map((at) => multiplierAt(nine, at))).toEqual([
      1, 2, 2, 1,
    ]);
    expect(multiplierAt(nine, monday(9) + 24 * HOUR_MS)).toBe(0.5);
  });

  test('knows ranges that cross midnight, end with the day, or are empty', () => {
    const at = (range: [number, number], hour: number) => multiplierAt(schedule({ peakHours: [range] }), monday(hour));
    expect([19, 20, 23, 0, 3, 4].map((hour) => at([20, 4], hour))).toEqual([1, 2, 2, 2, 2, 1]);
    expect([17, 18, 23, 0].map((hour) => at([18, 24], hour))).toEqual([1, 2, 2, 1]);
    expect([0, 9, 23].map((hour) => at([9, 9], hour))).toEqual([1, 1, 1]);
  });

  test("is that of the zone's own day and hour", () => {
    const tokyo = schedule({ timezone: 'Asia/Tokyo', peakHours: [[9, 10]] });
    expect(multiplierAt(tokyo, monday(0))).toBe(2);
    expect(multiplierAt(tokyo, monday(0) - 10 * HOUR_MS)).toBe(0.5);
  });
});

describe('a zone', () => {
  test.each([
    ['America/New_York', '2026-03-08T06:59:59Z', -5],
    ['America/New_York', '2026-03-08T07:00:00Z', -4],
    ['America/New_York', '2026-11-01T05:59:59Z', -4],
    ['America/New_York', '2026-11-01T06:00:00Z', -5],
    ['Europe/London', '2026-03-29T01:00:00Z', 1],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5],
    ['Asia/Kathmandu', '2026-07-01T00:00:00Z', 5.75],
    ['Europe/Istanbul', '2015-12-01T00:00:00Z', 2],
    ['Europe/Istanbul', '2026-12-01T00:00:00Z', 3],
    ['UTC', '2026-12-01T00:00:00Z', 0],
  ])('%s is at %s %d h from UTC', (zone, at, hours) => {
    expect(zoneOffsetMs(zone, Date.parse(at))).toBe(hours * HOUR_MS);
  });

  test('unknown to the runtime is an error', () => {
    expect(() => zoneOffsetMs('Mars/Olympus', 0)).toThrow(RangeError);
  });
});
