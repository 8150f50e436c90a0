import { describe, expect, it } from 'vitest';
import type { PersonaDefinition } from '#lib/api/persona-queries.ts';
import { differences } from './definition.ts';

const one: PersonaDefinition = {
  id: 'a',
  name: 'Image artist',
  vibe: 'calm',
  tier: 'regular',
  weight: 1,
  weights: { post: 0.5, comment: 0.4, like: 0.7 },
  schedule: { timezone: 'UTC', activeDays: [1, 2], peakHours: [[9, 12]], peakMultiplier: 2, offPeakMultiplier: 0.3 },
  minIntervalS: 60,
  maxIntervalS: 300,
  interests: ['light'],
  personality: 'Dry.',
  usernamePrefix: 'art',
  workflow: 'wide_art',
  names: ['Ines'],
  handles: ['light'],
};

describe('two versions of a persona', () => {
  it('differ in words an operator reads', () => {
    const next = {
      ...one,
      hold: true,
      weights: { ...one.weights, post: 0.6 },
      schedule: { ...one.schedule, peakHours: [[20, 2]] as [number, number][] },
    };
    expect(differences(one, next)).toEqual([
      { name: 'Posts', from: '50 %', to: '60 %' },
      { name: 'Busy hours', from: '9–12', to: '20–2' },
      { name: 'Posts wait for a yes', from: 'no', to: 'yes' },
    ]);
  });

  it('that are the same do not', () => {
    expect(differences(one, { ...one, hold: false })).toEqual([]);
  });
});
