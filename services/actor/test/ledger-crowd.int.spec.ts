import { createHash } from 'node:crypto';
import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareLedger } from '../src/budget/prepare.ts';
import { type LedgerFixture, openLedgerFixture } from './ledger-fixture.ts';

const ACTORS = 200;
const CEILING_USD = 0.01;

let ledger: LedgerFixture;
beforeAll(async () => {
  ledger = await openLedgerFixture(20);
});
afterAll(() => ledger.stop());

/** Costs between a fifth of the ceiling and all of it, the same in every run. */
const costOf = (i: number): number => (CEILING_USD * (1 + ((i * 7) % 5))) / 5;

describe('200 concurrent actors against a small cap', () => {
  it('never spend more than the cap, leave less than one call unused, and nothing is held in the end', async () => {
    const capUsd = 8;
    await ledger.caps(capUsd, 1_000, 1_000);
    let highest = 0;
    let calls = 0;
    let over = false;
    const watching = (async () => {
      while (!over) {
        const { spent, held } = await ledger.total();
        highest = Math.max(highest, spent + held);
      }
    })();
    const actor = async (n: number) => {
      for (let i = 0; ; i++) {
        const attemptId = `agent-${n}.${i}.compose.1`;
        const answer = await ledger.reserve(attemptId, `agent-${n}`, CEILING_USD);
        if (answer !== 'reserved') return;
        calls++;
        expect(await ledger.settle(attemptId, costOf(n + i))).toBe('settled');
      }
    };
    await Promise.all(Array.from({ length: ACTORS }, (_, n) => actor(n)));
    over = true;
    await watching;
    const { spent, held } = await ledger.total();
    expect(held).toBe(0);
    expect(spent).toBeLessThanOrEqual(capUsd);
    expect(highest).toBeLessThanOrEqual(capUsd + 1e-9);
    // An actor ends at its first denial, when others may hold up to a ceiling each that they do not use up.
    expect(capUsd - spent).toBeLessThanOrEqual(ACTORS * CEILING_USD);
    expect(calls).toBeGreaterThan(ACTORS);
  });

  it('reserve one attempt once, however many workers ask at the same time', async () => {
    await ledger.caps(1_000, 1_000, 1_000);
    const before = await ledger.total();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ledger.reserve('one', 'ada', 0.5)));
    expect(new Set(answers)).toEqual(new Set(['reserved']));
    expect((await ledger.total()).held - before.held).toBeCloseTo(0.5, 9);
    const settled = await Promise.all(Array.from({ length: 100 }, (_, i) => ledger.settle('one', i % 2 ? 0.2 : 0.3)));
    expect(new Set(settled)).toEqual(new Set(['settled']));
    const after = await ledger.total();
    expect(after.held).toBe(before.held);
    expect([0.2, 0.3]).toContain(Math.round((after.spent - before.spent) * 1e9) / 1e9);
  });

  it('reserve, settle, sweep and raise at once without a deadlock, and the sums stay those of the reservations', async () => {
    await ledger.owner.query("update budget.reservations set reserved_at = now() - interval '2 hours'");
    const work = Array.from({ length: 600 }, async (_, i) => {
      const attemptId = `mix-${i % 150}`;
      const agentId = `agent-${i % 7}`;
      if (i % 5 === 4) return ledger.abandon(600, 50);
      if (i % 3 === 2) return ledger.settle(attemptId, 0.001);
      const answer = await ledger.reserve(attemptId, agentId, 0.001 * (1 + (i % 4)));
      await ledger.owner.query(
        "update budget.reservations set reserved_at = now() - interval '2 hours' where attempt_id = $1",
        [attemptId],
      );
      return answer;
    });
    await Promise.all(work);
    const { rows } = await ledger.owner.query(`
      select kind, starts_on, agent_id, p.spent - coalesce(r.spent, 0) as spent_off, p.held - coalesce(r.held, 0) as held_off
      from budget.periods p left join lateral (
        select sum(case state when 'settled' then cost when 'charged' then ceiling else 0 end) as spent,
               sum(case state when 'held' then ceiling else 0 end) as held
        from budget.reservations r
        where (p.kind = 'fleet_month' or r.day = p.starts_on) and (p.kind <> 'agent_day' or r.agent_id = p.agent_id)) r on true
      where p.spent <> coalesce(r.spent, 0) or p.held <> coalesce(r.held, 0)`);
    expect(rows).toEqual([]);
  });
});

describe('twin texts', () => {
  it('are won by exactly one of two actors that claim at once, every time', async () => {
    for (let i = 0; i < 25; i++) {
      const words = createHash('sha256').update(`round ${i}`).digest('hex').match(/.{8}/g) ?? [];
      const answers = await Promise.all([
        ledger.claim(`x${i}`, words.join(' ')),
        ledger.claim(`y${i}`, `${words.slice(1).join(' ')} again`),
      ]);
      expect(answers.sort()).toEqual(['claimed', 'near_duplicate']);
    }
  });
});

describe('roles', () => {
  const TABLES = ['caps', 'periods', 'reservations', 'texts', 'migrations'];

  it('actors own no table and may touch none', async () => {
    expect((await ledger.actor.query('select current_user as me')).rows[0]?.me).toBe('fleet_budget_actor');
    for (const table of TABLES)
      for (const sql of [
        `select * from budget.${table}`,
        `delete from budget.${table}`,
        `truncate budget.${table}`,
        `drop table budget.${table}`,
        `alter table budget.${table} add column x int`,
      ])
        await expect(ledger.actor.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    await expect(ledger.actor.query('update budget.caps set day = 1000000')).rejects.toMatchObject({ code: '42501' });
  });

  it('actors may call four functions, and neither set caps nor replace what they call', async () => {
    for (const call of [
      "budget.set_caps(9, 9, 9, 'me')",
      'budget.overview(1)',
      "budget.book('2026-01-01', 'a', -5, 0)",
      "budget.book_one('fleet_day', '2026-01-01', '', -5, 0)",
      "budget.hold('fleet_day', '2026-01-01', '', 5, -5)",
    ])
      await expect(ledger.actor.query(`select ${call}`), call).rejects.toMatchObject({ code: '42501' });
    await expect(
      ledger.actor.query(
        "create or replace function budget.wall_now() returns timestamptz language sql as 'select now()'",
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await expect(ledger.actor.query('create table budget.mine (x int)')).rejects.toMatchObject({ code: '42501' });
  });

  it('what an actor puts before the tables on its own search path changes nothing', async () => {
    const client = await ledger.actor.connect();
    await client.query('create temp table caps (id boolean, day numeric, month numeric, agent_day numeric)');
    await client.query('insert into pg_temp.caps values (true, 1e6, 1e6, 1e6)');
    await client.query('set search_path = pg_temp, budget');
    await ledger.caps(0, 0, 0);
    expect((await client.query("select budget.reserve('temp', 'ada', 1) as a")).rows[0]?.a).toBe('fleet_day');
    client.release(true);
  });

  it('a login with the actor’s role alone finds the ledger made, and one without any is told what to do', async () => {
    const name = `spec_${Math.random().toString(36).slice(2)}`;
    const url = new URL(ledger.url);
    const database = url.pathname.slice(1);
    await ledger.owner.query(`create role ${name} login password 'spec' in role fleet_budget_actor`);
    await ledger.owner.query(`revoke create on database ${database} from public`);
    url.username = name;
    url.password = 'spec';
    try {
      expect(await prepareLedger(url.href, silentLog())).toEqual({ role: 'fleet_budget_actor' });
      await ledger.owner.query(`revoke fleet_budget_actor from ${name}`);
      await expect(prepareLedger(url.href, silentLog())).rejects.toThrow(/set-up\.ts once/);
      const pool = openPool({ url: url.href, size: 1, name: 'spec', log: silentLog() });
      await expect(pool.query("select budget.reserve('z', 'ada', 1)")).rejects.toMatchObject({ code: '42501' });
      await pool.end();
    } finally {
      await ledger.owner.query(`drop role ${name}`);
    }
  });

  it('a database owner that may make no roles keeps the ledger itself', async () => {
    const name = `spec_${Math.random().toString(36).slice(2)}`;
    await ledger.owner.query(`create role ${name} login password 'spec'`);
    await ledger.owner.query(`create database ${name} owner ${name}`);
    const url = new URL(ledger.url);
    [url.username, url.password, url.pathname] = [name, 'spec', `/${name}`];
    try {
      expect(await prepareLedger(url.href, silentLog())).toEqual({ role: null });
      const pool = openPool({ url: url.href, size: 1, name: 'spec', log: silentLog() });
      expect((await pool.query("select budget.reserve('z', 'ada', 1) as a")).rows[0]?.a).toBe('reserved');
      await pool.end();
    } finally {
      await ledger.owner.query(`drop database ${name} with (force)`);
      await ledger.owner.query(`drop role ${name}`);
    }
  });

  it('eight actors that start at once make one ledger', async () => {
    const roles = await Promise.all(Array.from({ length: 8 }, () => prepareLedger(ledger.url, silentLog())));
    expect(new Set(roles.map(({ role }) => role))).toEqual(new Set(['fleet_budget_actor']));
  });
});
