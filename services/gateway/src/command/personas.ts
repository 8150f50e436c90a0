import { decodePersonaEvent } from '@fleet/domain/codec';
import { STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import { decidePersona, evolvePersona, initialPersona, type PersonaState } from '@fleet/domain/persona/persona';
import type { PersonaEvent } from '@fleet/domain/persona/persona-events';
import type { PublishedPersona } from '@fleet/domain/persona/seeding';
import { type Aggregate, type CommandDeps, execute, foldStream } from './execute.ts';

const aggregateOf = (id: string): Aggregate<PersonaState, PersonaEvent> => ({
  stream: STREAM.persona(id),
  initial: initialPersona,
  evolve: evolvePersona,
  decode: decodePersonaEvent,
});

/** The current version of a persona that is not retired; the event store is asked, since it is the truth. */
export type FindPersona = (id: string) => Promise<PublishedPersona | null>;

export const personaFinder =
  (deps: Pick<CommandDeps, 'store' | 'warn'>): FindPersona =>
  async (id) => {
    if (!/^[a-z][a-z0-9_]{1,39}$/.test(id)) return null;
    const { state } = await foldStream(deps, aggregateOf(id));
    return state.exists && !state.retired ? { version: state.version, persona: state.persona } : null;
  };

/** Every persona that agents can be made from: the built-in ones and those that `moreIds` names. */
export const currentPersonas = async (find: FindPersona, moreIds: readonly string[]): Promise<PublishedPersona[]> => {
  const ids = new Set([...BUILT_IN_PERSONAS.map(({ id }) => id), ...moreIds]);
  const found = await Promise.all([...ids].map(find));
  return found.filter((persona) => persona !== null);
};

/** Publishes the built-in personas where nothing was ever published under their names. Any number may do so at once. */
export const importBuiltIn = async (deps: CommandDeps, correlationId: string): Promise<number> => {
  let imported = 0;
  for (const persona of BUILT_IN_PERSONAS) {
    const executed = await execute(
      deps,
      aggregateOf(persona.id),
      (state) =>
        state.exists
          ? { kind: 'accepted', events: [] }
          : decidePersona(state, { type: 'publish', persona, by: 'system:gateway' }),
      { by: 'system:gateway', correlationId, traceparent: null },
    );
    if (executed.kind === 'done' && executed.changed) imported++;
  }
  return imported;
};
