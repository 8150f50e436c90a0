import { decodePersonaEvent } from '@fleet/domain/codec';
import type { Refusal } from '@fleet/domain/decision';
import { STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import {
  decidePersona,
  evolvePersona,
  initialPersona,
  type PersonaCommand,
  type PersonaState,
} from '@fleet/domain/persona/persona';
import type { Persona, PersonaEvent } from '@fleet/domain/persona/persona-events';
import type { PublishedPersona } from '@fleet/domain/persona/seeding';
import type { PersonaVersion } from '@fleet/domain/read-models/personas';
import { type Aggregate, type CommandDeps, execute, foldStream, type Order } from './execute.ts';

const aggregateOf = (id: string): Aggregate<PersonaState, PersonaEvent> => ({
  stream: STREAM.persona(id),
  initial: initialPersona,
  evolve: evolvePersona,
  decode: decodePersonaEvent,
});

export const isPersonaId = (id: string): boolean => /^[a-z][a-z0-9_]{1,39}$/.test(id);

export type PersonaAnswer =
  | {
      readonly kind: 'done';
      readonly changed: boolean;
      readonly state: Extract<PersonaState, { exists: true }>;
      readonly position: bigint;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };
export type RunPersonaCommand = (id: string, command: PersonaCommand, order: Order) => Promise<PersonaAnswer>;

export const personaCommands =
  (deps: CommandDeps): RunPersonaCommand =>
  async (id, command, order) => {
    const executed = await execute(deps, aggregateOf(id), (state) => decidePersona(state, command), order);
    if (executed.kind === 'refused') return { kind: 'refused', refusal: executed.refusal };
    const { state, changed, position } = executed;
    if (!state.exists) throw new Error(`persona ${id} does not exist after ${command.type}`);
    return { kind: 'done', changed, state, position };
  };

/** The current version of a persona that is not retired; the event store is asked, since it is the truth. */
export type FindPersona = (id: string) => Promise<PublishedPersona | null>;

export const personaFinder =
  (deps: Pick<CommandDeps, 'store' | 'warn'>): FindPersona =>
  async (id) => {
    if (!isPersonaId(id)) return null;
    const { state } = await foldStream(deps, aggregateOf(id));
    return state.exists && !state.retired ? { version: state.version, persona: state.persona } : null;
  };

/** A persona as published, retired ones too, with its versions, newest first. Null when there never was one. */
export type PersonaHistory = {
  readonly version: number;
  readonly persona: Persona;
  readonly retired: boolean;
  readonly versions: readonly PersonaVersion[];
};

/** `most`: versions given; the newest. */
export const readHistory = async (
  { store, warn }: Pick<CommandDeps, 'store' | 'warn'>,
  id: string,
  most: number,
): Promise<PersonaHistory | null> => {
  if (!isPersonaId(id)) return null;
  const versions: PersonaVersion[] = [];
  let retired: boolean | null = null;
  for await (const recorded of store.read(STREAM.persona(id), { direction: 'backwards' })) {
    const decoded = decodePersonaEvent(recorded);
    if (decoded.kind === 'unreadable') {
      warn({ stream: recorded.stream, revision: recorded.revision, reason: decoded.reason }, 'event left out');
      continue;
    }
    const { event } = decoded;
    retired ??= event.type === 'PersonaRetired';
    if (event.type !== 'PersonaPublished') continue;
    const { version, persona, by, reason = null } = event.data;
    versions.push({ version, at: recorded.recordedAt, by, reason, persona });
    if (versions.length >= most) break;
  }
  const newest = versions[0];
  return newest ? { version: newest.version, persona: newest.persona, retired: retired === true, versions } : null;
};

/** Every persona that agents can be made from: the built-in ones and those that `moreIds` names. */
export const currentPersonas = async (find: FindPersona, moreIds: readonly string[]): Promise<PublishedPersona[]> => {
  const ids = new Set([...BUILT_IN_PERSONAS.map(({ id }) => id), ...moreIds]);
  const found = await Promise.all([...ids].map(find));
  return found.filter((persona) => persona !== null);
};

/** Publishes personas where nothing was ever published under their names. Any number of gateways may do so at once. */
export const importMissing = async (
  deps: CommandDeps,
  personas: readonly Persona[],
  correlationId: string,
): Promise<number> => {
  let imported = 0;
  for (const persona of personas) {
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
