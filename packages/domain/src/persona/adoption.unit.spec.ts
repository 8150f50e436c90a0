import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentConfig } from '../agent/agent-config.ts';
import { adoptVersion } from './adoption.ts';
import { BUILT_IN_PERSONAS } from './catalogue.ts';
import type { Persona } from './persona-events.ts';
import { PRESETS, seedAgent } from './seeding.ts';

const before = BUILT_IN_PERSONAS[4] ?? expect.fail();
const seeded = (persona: Persona, index = 3, preset: (typeof PRESETS)[number] = 'natural') =>
  seedAgent({ fleetSeed: 's', index, personas: [{ version: 1, persona }], preset })?.config ?? expect.fail();

describe('a newer version of its persona', () => {
  test('reaches an agent as if it had been seeded from it, but for its name and rhythm', () => {
    const now: Persona = {
      ...before,
      vibe: 'calm',
      personality: 'Walks at night.',
      schedule: { ...before.schedule, timezone: 'Europe/Berlin' },
      minIntervalS: 60,
      maxIntervalS: 240,
      weights: { post: 0.4, comment: 0.4, like: 0.8 },
      workflow: 'chart',
      hold: true,
    };
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.constantFrom(...PRESETS), (index, preset) => {
        const own = seeded(before, index, preset);
        const { name: _, minIntervalS: min, maxIntervalS: max, weights, ...rest } = adoptVersion(own, before, now);
        const { name: __, minIntervalS, maxIntervalS, weights: wanted, ...fresh } = seeded(now, index, preset);
        expect({ ...rest, rhythm: null }).toEqual({ ...fresh, rhythm: null });
        expect(rest.rhythm).toEqual(own.rhythm);
        // Variation of intervals is kept to whole seconds of the old ones.
        expect(Math.abs(min - minIntervalS)).toBeLessThanOrEqual(3);
        expect(Math.abs(max - maxIntervalS)).toBeLessThanOrEqual(3);
        for (const kind of ['post', 'comment', 'like'] as const) expect(weights[kind]).toBeCloseTo(wanted[kind], 4);
      }),
    );
  });

  test('leaves what an operator set on the agent itself', () => {
    const own: AgentConfig = {
      ...seeded(before),
      ...{ vibe: 'mine', interests: ['boats'], personality: 'Mine alone.', minIntervalS: 100, maxIntervalS: 777 },
      ...{ weights: { post: 0.1, comment: 0.2, like: 0.9 }, workflow: 'interface', hold: true },
      schedule: { ...before.schedule, timezone: 'Asia/Tokyo' },
    };
    const now: Persona = {
      ...before,
      vibe: 'calm',
      weights: { post: 0.5, comment: 0.5, like: 0.5 },
      workflow: 'chart',
    };
    expect(adoptVersion(own, before, now)).toEqual(own);
  });

  test('keeps the order of interests that stay, and puts new ones behind', () => {
    const own = seeded(before);
    const [first, second, third] = own.interests as [string, string, string];
    const now = { ...before, interests: ['lichen', third, first] };
    expect(adoptVersion(own, before, now).interests).toEqual(
      [first, second, third].filter((one) => one !== second).concat('lichen'),
    );
  });

  test('that lifts the hold lifts it where the old version had set it', () => {
    const held = { ...before, hold: true };
    expect(seeded(held).hold).toBe(true);
    expect(adoptVersion(seeded(held), held, before).hold).toBeUndefined();
    expect(adoptVersion({ ...seeded(before), hold: true }, before, { ...before, vibe: 'calm' }).hold).toBe(true);
  });

  test('always gives a valid configuration, and nothing new where nothing changed', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 });
    const persona = fc
      .record({
        vibe: text,
        personality: fc.string({ maxLength: 2_000 }),
        bounds: fc.tuple(fc.integer({ min: 5, max: 86_400 }), fc.integer({ min: 5, max: 86_400 })),
        weights: fc.record({
          post: fc.double({ min: 0, max: 1, noNaN: true }),
          comment: fc.double({ min: 0, max: 1, noNaN: true }),
          like: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        interests: fc.uniqueArray(
          text.map((one) => one.trim() || 'x'),
          { maxLength: 20 },
        ),
      })
      .map(({ bounds: [a, b], ...rest }) => ({
        ...{ ...before, ...rest },
        ...{ minIntervalS: Math.min(a, b), maxIntervalS: Math.max(a, b) },
      }));
    fc.assert(
      fc.property(persona, persona, fc.nat({ max: 99 }), (old, now, index) => {
        const own = seeded(old, index);
        expect(AgentConfig.safeParse(adoptVersion(own, old, now)).success).toBe(true);
        expect(adoptVersion(own, old, old)).toEqual(AgentConfig.parse(own));
      }),
    );
  });
});
