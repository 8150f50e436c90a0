import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_PERSONAS } from '../persona/catalogue.ts';
import { levelOf } from './level.ts';
import { planTicks } from './plan.ts';

const level = fc.double({ min: 0, max: 4, noNaN: true });
const HOUR_MS = 3_600_000;
const from = Date.UTC(2026, 2, 2);

describe('the level that an agent is planned at', () => {
  test('is the product of the fleet’s and its persona’s, at most 4; others are not touched', () => {
    expect(levelOf(2, { ai_artist: 0.5 }, 'ai_artist')).toBe(1);
    expect(levelOf(2, { ai_artist: 0.5 }, 'data_viz')).toBe(2);
    expect(levelOf(2, { ai_artist: 0.5 }, null)).toBe(2);
    expect(levelOf(4, { ai_artist: 4 }, 'ai_artist')).toBe(4);
    expect(levelOf(0, { ai_artist: 4 }, 'ai_artist')).toBe(0);
    expect(levelOf(4, { ai_artist: 0 }, 'ai_artist')).toBe(0);
  });

  test('never falls when either rises, and stays within 0 and 4', () => {
    fc.assert(
      fc.property(level, level, level, level, (a, b, c, d) => {
        const [fleet, more] = [Math.min(a, b), Math.max(a, b)];
        const [of, moreOf] = [Math.min(c, d), Math.max(c, d)];
        const at = (f: number, p: number) => levelOf(f, { p }, 'p');
        expect(at(more, of)).toBeGreaterThanOrEqual(at(fleet, of));
        expect(at(fleet, moreOf)).toBeGreaterThanOrEqual(at(fleet, of));
        expect(at(fleet, of)).toBeGreaterThanOrEqual(0);
        expect(at(more, moreOf)).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('turned down for a persona takes sessions away and moves none', () => {
    const { schedule, minIntervalS, maxIntervalS } = BUILT_IN_PERSONAS[4] ?? expect.fail();
    const moments = (id: string, fleet: number, persona: number) => {
      const plan = { id, schedule, minIntervalS, maxIntervalS, level: levelOf(fleet, { p: persona }, 'p') };
      const rhythm = { model: 'sessions' as const, sessionsPerDay: 3 };
      return planTicks({ ...plan, rhythm, effectiveFrom: 0 }, 's', from, from + 48 * HOUR_MS);
    };
    fc.assert(
      fc.property(fc.uuid(), level, level, level, (id, fleet, a, b) => {
        const fewer = moments(id, fleet, Math.min(a, b));
        const more = new Set(moments(id, fleet, Math.max(a, b)));
        expect(fewer.filter((moment) => !more.has(moment))).toEqual([]);
      }),
    );
  });
});
