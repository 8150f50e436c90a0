import { expect, it } from 'vitest';
import { CRASH_PLACES, FAULT_KINDS } from './faults.ts';
import type { HistoryResult } from './history.ts';
import { count, emptyTally, neverReached } from './tally.ts';

const nothing: HistoryResult = {
  ...{ seed: 1, faults: [], violations: [], fingerprint: '', reached: [], struck: [], states: [], hits: {} },
  ...{ effects: 0, ticks: 0, heldForGood: 0, tasks: 0 },
};
const places = CRASH_PLACES.map(({ label, where }) => `${label}:${where}`);

it('names every crash point, state and fault that no history came to', () => {
  const tally = emptyTally();
  count(tally, { ...nothing, reached: places, struck: places.slice(1), hits: { crash: 1 } });
  const never = neverReached(tally);
  expect(never).toContain(`killed at ${places[0]}`);
  expect(never.filter((what) => what.startsWith('passed'))).toEqual([]);
  expect(never).toContain('came to TickAbandoned');
  expect(never).toContain('met clock-jump');
  expect(never.filter((what) => what.startsWith('met'))).toHaveLength(FAULT_KINDS.length - 1);
});
