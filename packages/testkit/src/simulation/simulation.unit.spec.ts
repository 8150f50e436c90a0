import { describe, expect, it } from 'vitest';
import { runHistory } from './history.ts';
import { shrink } from './shrink.ts';
import { count, emptyTally, neverReached } from './tally.ts';

const SEEDS = 200;

describe('actors and schedulers under faults', () => {
  it('do nothing twice, lose nothing and end everything, in 200 histories', async () => {
    const tally = emptyTally();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const result = await runHistory(seed);
      if (result.violations.length > 0) {
        const { faults, violations } = await shrink(result);
        expect.fail(`seed ${seed}, ${JSON.stringify(faults)}: ${violations.join('; ')}`);
      }
      count(tally, result);
    }
    expect(tally.failed).toEqual([]);
    expect(tally.effects).toBeGreaterThan(SEEDS);
    // So many histories pass every crash point at every step; rarer things need more of them (`npm run simulate`).
    expect(neverReached(tally).filter((what) => /^(passed|met|came to [^ ]*$)/.test(what))).toEqual([]);
  }, 120_000); // Ten seconds of one core; other specs may have the cores at the same time.

  it('go exactly the same way for the same seed, and another way for another', async () => {
    const first = await runHistory(7);
    const again = await runHistory(7);
    expect(again).toEqual(first);
    expect((await runHistory(8)).fingerprint).not.toBe(first.fingerprint);
  });

  it('go the same way again from the faults that were drawn', async () => {
    const drawn = await runHistory(11);
    expect((await runHistory(11, { faults: drawn.faults })).fingerprint).toBe(drawn.fingerprint);
  });
});
