import { given } from '@fleet/testkit/given';
import { describe, expect, test } from 'vitest';
import {
  decideFleet,
  evolveFleet,
  type FleetCommand,
  type FleetState,
  fleetStatus,
  fleetStatusReason,
  initialFleet,
} from './fleet.ts';
import type { FleetEvent } from './fleet-events.ts';

const fleet = given<FleetState, FleetEvent, FleetCommand>({
  initial: initialFleet,
  evolve: evolveFleet,
  decide: decideFleet,
});

const by = { by: 'operator:ada', reason: 'lunch' };
const paused: FleetEvent = { type: 'FleetPaused', data: { cause: 'operator', ...by } };
const unauthorized: FleetEvent = {
  type: 'FleetPaused',
  data: { cause: 'unauthorized', by: 'system:actor', reason: '401' },
};
const resumed: FleetEvent = { type: 'FleetResumed', data: by };
const killed = { cause: 'kill_switch', code: 'FLEET_PAUSED', until: null, reason: 'maintenance' } as const;
const spent = { cause: 'budget', code: 'FLEET_BUDGET', until: '2026-03-03T00:00:00.000Z', reason: 'spent' } as const;
const kill: FleetEvent = { type: 'PlatformPaused', data: killed };
const budget: FleetEvent = { type: 'PlatformPaused', data: spent };
const noon = Date.parse('2026-03-02T12:00:00Z');

describe('the fleet', () => {
  test('runs from the start', () => {
    expect(fleetStatus(initialFleet, noon)).toBe('running');
  });

  test('is paused and resumed by an operator, each once', () => {
    fleet()
      .when({ type: 'pause', cause: 'operator', ...by })
      .then(paused);
    fleet(paused)
      .when({ type: 'pause', cause: 'operator', ...by })
      .thenNothing();
    fleet(paused)
      .when({ type: 'resume', ...by })
      .then(resumed);
    fleet()
      .when({ type: 'resume', ...by })
      .thenNothing();
    expect(fleetStatusReason(fleet(paused).state(), noon)).toBe('lunch');
  });

  test('stays paused by the operator whatever else would pause or resume it', () => {
    fleet(paused)
      .when({ type: 'pause', cause: 'unauthorized', ...by })
      .thenNothing();
    fleet(paused, kill)
      .when({ type: 'platformResumed', reason: 'probe' })
      .then({
        type: 'PlatformResumed',
        data: { reason: 'probe' },
      });
    const state = fleet(paused, kill, { type: 'PlatformResumed', data: { reason: 'probe' } }).state();
    expect(fleetStatus(state, noon)).toBe('paused');
  });

  test('stops itself when a person must act, which an operator may take over and end', () => {
    fleet()
      .when({ type: 'pause', ...unauthorized.data })
      .then(unauthorized);
    fleet(unauthorized)
      .when({ type: 'pause', cause: 'forbidden', ...by })
      .thenNothing();
    fleet(unauthorized)
      .when({ type: 'pause', cause: 'operator', ...by })
      .then(paused);
    expect(fleetStatus(fleet(unauthorized, resumed).state(), noon)).toBe('running');
  });

  test("rests by the platform's kill switch until a probe succeeds or an operator says so", () => {
    fleet()
      .when({ type: 'platformPaused', ...killed })
      .then(kill);
    fleet(kill)
      .when({ type: 'platformPaused', ...killed })
      .thenNothing();
    expect(fleetStatus(fleet(kill).state(), noon)).toBe('paused_by_platform');
    expect(fleetStatus(fleet(kill, resumed).state(), noon)).toBe('running');
    fleet().when({ type: 'platformResumed', reason: 'probe' }).thenNothing();
  });

  test('rests by a spent budget until its wall time, by itself', () => {
    expect(fleetStatus(fleet(budget).state(), noon)).toBe('paused_by_platform');
    expect(fleetStatus(fleet(budget).state(), noon + 43_200_000)).toBe('running');
    fleet(budget)
      .when({ type: 'platformPaused', ...spent })
      .thenNothing();
    const longer = { ...spent, until: '2026-04-01T00:00:00.000Z' };
    fleet(budget)
      .when({ type: 'platformPaused', ...longer })
      .then({ type: 'PlatformPaused', data: longer });
    fleet(budget).when({ type: 'platformResumed', reason: 'probe' }).thenNothing();
  });

  test('has a level between 0 and 4', () => {
    const set: FleetEvent = { type: 'ActivityLevelSet', data: { level: 2, ...by } };
    fleet()
      .when({ type: 'setLevel', level: 2, ...by })
      .then(set);
    fleet(set)
      .when({ type: 'setLevel', level: 2, ...by })
      .thenNothing();
    expect(fleet(paused, set).state()).toMatchObject({ level: 2, effectiveFrom: 2_000 });
    for (const level of [-1, 4.1, Number.NaN])
      fleet()
        .when({ type: 'setLevel', level, ...by })
        .thenRefused('invalid_level');
  });

  test('has a level per persona beside its own, and forgets one that is 1', () => {
    const to = (level: number, personaId = 'ai_artist'): FleetEvent => ({
      type: 'PersonaLevelSet',
      data: { personaId, level, ...by },
    });
    const set = (level: number) => ({ type: 'setPersonaLevel', personaId: 'ai_artist', level, ...by }) as const;
    fleet().when(set(0.5)).then(to(0.5));
    fleet().when(set(1)).thenNothing();
    fleet(to(0.5)).when(set(0.5)).thenNothing();
    fleet(to(0.5)).when(set(1)).then(to(1));
    expect(fleet(to(0.5), to(2, 'data_viz')).state()).toMatchObject({
      level: 1,
      personaLevels: { ai_artist: 0.5, data_viz: 2 },
      effectiveFrom: 2_000,
    });
    expect(fleet(to(0.5), to(2, 'data_viz'), to(1)).state().personaLevels).toEqual({ data_viz: 2 });
    for (const level of [-0.1, 4.1, Number.NaN]) fleet().when(set(level)).thenRefused('invalid_level');
  });

  test('keeps refused commands on record', () => {
    const data = { command: 'start', target: 'x', code: 'invalid_state', ...by };
    fleet()
      .when({ type: 'refused', ...data })
      .then({ type: 'CommandRefused', data });
  });
});
