import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentConfig, Username } from '../agent/agent-config.ts';
import { BUILT_IN_PERSONAS } from './catalogue.ts';
import { participationOf } from './participation.ts';
import { Persona } from './persona-events.ts';
import { presetRhythm, presetWeights, seedAgent } from './seeding.ts';

const personas = BUILT_IN_PERSONAS.map((persona) => ({ version: 1, persona }));
const seed = (index: number, change: Partial<Parameters<typeof seedAgent>[0]> = {}) =>
  seedAgent({ fleetSeed: 'floimg', index, personas, preset: 'natural', ...change }) ?? expect.fail();

describe('the built-in personas', () => {
  test('are the six, with the figures they were given', () => {
    const figures = BUILT_IN_PERSONAS.map(({ id, weight, tier, minIntervalS, maxIntervalS, weights }) =>
      [id, weight, tier, minIntervalS, maxIntervalS, weights.post, weights.comment, weights.like].join(' '),
    );
    expect(figures).toEqual([
      'product_photographer 1.5 regular 60 300 0.7 0.4 0.8',
      'social_marketer 1.3 power 30 90 0.8 0.6 0.9',
      'indie_game_dev 1 regular 60 300 0.5 0.5 0.7',
      'data_viz 0.8 casual 300 900 0.4 0.3 0.6',
      'ai_artist 1.2 power 30 90 0.9 0.7 0.9',
      'ux_designer 1 regular 60 300 0.5 0.4 0.7',
    ]);
  });

  test.each(BUILT_IN_PERSONAS.map((persona) => [persona.id, persona] as const))(
    '%s is valid and has names enough',
    (_, persona) => {
      expect(Persona.parse(persona)).toEqual(persona);
      expect(new Set(persona.names).size).toBeGreaterThanOrEqual(40);
      expect(new Set(persona.handles).size).toBeGreaterThanOrEqual(40);
    },
  );

  test('share no names and no handles', () => {
    for (const words of [BUILT_IN_PERSONAS.flatMap((p) => p.names), BUILT_IN_PERSONAS.flatMap((p) => p.handles)])
      expect(new Set(words).size).toBe(words.length);
  });
});

describe('seeding', () => {
  test('gives the same agent for the same seed, personas and index, whatever their order', () => {
    expect(seed(5)).toEqual(seed(5, { personas: [...personas].reverse() }));
    expect(seed(5).username).toMatchInlineSnapshot(`"data_sparkline"`);
    expect(seed(5, { fleetSeed: 'other' })).not.toEqual(seed(5));
  });

  test('never gives two places the same username, within 3 to 30 characters', () => {
    const usernames = Array.from({ length: 2_000 }, (_, index) => seed(index).username);
    const alone = Array.from({ length: 2_000 }, (_, index) => seed(index, { persona: 'data_viz' }).username);
    for (const all of [usernames, alone]) {
      expect(new Set(all).size).toBe(all.length);
      for (const username of all) Username.parse(username);
    }
  });

  test('never does so for personas of any handles either', () => {
    const handles = fc.array(fc.stringMatching(/^[a-z0-9_]{2,16}$/), { minLength: 1, maxLength: 5 });
    const base = BUILT_IN_PERSONAS[0] ?? expect.fail();
    fc.assert(
      fc.property(handles, (words) => {
        const own = [{ version: 1, persona: { ...base, usernamePrefix: 'twelve_chars', handles: words } }];
        const all = Array.from({ length: 60 }, (_, index) => seed(index, { personas: own }).username);
        expect(new Set(all).size).toBe(all.length);
        for (const username of all) Username.parse(username);
      }),
      { numRuns: 50 },
    );
  });

  test('gives valid configurations, each a little different, within its persona', () => {
    const agents = Array.from({ length: 200 }, (_, index) => seed(index));
    for (const { config, personaId, username } of agents) {
      const persona = BUILT_IN_PERSONAS.find(({ id }) => id === personaId) ?? expect.fail();
      AgentConfig.parse(config);
      expect(username.startsWith(persona.usernamePrefix)).toBe(true);
      expect(config.minIntervalS).toBeGreaterThanOrEqual(persona.minIntervalS);
      expect(config.maxIntervalS).toBeLessThanOrEqual(persona.maxIntervalS);
      expect(config.minIntervalS + config.maxIntervalS).toBe(persona.minIntervalS + persona.maxIntervalS);
      expect([...config.interests].sort()).toEqual([...persona.interests].sort());
    }
    expect(new Set(agents.map(({ name }) => name)).size).toBeGreaterThan(150);
    expect(new Set(agents.map(({ config }) => config.personality)).size).toBeGreaterThan(40);
  });

  test('chooses personas by weight, or the one asked for', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6_800; index++)
      counts.set(seed(index).personaId, (counts.get(seed(index).personaId) ?? 0) + 1);
    for (const { id, weight } of BUILT_IN_PERSONAS)
      expect(Math.abs((counts.get(id) ?? 0) / 1_000 / weight - 1)).toBeLessThan(0.12);
    expect(seed(0, { persona: 'ux_designer' }).personaId).toBe('ux_designer');
    expect(seedAgent({ fleetSeed: 's', index: 0, personas, persona: 'nobody', preset: 'lively' })).toBeNull();
    expect(seedAgent({ fleetSeed: 's', index: 0, personas: [], preset: 'lively' })).toBeNull();
  });

  test('leaves two thirds to browsing in the natural preset, with the same proportions', () => {
    const weights = { post: 0.7, comment: 0.4, like: 0.8 };
    expect(presetWeights(weights, 'lively')).toEqual(weights);
    const natural = presetWeights(weights, 'natural');
    expect(natural.post + natural.comment + natural.like).toBeCloseTo(1 / 3, 4);
    expect(natural.like / natural.comment).toBeCloseTo(2, 4);
    const looker = presetWeights(weights, 'natural', { sessionsPerDay: 1, engagement: 0.02 });
    expect(looker.post + looker.comment + looker.like).toBeCloseTo(0.02, 4);
    const calm = { post: 0.1, comment: 0, like: 0.1 };
    expect(presetWeights(calm, 'natural')).toEqual(calm);
  });

  test('brings visits with the natural preset and the interval with the lively one, or the model asked for', () => {
    const visits = seed(3).config.rhythm;
    expect(visits).toMatchObject({ model: 'sessions' });
    expect(seed(3, { preset: 'lively', model: 'sessions' }).config.rhythm).toEqual(visits);
    expect(seed(3, { preset: 'lively' }).config).toMatchObject({ rhythm: { model: 'interval' } });
    const even = seed(3, { model: 'interval' }).config;
    expect(even.rhythm).toEqual({ model: 'interval' });
    expect(even.weights.post + even.weights.comment + even.weights.like).toBeCloseTo(1 / 3, 4);
    expect(presetRhythm('natural')).toEqual({ model: 'sessions', sessionsPerDay: 1.75 });
    expect(presetRhythm('natural', undefined, 'interval')).toEqual({ model: 'interval' });
    expect(presetRhythm('lively')).toEqual({ model: 'interval' });
  });

  test.each([24, 100, 1_000])('gives a fleet of %d its few busy agents and its many lookers', (size) => {
    const parts = Array.from({ length: size }, (_, index) => participationOf('floimg', index));
    const sessions = parts.map(({ sessionsPerDay }) => sessionsPerDay).sort((a, b) => a - b);
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    expect(sessions[0]).toBeGreaterThanOrEqual(0.1);
    expect(sessions.at(-1)).toBeLessThanOrEqual(8);
    expect(sessions.at(-1)).toBeGreaterThan(4);
    expect(sessions[Math.floor(size / 2)]).toBeLessThan(1.1);
    const posts = parts.map((part) => part.sessionsPerDay * part.engagement).sort((a, b) => b - a);
    expect(sum(posts.slice(0, Math.ceil(size / 10))) / sum(posts)).toBeGreaterThan(0.7);
    if (size < 1_000) return;
    expect(sum(sessions) / size).toBeCloseTo(1.75, 1);
    expect(sum(posts) / sum(sessions)).toBeCloseTo(1 / 3, 1);
  });
});
