import { describe, expect, it } from 'vitest';
import { ALL_GUARDS, GUARD_NAMES, type Guards } from './guards.ts';
import { type HistoryResult, runHistory } from './history.ts';
import { shrink } from './shrink.ts';

const SEEDS_AT_MOST = 400;

const firstFailure = async (guards: Guards): Promise<HistoryResult | null> => {
  for (let seed = 1; seed <= SEEDS_AT_MOST; seed++) {
    const result = await runHistory(seed, { guards });
    if (result.violations.length > 0) return result;
  }
  return null;
};

const SAYS: Readonly<Record<keyof Guards, string>> = {
  sendDeadline: 'without the send deadline of a lease',
  settleWait: 'without waiting for what the platform may still apply',
  readBack: 'with a gallery that does not tell what it holds',
  revisionCheck: 'with an event store that ignores expected revisions',
  ownClaims: 'with claims that are the same for everybody',
  hearsNo: 'with actors that take a no to a draft for a yes',
  remembersPublished: 'with actors that forget that a draft was published',
  holds: 'with actors that publish what is on hold',
  remembersRetries: 'with gateways that forget which dead letters were tried again',
};

/** What has to be among the findings. */
const FINDS: Partial<Readonly<Record<keyof Guards, RegExp>>> = {
  hearsNo: /^draft sent without an operator's yes/,
  remembersPublished: /^draft published \d+ times/,
  holds: /^posted by an agent on hold, without a yes/,
  remembersRetries: /^dead letter \d+ made 2 ticks/,
};

describe('the simulation notices a guard that is missing', () => {
  it.each(GUARD_NAMES.map((name) => [SAYS[name], name] as const))(
    '%s',
    async (_says, name) => {
      const guards = { ...ALL_GUARDS, [name]: false };
      const failed = await firstFailure(guards);
      expect(failed?.violations.length).toBeGreaterThan(0);
      if (!failed) return;
      const finding = FINDS[name];
      if (finding) expect(failed.violations.some((violation) => finding.test(violation))).toBe(true);
      const least = await shrink(failed, { guards });
      // The very faults that break it without the guard do no harm with it.
      expect((await runHistory(least.seed, { faults: least.faults })).violations).toEqual([]);
    },
    120_000,
  );
});
