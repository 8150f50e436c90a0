import { accepted, type Decision, never, refused } from '../decision.ts';
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
  | { readonly type: 'publish'; readonly persona: Persona; readonly by: string }
  | { readonly type: 'retire'; readonly by: string; readonly reason: string };

/** Publishing what already stands decides nothing; anything else is the next version. A retired one may come back. */
export const decidePersona = (state: PersonaState, command: PersonaCommand): Decision<PersonaEvent> => {
  switch (command.type) {
    case 'publish': {
      const persona = Persona.parse(command.persona);
      if (persona.minIntervalS > persona.maxIntervalS) {
        const errors = [{ field: 'minIntervalS', message: 'must be at most maxIntervalS' }];
        return refused('invalid_persona', 'the persona is not valid', errors);
      }
      if (!state.exists) return accepted({ type: 'PersonaPublished', data: { version: 1, persona, by: command.by } });
      if (state.persona.id !== persona.id) return refused('invalid_persona', `this stream is of ${state.persona.id}`);
      const same = JSON.stringify(Persona.parse(state.persona)) === JSON.stringify(persona);
      if (same && !state.retired) return accepted();
      return accepted({ type: 'PersonaPublished', data: { version: state.version + 1, persona, by: command.by } });
    }
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
