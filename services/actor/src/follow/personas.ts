import { decodePersonaEvent } from '@fleet/domain/codec';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { Log } from '../deps.ts';
import type { PersonaTexts } from '../ports.ts';
import { type Following, followCategory } from './follow-category.ts';

export type PersonaWatch = Following & {
  /**
   * What exactly this version of the persona writes with; of a version that is not known (any more, or yet) the newest
   * known one's. Null: no persona, or one that is not known at all.
   */
  textsOf(persona: { readonly id: string; readonly version: number } | null): PersonaTexts | null;
};

export const PERSONAS_KEPT = 1_000;
export const VERSIONS_KEPT = 50;

const textsIn = ({ id, voice, examples, bank }: Persona, version: number): PersonaTexts => ({
  ...{ persona: id, version, voice: voice ?? null, examples: examples ?? [], bank: bank ?? null },
});

/** The texts of every persona by version. A retired one keeps its own: its agents go on. */
export const createPersonaWatch = (events: EventStore, log: Log): PersonaWatch => {
  /** By persona, the last changed one last; versions likewise. */
  const personas = new Map<string, Map<number, PersonaTexts>>();

  const publish = (persona: Persona, version: number) => {
    const versions = personas.get(persona.id) ?? new Map<number, PersonaTexts>();
    versions.set(version, textsIn(persona, version));
    for (const oldest of versions.keys()) {
      if (versions.size <= VERSIONS_KEPT) break;
      versions.delete(oldest);
    }
    personas.delete(persona.id);
    personas.set(persona.id, versions);
    for (const oldest of personas.keys()) {
      if (personas.size <= PERSONAS_KEPT) break;
      personas.delete(oldest);
      log.warn({ persona: oldest, kept: PERSONAS_KEPT }, 'too many personas: its agents write without its texts');
    }
  };

  const take = (recorded: RecordedEvent) => {
    const decoded = decodePersonaEvent(recorded);
    if (decoded.kind === 'unreadable') {
      const { stream, revision } = recorded;
      log.error({ stream, revision, reason: decoded.reason }, 'persona event passed over');
      return;
    }
    const { event } = decoded;
    switch (event.type) {
      case 'PersonaPublished':
        return publish(event.data.persona, event.data.version);
      case 'PersonaRetired':
        return;
      default:
        return event satisfies never;
    }
  };

  return {
    textsOf: (persona) => {
      const versions = persona && personas.get(persona.id);
      return versions ? (versions.get(persona.version) ?? [...versions.values()].at(-1) ?? null) : null;
    },
    ...followCategory(events, 'persona', take),
  };
};
