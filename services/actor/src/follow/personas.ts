import { decodePersonaEvent } from '@fleet/domain/codec';
import type { Persona } from '@fleet/domain/persona/persona-events';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import type { Log } from '../deps.ts';
import type { PersonaTexts } from '../ports.ts';
import { type Following, followCategory } from './follow-category.ts';
import { createKeptTexts, type Dropped, KEPT_BYTES, PERSONAS_KEPT } from './kept-texts.ts';

export type PersonaWatch = Following & {
  /**
   * What exactly this version of the persona writes with; of a version that is not known (any more, or yet) the newest
   * known one's. Null: no persona, or one that is not known at all.
   */
  textsOf(persona: { readonly id: string; readonly version: number } | null): PersonaTexts | null;
};

const textsIn = ({ id, voice, examples, bank }: Persona, version: number): PersonaTexts => ({
  ...{ persona: id, version, voice: voice ?? null, examples: examples ?? [], bank: bank ?? null },
});

/** The texts of every persona by version. A retired one keeps its own: its agents go on. */
export const createPersonaWatch = (events: EventStore, log: Log, keptBytes = KEPT_BYTES): PersonaWatch => {
  let saidFull = false;
  const onDropped = ({ what, persona, version }: Dropped) => {
    const kept = { personas: PERSONAS_KEPT, bytes: keptBytes };
    if (what === 'persona') log.warn({ persona, kept }, 'too many personas: its agents write without its texts');
    else if (!saidFull) {
      saidFull = true;
      log.warn(
        { persona, version, kept },
        'too many texts: agents of old versions write as the newest; not said again',
      );
    }
  };
  const kept = createKeptTexts(onDropped, keptBytes);

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
        return kept.put(textsIn(event.data.persona, event.data.version));
      case 'PersonaRetired':
        return;
      default:
        return event satisfies never;
    }
  };

  return {
    textsOf: (persona) => persona && kept.get(persona.id, persona.version),
    ...followCategory(events, 'persona', take),
  };
};
