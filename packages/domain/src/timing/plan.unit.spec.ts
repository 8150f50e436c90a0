import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schedule } from '../agent/agent-config.ts';
import { BUILT_IN_PERSONAS } from '../persona/catalogue.ts';
import { multiplierAt } from './multiplier.ts';
import { countTicks, MIN_GAP_MS, nextDue, type PlanAgent, planTicks } from './plan.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const schedule: fc.Arbitrary<Schedule> = fc.record({
  timezone: fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe'),
  activeDays: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
  peakHours: fc.array(fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 24 })), { maxLength: 3 }),
  peakMultiplier: fc.double({ min: 0.01, max: 10, noNaN: true }),
  offPeakMultiplier: fc.constantFrom(0, 0.01, 0.3, 1, 10),
});
const agent: fc.Arbitrary<PlanAgent> = fc
  .record({
    id: fc.uuid(),
    schedule,
    intervals: fc.tuple(fc.integer({ min: 5, max: 4_000 }), fc.integer({ min: 5, max: 4_000 })),
    level: fc.constantFrom(0, 0.1, 0.5, 1, 2.5, 4),
    effectiveFrom: fc.constant(0),
  })
  .map(({ intervals: [a, b], ...rest }) => ({ ...rest, minIntervalS: Math.min(a, b), maxIntervalS: Math.max(a, b) }));
const start = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
const length = fc.integer({ min: 0, max: 12 * HOUR_MS });

const personaAgent = (index: number, level = 1): PlanAgent => {
  const { id, schedule, minIntervalS, maxIntervalS } = BUILT_IN_PERSONAS[index] ?? expect.fail();
  return { id, schedule, minIntervalS, maxIntervalS, level, effectiveFrom: 0 };
};
const gaps = (moments: readonly number[]) => moments.slice(1).map((moment, i) => moment - (moments[i] ?? 0));
const shortest = (moments: readonly number[]) =>
  gaps(moments).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

describe('a plan', () => {
  test('of two windows is that of the window they make', () => {
    fc.assert(
      fc.property(agent, start, length, length, (who, from, first, second) => {
        const parts = [
          ...planTicks(who, 's', from, from + first),
          ...planTicks(who, 's', from + first, from + first + second),
        ];
        expect(parts).toEqual(planTicks(who, 's', from, from + first + second));
      }),
    );
  });

  test('is walked by the next due moment, one by one, and counted without walking', () => {
    fc.assert(
      fc.property(agent, start, length, (who, from, ms) => {
        const walked: number[] = [];
        let due = nextDue(who, 's', from - 1, from + ms);
        for (; due !== null; due = nextDue(who, 's', due, from + ms)) walked.push(due);
        expect(walked).toEqual(planTicks(who, 's', from, from + ms));
        expect(countTicks(who, 's', from, from + ms)).toBe(walked.length);
      }),
      { numRuns: 50 },
    );
  });

  test('has no two moments within 5 s, at no level, multiplier or interval', () => {
    fc.assert(
      fc.property(agent, start, (who, from) => {
        expect(shortest(planTicks(who, 's', from, from + 6 * HOUR_MS))).toBeGreaterThanOrEqual(MIN_GAP_MS);
      }),
    );
  });

  test('reaches nowhere before its effective time, and is untouched by it after', () => {
    fc.assert(
      fc.property(agent, start, length, (who, from, ms) => {
        const cut = planTicks({ ...who, effectiveFrom: from + ms }, 's', from, from + DAY_MS / 2);
        expect(cut).toEqual(planTicks(who, 's', from + ms, Math.max(from + ms, from + DAY_MS / 2)));
      }),
      { numRuns: 50 },
    );
  });

  test('is empty at level 0, and for a schedule that never moves', () => {
    const monday = Date.UTC(2026, 2, 2);
    expect(planTicks(personaAgent(0, 0), 's', monday, monday + DAY_MS)).toEqual([]);
    const never = {
      ...personaAgent(0),
      schedule: { ...personaAgent(0).schedule, activeDays: [], offPeakMultiplier: 0 },
    };
    expect(planTicks(never, 's', monday, monday + DAY_MS)).toEqual([]);
    expect(nextDue(never, 's', monday, Number.POSITIVE_INFINITY)).toBeNull();
  });

  test('has no moment in hours of multiplier 0', () => {
    const weekdays = { ...personaAgent(0), schedule: { ...personaAgent(0).schedule, offPeakMultiplier: 0 } };
    const from = Date.UTC(2026, 2, 1);
    const moments = planTicks(weekdays, 's', from, from + 28 * DAY_MS);
    expect(moments.length).toBeGreaterThan(1_000);
    expect(moments.filter((moment) => multiplierAt(weekdays.schedule, moment) === 0)).toEqual([]);
  });

  test.each(BUILT_IN_PERSONAS.flatMap(({ id }, index) => [0.3, 1, 4].map((level) => ({ id, index, level }))))(
    'of $id at level $level keeps the mean rate within 3 %, over the days clocks change',
    ({ index, level }) => {
      const who = personaAgent(index, level);
      const from = Date.UTC(2026, 2, 1);
      const to = from + 35 * DAY_MS;
      let expected = 0;
      for (let at = from; at < to; at += HOUR_MS)
        expected += (multiplierAt(who.schedule, at) * level * 3_600) / ((who.minIntervalS + who.maxIntervalS) / 2);
      const moments = planTicks(who, 'rate', from, to);
      expect(Math.abs(moments.length / expected - 1)).toBeLessThan(0.03);
      expect(shortest(moments)).toBeGreaterThanOrEqual(MIN_GAP_MS);
    },
  );

  test('keeps every gap within the interval, divided by the multiplier', () => {
    const who = { ...personaAgent(0), schedule: { ...personaAgent(0).schedule, peakHours: [], offPeakMultiplier: 1 } };
    const from = Date.UTC(2026, 2, 2);
    const all = gaps(planTicks(who, 's', from, from + 5 * DAY_MS)).map((gap) => Math.round(gap / 1_000));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...all)).toBeLessThanOrEqual(300);
    expect(Math.min(...all)).toBeLessThan(75);
    expect(Math.max(...all)).toBeGreaterThan(285);
  });

  test('follows local time over both changes of the clock', () => {
    const nights: Schedule = {
      timezone: 'Europe/London',
      activeDays: [0, 1, 2, 3, 4, 5, 6],
      peakHours: [[9, 17]],
      peakMultiplier: 10,
      offPeakMultiplier: 1,
    };
    const who: PlanAgent = {
      id: 'a',
      schedule: nights,
      minIntervalS: 60,
      maxIntervalS: 120,
      level: 1,
      effectiveFrom: 0,
    };
    const inHour = (utc: number) => planTicks(who, 's', utc, utc + HOUR_MS).length;
    expect(inHour(Date.UTC(2026, 2, 28, 8))).toBeLessThan(100);
    expect(inHour(Date.UTC(2026, 2, 29, 8))).toBeGreaterThan(300);
    expect(inHour(Date.UTC(2026, 9, 24, 8))).toBeGreaterThan(300);
    expect(inHour(Date.UTC(2026, 9, 25, 8))).toBeLessThan(100);
  });

  test('is not that of another agent or another seed, and always the same', () => {
    const from = Date.UTC(2026, 2, 2, 15);
    const plan = planTicks(personaAgent(0), 'floimg', from, from + HOUR_MS / 4);
    expect(plan.map((moment) => moment - from)).toMatchInlineSnapshot(`
      [
        118367,
        176068,
        276534,
        352499,
        468123,
        553272,
        670560,
        740367,
        814988,
        891533,
      ]
    `);
    expect(planTicks(personaAgent(0), 'other', from, from + HOUR_MS / 4)).not.toEqual(plan);
    expect(planTicks({ ...personaAgent(0), id: 'x' }, 'floimg', from, from + HOUR_MS / 4)).not.toEqual(plan);
  });
});
