import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Schedule } from '../agent/agent-config.ts';
import { BUILT_IN_PERSONAS } from '../persona/catalogue.ts';
import { multiplierAt } from './multiplier.ts';
import { countTicks, expectedTicks, MIN_GAP_MS, nextDue, type PlanAgent, planTicks } from './plan.ts';
import { zoneOffsetMs } from './zone.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const schedule: fc.Arbitrary<Schedule> = fc.record({
  timezone: fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe'),
  activeDays: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
  peakHours: fc.array(fc.tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 24 })), { maxLength: 3 }),
  peakMultiplier: fc.double({ min: 0.01, max: 10, noNaN: true }),
  offPeakMultiplier: fc.constantFrom(0, 0.01, 0.3, 1, 10),
});
const interval = fc.oneof(fc.integer({ min: 5, max: 900 }), fc.integer({ min: 5, max: 86_400 }));
const agent: fc.Arbitrary<PlanAgent> = fc
  .record({
    id: fc.uuid(),
    schedule,
    intervals: fc.tuple(interval, interval),
    level: fc.constantFrom(0, 0.1, 0.5, 1, 2.5, 4),
    effectiveFrom: fc.constant(0),
    rhythm: fc.record({
      model: fc.constant('sessions' as const),
      sessionsPerDay: fc.double({ min: 0.05, max: 48, noNaN: true }),
    }),
  })
  .map(({ intervals: [a, b], ...rest }) => ({ ...rest, minIntervalS: Math.min(a, b), maxIntervalS: Math.max(a, b) }));
const start = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
const length = fc.integer({ min: 0, max: 3 * DAY_MS });

const personaAgent = (index: number, sessionsPerDay = 2, change: Partial<PlanAgent> = {}): PlanAgent => {
  const { id, schedule, minIntervalS, maxIntervalS } = BUILT_IN_PERSONAS[index] ?? expect.fail();
  const rhythm = { model: 'sessions' as const, sessionsPerDay };
  return { id, schedule, minIntervalS, maxIntervalS, level: 1, effectiveFrom: 0, rhythm, ...change };
};
const gaps = (moments: readonly number[]) => moments.slice(1).map((moment, i) => moment - (moments[i] ?? 0));
const march = Date.UTC(2026, 2, 2);

describe('a plan of sessions', () => {
  test('of two windows is that of the window they make', () => {
    fc.assert(
      fc.property(agent, start, length, length, (who, from, first, second) => {
        const middle = from + first;
        const parts = [...planTicks(who, 's', from, middle), ...planTicks(who, 's', middle, middle + second)];
        expect(parts).toEqual(planTicks(who, 's', from, middle + second));
      }),
    );
  });

  test('is walked by the next due moment, one by one, and counted', () => {
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

  test('goes on for ever: the next due moment needs no horizon', () => {
    fc.assert(
      fc.property(agent, start, (who, from) => {
        const due = nextDue(who, 's', from, Number.POSITIVE_INFINITY);
        if (due === null) expect(planTicks(who, 's', from + 1, from + 30 * DAY_MS)).toEqual([]);
        else expect(planTicks(who, 's', from + 1, due + 1)).toEqual([due]);
      }),
      { numRuns: 50 },
    );
  });

  test('turned down loses moments and moves none', () => {
    const levels = fc.tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true }));
    fc.assert(
      fc.property(agent, levels, start, length, (who, [a, b], from, ms) => {
        const low = planTicks({ ...who, level: Math.min(a, b) }, 's', from, from + ms);
        const high = new Set(planTicks({ ...who, level: Math.max(a, b) }, 's', from, from + ms));
        expect(low.filter((moment) => !high.has(moment))).toEqual([]);
      }),
    );
  });

  test('has no two moments within 5 s, and they ascend, at no level, multiplier or interval otherwise', () => {
    fc.assert(
      fc.property(agent, start, (who, from) => {
        const all = gaps(planTicks(who, 's', from, from + 5 * DAY_MS));
        expect(all.reduce((a, b) => Math.min(a, b), MIN_GAP_MS)).toBe(MIN_GAP_MS);
      }),
    );
  });

  test('reaches nowhere before its effective time, and is untouched by it after', () => {
    fc.assert(
      fc.property(agent, start, length, (who, from, ms) => {
        const cut = planTicks({ ...who, effectiveFrom: from + ms }, 's', from, from + 2 * DAY_MS);
        expect(cut).toEqual(planTicks(who, 's', from + ms, Math.max(from + ms, from + 2 * DAY_MS)));
      }),
      { numRuns: 50 },
    );
  });

  test('has no visit longer than eight hours, however slow the schedule', () => {
    const slow = { ...(BUILT_IN_PERSONAS[3]?.schedule ?? expect.fail()), activeDays: [], offPeakMultiplier: 0.02 };
    const moments = planTicks(personaAgent(3, 40, { schedule: slow }), 's', march, march + 2_000 * DAY_MS);
    expect(moments.length).toBeGreaterThan(100);
    let begin = moments[0] ?? 0;
    for (const [i, moment] of moments.entries()) {
      // Quiet time between visits is 30 operational minutes at least, which are 25 h at this speed.
      if (moment - (moments[i - 1] ?? 0) > 16 * HOUR_MS) begin = moment;
      expect(moment - begin).toBeLessThanOrEqual(8 * HOUR_MS);
    }
  });

  test('is empty at level 0, and for a schedule that never moves', () => {
    expect(planTicks(personaAgent(0, 2, { level: 0 }), 's', march, march + 9 * DAY_MS)).toEqual([]);
    const still = { ...personaAgent(0).schedule, activeDays: [], offPeakMultiplier: 0 };
    expect(nextDue(personaAgent(0, 2, { schedule: still }), 's', march, Number.POSITIVE_INFINITY)).toBeNull();
    expect(expectedTicks(personaAgent(0, 2, { schedule: still }), march, march + DAY_MS)).toBe(0);
  });

  test.each(
    BUILT_IN_PERSONAS.flatMap(({ id }, index) => [0.5, 8].map((sessionsPerDay) => ({ id, index, sessionsPerDay }))),
  )('of $id has the moments asked for at $sessionsPerDay sessions a day, within 3 %', ({ index, sessionsPerDay }) => {
    const weeks = sessionsPerDay < 1 ? 2_000 : 200;
    const to = march + weeks * 7 * DAY_MS;
    const agents = ['a', 'b', 'c'].map((id) => personaAgent(index, sessionsPerDay, { id }));
    const sum = (of: (who: PlanAgent) => number) => agents.reduce((total, who) => total + of(who), 0);
    const measured = sum((who) => countTicks(who, 'rate', march, to));
    expect(Math.abs(measured / (3 * sessionsPerDay * weeks * 7 * 4.976) - 1)).toBeLessThan(0.03);
    expect(Math.abs(measured / sum((who) => expectedTicks(who, march, to)) - 1)).toBeLessThan(0.03);
  });

  test('has what is expected at other levels too, although busy agents cannot double for ever', () => {
    for (const level of [0.25, 4]) {
      const who = personaAgent(0, 4, { level });
      const to = march + 1_400 * DAY_MS;
      expect(Math.abs(countTicks(who, 's', march, to) / expectedTicks(who, march, to) - 1)).toBeLessThan(0.04);
    }
  });

  test('follows the hours of its own zone, over both changes of the clock', () => {
    const office: Schedule = {
      timezone: 'America/New_York',
      activeDays: [0, 1, 2, 3, 4, 5, 6],
      peakHours: [[9, 12]],
      peakMultiplier: 4,
      offPeakMultiplier: 1,
    };
    const hours = new Array<number>(24).fill(0);
    for (let i = 0; i < 200; i++) {
      const who = personaAgent(0, 4, { id: `agent-${i}`, schedule: office });
      for (const moment of planTicks(who, 's', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))) {
        const hour = new Date(moment + zoneOffsetMs(office.timezone, moment)).getUTCHours();
        hours[hour] = (hours[hour] ?? 0) + 1;
      }
    }
    const total = hours.reduce((sum, count) => sum + count, 0);
    for (const [hour, count] of hours.entries()) {
      const planned = (hour >= 9 && hour < 12 ? 4 : 1) / 33;
      expect(Math.abs(count / total / planned - 1), `hour ${hour}`).toBeLessThan(0.05);
    }
  });

  test('has no moment in hours of multiplier 0', () => {
    const weekdays = { ...personaAgent(0).schedule, offPeakMultiplier: 0 };
    const moments = planTicks(personaAgent(0, 6, { schedule: weekdays }), 's', march, march + 280 * DAY_MS);
    expect(moments.length).toBeGreaterThan(1_000);
    expect(moments.filter((moment) => multiplierAt(weekdays, moment) === 0)).toEqual([]);
  });

  test('is not that of another agent or another seed, and always the same', () => {
    const plan = planTicks(personaAgent(0), 'floimg', march, march + DAY_MS);
    expect(plan.map((moment) => new Date(moment).toISOString().slice(11))).toMatchInlineSnapshot(`
      [
        "12:08:40.097Z",
        "12:12:12.480Z",
        "12:15:11.318Z",
        "12:17:40.328Z",
        "12:19:46.235Z",
        "13:27:29.251Z",
        "13:29:10.025Z",
        "13:33:50.365Z",
        "21:20:04.491Z",
        "21:22:08.249Z",
        "21:22:54.962Z",
        "21:24:42.088Z",
        "21:25:27.465Z",
        "21:26:24.321Z",
      ]
    `);
    expect(planTicks(personaAgent(0), 'other', march, march + DAY_MS)).not.toEqual(plan);
    expect(planTicks(personaAgent(0, 2, { id: 'x' }), 'floimg', march, march + DAY_MS)).not.toEqual(plan);
  });
});
