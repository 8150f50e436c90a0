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

  test('is retired once and may come back', () => {
    persona().when({ type: 'retire', by: 'cli', reason: 'old' }).thenRefused('not_found');
    persona(published).when({ type: 'retire', by: 'cli', reason: 'old' }).then(retired);
    persona(published, retired).when({ type: 'retire', by: 'cli', reason: 'old' }).thenNothing();
    persona(published, retired)
      .when({ type: 'publish', persona: base, by: 'cli' })
      .then({ type: 'PersonaPublished', data: { version: 2, persona: base, by: 'cli' } });
  });
});
