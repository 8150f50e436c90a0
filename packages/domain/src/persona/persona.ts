import { accepted, type Decision, never, refused } from '../decision.ts';
import { checkPersona } from './check-persona.ts';
import { Persona, type PersonaEvent } from './persona-events.ts';

export type PersonaState =
  | { readonly exists: false }
  | { readonly exists: true; readonly version: number; readonly persona: Persona; readonly retired: boolean };

export const initialPersona: PersonaState = { exists: false };

export const evolvePersona = (state: PersonaState, event: PersonaEvent): PersonaState => {
  switch (event.type) {
    case 'PersonaPublished':
      return { exists: true, version: event.data.version, persona: event.data.persona, retired: false };
    case 'PersonaRetired':
      return state.exists ? { ...state, retired: true } : state;
    default:
      return never(event);
  }
};

export type PersonaCommand =
  | {
      readonly type: 'publish';
      readonly persona: Persona;
      readonly by: string;
      readonly reason?: string | undefined;
      /** The version that was changed to this one; another one standing there refuses. Null: nothing may stand there. */
      readonly expectedVersion?: number | null | undefined;
    }
  | { readonly type: 'retire'; readonly by: string; readonly reason: string };

type Publish = Extract<PersonaCommand, { type: 'publish' }>;

const publish = (
  state: PersonaState,
  { persona: given, by, reason, expectedVersion }: Publish,
): Decision<PersonaEvent> => {
  const checked = checkPersona(given);
  if (checked.kind === 'invalid') {
    const errors = checked.problems.map(({ field, message }) => ({ field, message }));
    return refused('invalid_persona', 'the persona is not valid', errors);
  }
  const { persona } = checked;
  const standing = state.exists ? state.version : null;
  if (expectedVersion !== undefined && expectedVersion !== standing) {
    const stands = standing === null ? 'there is none yet' : `version ${standing} stands now`;
    return refused('version_changed', `expected ${expectedVersion ?? 'no'} version, but ${stands}: read it again`);
  }
  const published = (version: number): Decision<PersonaEvent> =>
    accepted({ type: 'PersonaPublished', data: { version, persona, by, ...(reason ? { reason } : {}) } });
  if (!state.exists) return published(1);
  if (state.persona.id !== persona.id) return refused('invalid_persona', `this stream is of ${state.persona.id}`);
  const same = JSON.stringify(Persona.parse(state.persona)) === JSON.stringify(persona);
  return same && !state.retired ? accepted() : published(state.version + 1);
};

/** Publishing what already stands decides nothing; anything else is the next version. A retired one may come back. */
export const decidePersona = (state: PersonaState, command: PersonaCommand): Decision<PersonaEvent> => {
  switch (command.type) {
    case 'publish':
      return publish(state, command);
    case 'retire': {
      if (!state.exists) return refused('not_found', 'the persona does not exist');
      const { by, reason } = command;
      return state.retired
        ? accepted()
        : accepted({ type: 'PersonaRetired', data: { version: state.version, by, reason } });
    }
    default:
      return never(command);
  }
};
