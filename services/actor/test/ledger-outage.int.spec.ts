import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import { type OwnPostgres, startOwnPostgres } from '@fleet/testkit/own-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from '../src/budget/ledger.ts';
import { createUnsettled } from '../src/budget/unsettled.ts';

let postgres: OwnPostgres;
beforeAll(async () => {
  postgres = await startOwnPostgres();
}, 120_000);
afterAll(() => postgres.stop());

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('what was waited for did not come');
    await new Promise((done) => setTimeout(done, 25));
  }
};
const start = (url: string, answerWithinMs = 3_000) => {
  const ledger = createLedger({ url, poolSize: 4, log: silentLog(), wallNow: Date.now, answerWithinMs });
  const stop = new AbortController();
  const running = ledger.run(stop.signal);
  return {
    ledger,
    end: async () => {
      stop.abort();
      await running;
      await ledger.close();
    },
  };
};
const spent = async (): Promise<number> => {
  const owner = openPool({ url: postgres.url, size: 1, name: 'spec', log: silentLog() });
  const { rows } = await owner.query("select sum(spent)::float as spent from budget.periods where kind = 'fleet_day'");
  await owner.end();
  return rows[0]?.spent ?? 0;
};
const reserved = (ledger: Ledger, attemptId: string) => async () =>
  (await ledger.reserve(attemptId, 'ada', 0.01)) === 'reserved';

describe('the ledger as the actor has it', () => {
  it('reserves, denies, settles, and claims texts, and is told again what it did not hear', async () => {
    const { ledger, end } = start(postgres.url);
    await until(reserved(ledger, 'a'));
    expect(await ledger.reserve('b', 'ada', 50)).toBe('denied');
    expect(await ledger.claim('a', 'Zero\0 width and all')).toBe('claimed');
    expect(await ledger.claim('b', 'zero width and all')).toBe('near_duplicate');

    await postgres.crashAndRestart();
    // Connections are broken: the first words are lost, nobody waits long, and what was said is said again.
    const answers = await Promise.all(Array.from({ length: 8 }, () => ledger.settle('a', 0.004)));
    for (const answer of answers) expect(['settled', 'unavailable']).toContain(answer);
    await until(async () => (await spent()) === 0.004);
    await until(reserved(ledger, 'c'));
    expect(ledger.health().ok).toBe(true);
    expect(ledger.breaker()).toMatchObject({ state: 'closed', retryAt: null, failures: 0 });
    await end();
  });

  it('that was never there is unavailable for money, and not asked for what is free', async () => {
    const { ledger, end } = start('postgres://nobody:secret@127.0.0.1:9/none', 200);
    expect(await ledger.reserve('a', 'ada', 0.01)).toBe('unavailable');
    expect(await ledger.reserve('a', 'ada', 0)).toBe('reserved');
    expect(await ledger.settle('a', 0.01)).toBe('unavailable');
    expect(await ledger.claim('a', 'text')).toBe('unavailable');
    expect(ledger.health()).toMatchObject({ ok: false, message: expect.stringContaining('budget ledger') });
    expect(ledger.health().message).not.toContain('secret');
    const { state, failures, lastError } = ledger.breaker();
    expect([state, lastError]).toEqual([expect.stringMatching(/^(open|half_open)$/), ledger.health().message]);
    expect(failures).toBeGreaterThan(0);
    await end();
  });

  it('that hangs is given up in time', async () => {
    const { ledger, end } = start(postgres.url, 300);
    await until(reserved(ledger, 'hang'));
    const owner = openPool({ url: postgres.url, size: 1, name: 'spec', log: silentLog() });
    const holder = await owner.connect();
    await holder.query("begin; select * from budget.periods where kind = 'fleet_day' for update");
    expect(await ledger.reserve('hang-2', 'ada', 0.01)).toBe('unavailable');
    await holder.query('rollback');
    holder.release();
    await owner.end();
    await until(reserved(ledger, 'hang-3'));
    await end();
  });
});

describe('settlements that wait', () => {
  it('are bounded: the oldest is left to the sweep', async () => {
    const unsettled = createUnsettled();
    for (let i = 0; i < 10_001; i++) unsettled.add(`a${i}`, i);
    expect(unsettled.size()).toBe(10_000);
    const told: string[] = [];
    await unsettled.drain(async (attemptId) => told.push(attemptId) < 3);
    expect(told).toEqual(['a1', 'a2', 'a3']);
    expect(unsettled.size()).toBe(9_998);
  });
});
