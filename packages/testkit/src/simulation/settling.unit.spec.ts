import { expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { runHistory } from './history.ts';

it.each(['compose', 'render'])(
  'a worker that dies before it settles what %s cost leaves that to whoever ends the tick',
  async (where) => {
    const dies: Fault = { kind: 'crash', label: 'outcome-not-settled', where, nth: 1, restartMs: 3_000 };
    for (let seed = 1; seed <= 10; seed++) {
      const { violations, heldForGood, states } = await runHistory(seed, { faults: [dies] });
      expect(violations).toEqual([]);
      // A post on hold ends its tick with its picture: the tick that its yes brings may end before anybody comes back to it.
      if (!states.includes('PostDrafted')) expect(heldForGood).toBe(0);
    }
  },
);
