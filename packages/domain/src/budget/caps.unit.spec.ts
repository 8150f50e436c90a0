import { given } from '@fleet/testkit/given';
import { describe, expect, test } from 'vitest';
import type { FleetEvent } from '../fleet/fleet-events.ts';
import { type Caps, DEFAULT_CAPS, decideCaps, evolveCaps, type SetCaps } from './caps.ts';

const caps = given<Caps | null, FleetEvent, SetCaps>({ initial: null, evolve: evolveCaps, decide: decideCaps });
const by = { by: 'operator:ada', reason: 'a quiet month' };
const order = (change: SetCaps['change']): SetCaps => ({ change, inForce: DEFAULT_CAPS, ...by });

describe('caps', () => {
  test('are set one by one: the event states all three', () => {
    caps()
      .when(order({ day: 2 }))
      .then({ type: 'BudgetCapsSet', data: { day: 2, month: 100, agentDay: 1, ...by } });
    caps({ type: 'BudgetCapsSet', data: { day: 2, month: 30, agentDay: 0.5, ...by } })
      .when(order({ agentDay: 0 }))
      .then({ type: 'BudgetCapsSet', data: { day: 2, month: 30, agentDay: 0, ...by } });
  });

  test('that hold already are not set again', () => {
    caps()
      .when(order({ day: 5 }))
      .thenNothing();
    caps().when(order({})).thenNothing();
  });

  test('are amounts', () => {
    for (const day of [-1, Number.NaN, 2_000_000])
      expect(decideCaps(null, order({ day }))).toMatchObject({
        kind: 'refused',
        code: 'invalid_caps',
        errors: [{ field: 'dayUsd' }],
      });
  });

  test('stay as they are whatever else happens to the fleet', () => {
    const set = { day: 2, month: 30, agentDay: 0.5 };
    expect(evolveCaps(set, { type: 'FleetPaused', data: { cause: 'operator', ...by } })).toBe(set);
  });
});
