import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { multiplierAt } from '@fleet/domain/timing/multiplier';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTIONS_PER_MINUTE, actionsPerFleetMinute, livelyHour, localLevel } from './local-pace.ts';

const HOUR_MS = 3_600_000;
const noon = Date.UTC(2026, 10, 20, 12);
const always = BUILT_IN_PERSONAS.map(({ schedule }) => ({ minIntervalS: 60, maxIntervalS: 180, schedule }));

const liveliness = (atMs: number): number =>
  BUILT_IN_PERSONAS.reduce((sum, { weight, schedule }) => sum + weight * multiplierAt(schedule, atMs), 0);

describe('the hour at which a local fleet begins', () => {
  test('is a whole hour of the seven days from today, and none of those is livelier', () => {
    const start = livelyHour(noon);
    const midnight = Date.UTC(2026, 10, 20);
    expect(start % HOUR_MS).toBe(0);
    const pair = (at: number): number => liveliness(at + HOUR_MS / 2) + liveliness(at + 1.5 * HOUR_MS);
    for (let hour = 0; hour < 7 * 24; hour++)
      expect(pair(midnight + hour * HOUR_MS)).toBeLessThanOrEqual(pair(start) + 1e-6);
  });

  test('does not depend on the real hour, and most personas are awake then', () => {
    expect(new Set(Array.from({ length: 24 }, (_, h) => livelyHour(Date.UTC(2026, 10, 20, h, 13)))).size).toBe(1);
    const start = livelyHour(noon) + HOUR_MS / 2;
    const awake = BUILT_IN_PERSONAS.filter(({ schedule }) => multiplierAt(schedule, start) >= 0.5);
    expect(awake.length).toBeGreaterThan(BUILT_IN_PERSONAS.length / 2);
  });
});

describe('the activity level of a local fleet', () => {
  const fleetOf = (count: number) => Array.from({ length: count }).flatMap((_, n) => always[n % always.length] ?? []);
  const at = livelyHour(noon) + HOUR_MS / 2;

  test('keeps to the local pace, whatever the number of agents and the clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.constantFrom(1, 3, 6, 60), (count, scale) => {
        const agents = fleetOf(count);
        const level = localLevel(agents, at, scale);
        const perMinute = actionsPerFleetMinute(agents, at) * scale * level;
        expect(level).toBeGreaterThan(0);
        expect(level).toBeLessThanOrEqual(1);
        // Two figures: at most a twentieth above.
        expect(perMinute).toBeLessThanOrEqual(ACTIONS_PER_MINUTE * 1.05);
        if (level < 1) expect(perMinute).toBeGreaterThanOrEqual(ACTIONS_PER_MINUTE * 0.95);
      }),
    );
  });

  test('is 1 for a small fleet, and for none', () => {
    expect(localLevel(fleetOf(1), at, 1)).toBe(1);
    expect(localLevel([], at, 3)).toBe(1);
  });
});
