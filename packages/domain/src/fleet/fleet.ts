import { accepted, type Decision, never, type Refusal, refused } from '../decision.ts';
import type { FLEET_STATUSES } from '../read-models/api.ts';
import { LEVEL_MAX, type PersonaLevels } from '../timing/level.ts';
import type { FleetEvent, PAUSE_CAUSES, PLATFORM_PAUSE_CAUSES } from './fleet-events.ts';

export type PauseCause = (typeof PAUSE_CAUSES)[number];
export type PlatformPauseCause = (typeof PLATFORM_PAUSE_CAUSES)[number];
export type FleetStatus = (typeof FLEET_STATUSES)[number];

export type FleetState = {
  /** Lifted by an operator alone. */
  readonly pause: { readonly cause: PauseCause; readonly by: string; readonly reason: string } | null;
  /** What the platform asked for. `until`: wall clock, ISO 8601; a budget pause ends there by itself. */
  readonly platform: {
    readonly cause: PlatformPauseCause;
    readonly code: string;
    readonly until: string | null;
    readonly reason: string;
  } | null;
  /** 0 to 4; 1 is what is configured. */
  readonly level: number;
  /** Factors beside it, for personas whose own is not 1. */
  readonly personaLevels: PersonaLevels;
  /** Fleet ms of the last change of level, or of the last resume: no plan reaches before it. */
  readonly effectiveFrom: number;
};

/** A fleet runs from the start: each agent waits for its own start anyway. */
export const initialFleet: FleetState = { pause: null, platform: null, level: 1, personaLevels: {}, effectiveFrom: 0 };

/** Folds one event. `occurredAtMs`: fleet clock. */
export const evolveFleet = (state: FleetState, event: FleetEvent, occurredAtMs: number): FleetState => {
  switch (event.type) {
    case 'FleetPaused':
      return { ...state, pause: event.data };
    case 'FleetResumed':
      return { ...state, pause: null, platform: null, effectiveFrom: occurredAtMs };
    case 'PlatformPaused':
      return { ...state, platform: event.data };
    case 'PlatformResumed':
      return { ...state, platform: null, effectiveFrom: occurredAtMs };
    case 'ActivityLevelSet':
      return { ...state, level: event.data.level, effectiveFrom: occurredAtMs };
    case 'PersonaLevelSet': {
      const { personaId, level } = event.data;
      const { [personaId]: _, ...others } = state.personaLevels;
      const personaLevels = level === 1 ? others : { ...others, [personaId]: level };
      return { ...state, personaLevels, effectiveFrom: occurredAtMs };
    }
    case 'BudgetCapsSet':
    case 'CommandRefused':
    case 'DeadLetterDiscarded':
      return state;
    default:
      return never(event);
  }
};

type Ordered = { readonly by: string; readonly reason: string };
export type FleetCommand =
  | ({ readonly type: 'pause'; readonly cause: PauseCause } & Ordered)
  | ({ readonly type: 'resume' } & Ordered)
  | ({ readonly type: 'setLevel'; readonly level: number } & Ordered)
  | ({ readonly type: 'setPersonaLevel'; readonly personaId: string; readonly level: number } & Ordered)
  | {
      readonly type: 'platformPaused';
      readonly cause: PlatformPauseCause;
      readonly code: string;
      readonly until: string | null;
      readonly reason: string;
    }
  | { readonly type: 'platformResumed'; readonly reason: string }
  | ({
      readonly type: 'deadLetterDiscarded';
      readonly letter: string;
      readonly source: 'tick' | 'job';
      readonly messageId: string | null;
      readonly agentId: string | null;
      readonly cause: string;
    } & Ordered)
  /** Keeps an operator's refused command. */
  | ({
      readonly type: 'refused';
      readonly command: string;
      readonly target: string | null;
      readonly code: string;
    } & Ordered);

const wrongLevel = (level: number): Refusal | null => {
  if (level >= 0 && level <= LEVEL_MAX) return null;
  const message = 'must be between 0 and 4';
  return refused('invalid_level', `the activity level ${message}`, [{ field: 'activityLevel', message }]);
};

const later = (a: string | null, b: string | null) => a !== null && (b === null || Date.parse(a) > Date.parse(b));

/**
 * What a command does to the fleet. A resume is the operator's word and lifts every pause, the platform's too (which
 * comes back by itself if the platform still means it); `platformResumed` lifts the platform's kill switch alone.
 */
export const decideFleet = (state: FleetState, command: FleetCommand): Decision<FleetEvent> => {
  switch (command.type) {
    case 'pause': {
      const { type: _, ...data } = command;
      const stands = state.pause !== null && (state.pause.cause === 'operator' || command.cause !== 'operator');
      return stands ? accepted() : accepted({ type: 'FleetPaused', data });
    }
    case 'resume': {
      const { by, reason } = command;
      const running = state.pause === null && state.platform === null;
      return running ? accepted() : accepted({ type: 'FleetResumed', data: { by, reason } });
    }
    case 'setLevel': {
      const { level, by, reason } = command;
      const wrong = wrongLevel(level);
      if (wrong) return wrong;
      return level === state.level ? accepted() : accepted({ type: 'ActivityLevelSet', data: { level, by, reason } });
    }
    case 'setPersonaLevel': {
      const { type: _, ...data } = command;
      const wrong = wrongLevel(data.level);
      if (wrong) return wrong;
      const stands = (state.personaLevels[data.personaId] ?? 1) === data.level;
      return stands ? accepted() : accepted({ type: 'PersonaLevelSet', data });
    }
    case 'platformPaused': {
      const { type: _, ...data } = command;
      const { platform } = state;
      const stands =
        platform !== null &&
        (platform.cause === 'kill_switch' || (command.cause === 'budget' && !later(command.until, platform.until)));
      return stands ? accepted() : accepted({ type: 'PlatformPaused', data });
    }
    case 'platformResumed':
      return state.platform?.cause === 'kill_switch'
        ? accepted({ type: 'PlatformResumed', data: { reason: command.reason } })
        : accepted();
    case 'deadLetterDiscarded': {
      const { type: _, ...data } = command;
      return accepted({ type: 'DeadLetterDiscarded', data });
    }
    case 'refused': {
      const { type: _, ...data } = command;
      return accepted({ type: 'CommandRefused', data });
    }
    default:
      return never(command);
  }
};

/** `wallMs`: wall clock; a budget pause is over at its `until` without any event. */
export const fleetStatus = (state: FleetState, wallMs: number): FleetStatus => {
  if (state.pause) return 'paused';
  if (!state.platform) return 'running';
  const { cause, until } = state.platform;
  const over = cause === 'budget' && until !== null && Date.parse(until) <= wallMs;
  return over ? 'running' : 'paused_by_platform';
};

/** Why it does not run, for a person; null while it runs. */
export const fleetStatusReason = (state: FleetState, wallMs: number): string | null => {
  const status = fleetStatus(state, wallMs);
  if (status === 'running') return null;
  return (status === 'paused' ? state.pause?.reason : state.platform?.reason) || null;
};
