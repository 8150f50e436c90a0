import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentIdOf } from '@fleet/domain/identity';
import { Budget, BudgetCommandResult, Fleet } from '@fleet/domain/read-models/api';
import type { InjectOptions } from 'fastify';
import { Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetLedger } from '../src/budget/ledger.ts';
import { budgetCommands } from '../src/command/budget-commands.ts';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';
import { insertAgent } from './rows.ts';

const LEDGER = readFileSync(join(import.meta.dirname, '../../actor/src/budget/migrations/001_ledger.sql'), 'utf8');

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startGateway();
});
afterAll(() => fixture.stop());

const send = (method: NonNullable<InjectOptions['method']>, url: string, payload?: object, headers = {}) =>
  fixture.app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { host: '127.0.0.1:4000', ...bearer, ...headers },
    ...(payload ? { payload } : {}),
  });
const capsEvents = () => fixture.store.stream('fleet-main').filter(({ type }) => type === 'BudgetCapsSet');

describe('without a ledger', () => {
  it('the budget says so, and the fleet shows what the read model has added up', async () => {
    const answer = await send('GET', '/budget');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'no_ledger']);
    const patch = await send('PATCH', '/budget', { dayUsd: 1, reason: '' });
    expect([patch.statusCode, patch.json().code]).toEqual([503, 'no_ledger']);
    expect(capsEvents()).toEqual([]);
    expect(Fleet.parse((await send('GET', '/fleet')).json()).spend).toEqual({ today: 0, held: 0, cap: 5 });
  });
});

describe('with a ledger', () => {
  beforeAll(async () => {
    await fixture.pool.query(`create schema budget; set search_path to budget; ${LEDGER}; reset search_path`);
    await insertAgent(fixture, { username: 'ada' });
    const id = agentIdOf('ada');
    await fixture.pool.query("select budget.reserve('a', $1, 0.6), budget.reserve('b', 'gone', 0.2)", [id]);
    await fixture.pool.query("select budget.settle('a', 0.5)");
  });

  it('the budget tells caps, spent, held, left, resets and who costs most', async () => {
    const budget = Budget.parse((await send('GET', '/budget')).json());
    expect(budget).toMatchObject({
      caps: { dayUsd: 5, monthUsd: 100, agentDayUsd: 1, setBy: null, setAt: null },
      day: { spentUsd: 0.5, heldUsd: 0.2, leftUsd: 4.3 },
      month: { spentUsd: 0.5, heldUsd: 0.2, leftUsd: 99.3 },
      agents: [
        { username: 'ada', name: 'Name of ada', spentUsd: 0.5, leftUsd: 0.5 },
        { agentId: 'gone', username: null, heldUsd: 0.2, leftUsd: 0.8 },
      ],
      exceeded: 0,
    });
    expect(Date.parse(budget.day.endsAt) - Date.parse(budget.day.startsOn)).toBe(86_400_000);
    expect(budget.month.endsAt).toMatch(/-01T00:00:00.000Z$/);
    expect(Fleet.parse((await send('GET', '/fleet')).json()).spend).toEqual({ today: 0.5, held: 0.2, cap: 5 });
  });

  it('caps are set one by one, written down with who and why, and in force at once', async () => {
    const answer = await send('PATCH', '/budget', { dayUsd: 0.75, reason: 'a quiet week' });
    expect(answer.statusCode).toBe(200);
    const result = BudgetCommandResult.parse(answer.json());
    expect(result.caps).toMatchObject({ dayUsd: 0.75, monthUsd: 100, agentDayUsd: 1, setBy: 'operator:admin' });
    expect(BigInt(result.position)).toBeGreaterThan(0n);
    expect(capsEvents().at(-1)?.data).toEqual({
      ...{ day: 0.75, month: 100, agentDay: 1 },
      ...{ by: 'operator:admin', reason: 'a quiet week' },
    });
    expect((await fixture.pool.query("select budget.reserve('c', 'x', 0.1) as a")).rows[0]?.a).toBe('fleet_day');
    const second = await send('PATCH', '/budget', { agentDayUsd: 0, monthUsd: 50, reason: 'x' });
    expect(second.json().caps).toMatchObject({ dayUsd: 0.75, monthUsd: 50, agentDayUsd: 0 });
    expect(second.json().day.leftUsd).toBe(0.05);
  });

  it('the same caps again are no second event', async () => {
    const before = capsEvents().length;
    expect((await send('PATCH', '/budget', { monthUsd: 50, reason: 'again' })).statusCode).toBe(200);
    expect(capsEvents()).toHaveLength(before);
  });

  it.each([
    [{ dayUsd: -1, reason: '' }, 'dayUsd'],
    [{ dayUsd: '5', reason: '' }, 'dayUsd'],
    [{ dayUsd: 1e9, reason: '' }, 'dayUsd'],
    [{ weekUsd: 1, reason: '' }, undefined],
    [{ reason: 'nothing' }, undefined],
    [{ dayUsd: 1, reason: 7 }, 'reason'],
  ])('%j is refused', async (body, field) => {
    const before = capsEvents().length;
    const answer = await send('PATCH', '/budget', body);
    expect(answer.statusCode).toBe(422);
    if (field) expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(capsEvents()).toHaveLength(before);
  });

  it('nobody reads or sets it without a session', async () => {
    for (const method of ['GET', 'PATCH'] as const)
      expect((await send(method, '/budget', undefined, { authorization: '' })).statusCode).toBe(401);
  });

  it('caps that were written down and did not reach the ledger reach it later', async () => {
    await fixture.pool.query("select budget.set_caps(9, 9, 9, 'somebody')");
    const { store, pool } = fixture;
    const clock = { fleetNow: Date.now, wallNow: Date.now, monotonicNow: Date.now, scale: () => 1, wallAt: Number };
    const ledger = budgetLedger(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    const commands = budgetCommands({ store, clock, wrote: () => {}, warn: () => {} }, ledger);
    await commands.reconcile();
    expect((await ledger.overview(0))?.caps).toMatchObject({ day: 0.75, month: 50, agentDay: 0 });
    await pool.query("select budget.set_caps(8, 50, 0, 'somebody')");
    await commands.reconcile();
    expect((await ledger.overview(0))?.caps).toMatchObject({ day: 0.75, setBy: 'system:gateway' });
  });
});
