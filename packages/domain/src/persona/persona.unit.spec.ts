import { given } from '@fleet/testkit/given';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_PERSONAS } from './catalogue.ts';
import { decidePersona, evolvePersona, initialPersona, type PersonaCommand, type PersonaState } from './persona.ts';
import type { PersonaEvent } from './persona-events.ts';

const base = BUILT_IN_PERSONAS[0] ?? expect.fail();
const changed = { ...base, vibe: 'calm' };
const persona = given<PersonaState, PersonaEvent, PersonaCommand>({
  initial: initialPersona,
  evolve: evolvePersona,
  decide: decidePersona,
});
const published: PersonaEvent = { type: 'PersonaPublished', data: { version: 1, persona: base, by: 'cli' } };
const retired: PersonaEvent = { type: 'PersonaRetired', data: { version: 1, by: 'cli', reason: 'old' } };

describe('a persona', () => {
  test('is published in versions; the same definition again is none', () => {
    persona().when({ type: 'publish', persona: base, by: 'cli' }).then(published);
    persona(published).when({ type: 'publish', persona: base, by: 'cli' }).thenNothing();
    persona(published)
      .when({ type: 'publish', persona: changed, by: 'cli' })
      .then({ type: 'PersonaPublished', data: { version: 2, persona: changed, by: 'cli' } });
  });

  test('with its intervals the wrong way round is refused', () => {
    persona()
      .when({ type: 'publish', persona: { ...base, minIntervalS: 400 }, by: 'cli' })
      .thenRefused('invalid_persona');
    persona(published)
      .when({ type: 'publish', persona: { ...base, id: 'other' }, by: 'cli' })
      .thenRefused('invalid_persona', /product_photographer/);
  });

  test('that was changed meanwhile is not overwritten', () => {
    const publish = { type: 'publish', persona: changed, by: 'cli', reason: 'calmer' } as const;
    const next: PersonaEvent = {
      type: 'PersonaPublished',
      data: { version: 2, persona: changed, by: 'cli', reason: 'calmer' },
    };
    persona(published)
      .when({ ...publish, expectedVersion: 1 })
      .then(next);
    persona(published, next)
      .when({ ...publish, expectedVersion: 1 })
      .thenRefused('version_changed', /version 2 stands now/);
    persona()
      .when({ ...publish, expectedVersion: 1 })
      .thenRefused('version_changed', /none yet/);
    persona(published)
      .when({ ...publish, expectedVersion: null })
      .thenRefused('version_changed');
  });

  test('names every wrong field with its value', () => {
    const wrong = { ...base, weights: { ...base.weights, post: 2 }, names: [] };
    const decided = persona().when({ type: 'publish', persona: wrong, by: 'cli' }).decided;
    expect(decided).toMatchObject({
      code: 'invalid_persona',
      errors: [
        { field: 'weights.post', message: 'is 2: must be at most 1' },
        { field: 'names', message: 'is []: is empty: give at least one name' },
      ],
    });
  });

  test('is retired once and may come back', () => {
    persona().when({ type: 'retire', by: 'cli', reason: 'old' }).thenRefused('not_found');
    persona(published).when({ type: 'retire', by: 'cli', reason: 'old' }).then(retired);
    persona(published, retired).when({ type: 'retire', by: 'cli', reason: 'old' }).thenNothing();
    persona(published, retired)
      .when({ type: 'publish', persona: base, by: 'cli' })
      .then({ type: 'PersonaPublished', data: { version: 2, persona: base, by: 'cli' } });
  });
});
