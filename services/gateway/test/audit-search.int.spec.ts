import { agentIdOf } from '@fleet/domain/identity';
import { AuditPage } from '@fleet/domain/read-models/audit';
import { READ_SCHEMA } from '@fleet/domain/read-models/schema';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditFilter, foundIn, LOOKED_THROUGH } from '../src/read/audit.ts';
import type { ReadTables } from '../src/read/tables.ts';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';

const ENTRIES = 200_000;
const FIRST_AT = Date.UTC(2026, 0, 1);
const atOf = (n: number) => new Date(FIRST_AT + n * 60_000).toISOString();
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const numberOf = (id: string) => Number(id.slice(-12));

let fixture: Fixture;
let db: Kysely<ReadTables>;
/** A command a minute; the rarest of each kind lie far back. */
beforeAll(async () => {
  fixture = await startGateway();
  db = new Kysely<ReadTables>({ dialect: new PostgresDialect({ pool: fixture.pool }) }).withSchema(READ_SCHEMA);
  await fixture.read(
    `insert into audit (id, position, revision, at, by, action, target_kind, target_id, target_name, outcome, reason, operation_id)
     select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n, 0, to_timestamp($1 + n * 60),
       case when n = 70000 then 'nats' else 'operator:admin' end,
       case when n = 70001 then 'fleet.pause' else 'agent.pause' end,
       case when n = 70001 then 'fleet' else 'agent' end,
       case when n = 70002 then $2 else 'agent-' || n % 1000 end, 'Ann of ' || n % 1000,
       case when n = 70003 then 'refused' else 'done' end,
       case when n in (70004, 150000, 199000) then 'the needle' else 'too loud tonight' end,
       case when n = 70005 then $3 end
     from generate_series(1, ${ENTRIES}) n`,
    [FIRST_AT / 1_000, agentIdOf('ann'), uuid(9)],
  );
  await fixture.read('analyze audit');
}, 120_000);
afterAll(() => fixture.stop());

const list = async (query: Record<string, string>) => {
  const url = `/api/v1/audit?${new URLSearchParams(query)}`;
  const answer = await fixture.app.inject({ method: 'GET', url, headers: bearer });
  expect(answer.statusCode, answer.body).toBe(200);
  return AuditPage.parse(answer.json());
};

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
};
/** Rows that the database touches for the page, by its own account. */
const touched = (plan: Plan): number => {
  const own =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  const below = (plan.Plans ?? []).reduce((sum, one) => sum + touched(one), 0);
  return below + (plan['Relation Name'] ? own * plan['Actual Loops'] : 0);
};
const touchedFor = async (filter: AuditFilter, cursor?: string): Promise<number> => {
  const rows = await foundIn(db, filter, { limit: 50, cursor }).explain('json', sql`analyze`);
  const [{ 'QUERY PLAN': [explained] = [] } = {}] = rows as { 'QUERY PLAN': { Plan: Plan }[] }[];
  return explained ? touched(explained.Plan) : Number.NaN;
};

describe('searching an audit of 200,000 entries', () => {
  it('looks through 20,000 of them, says how far it came, and goes on from there to the very first', async () => {
    const found: number[] = [];
    const stops: (string | null)[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: AuditPage = await list({ q: 'NEEDLE', ...(cursor ? { cursor } : {}) });
      found.push(...page.data.map(({ id }) => numberOf(id)));
      stops.push(page.searchedTo);
      cursor = page.next;
    }
    expect(found).toEqual([199_000, 150_000, 70_004]);
    const expected = Array.from({ length: ENTRIES / LOOKED_THROUGH }, (_, i) =>
      atOf(ENTRIES - (i + 1) * LOOKED_THROUGH + 1),
    );
    expect(stops).toEqual([...expected, null]);
  });

  it('goes on after a full page as ever, and says nothing of how far it looked', async () => {
    const page = await list({ q: 'tonight', limit: '10' });
    expect([page.data.length, page.searchedTo]).toEqual([10, null]);
    const next = await list({ q: 'tonight', limit: '10', cursor: page.next ?? '' });
    expect(next.data.map(({ id }) => numberOf(id))).toEqual(Array.from({ length: 10 }, (_, i) => ENTRIES - 10 - i));
  });

  it('begins where a window of time ends', async () => {
    const window = { from: atOf(70_000), to: atOf(70_010) };
    const page = await list({ q: 'needle', ...window });
    expect([page.data.map(({ id }) => numberOf(id)), page.next, page.searchedTo]).toEqual([[70_004], null, null]);
  });

  it('touches no more rows than that, whatever is asked for', async () => {
    expect(await touchedFor({ q: 'needle' })).toBe(LOOKED_THROUGH);
    const rare: readonly AuditFilter[] = [
      { q: 'nowhere at all' },
      { q: 'needle', action: ['agent.pause'] },
      { q: 'needle', outcome: 'done', target: 'agent' },
      { by: ['nats', 'cli'] },
    ];
    for (const filter of rare)
      expect(await touchedFor(filter), JSON.stringify(filter)).toBeLessThanOrEqual(LOOKED_THROUGH);
  });

  it.each<[string, AuditFilter, number]>([
    ['who', { by: ['nats'] }, 70_000],
    ['what', { action: ['fleet.pause'] }, 70_001],
    ['a kind of target', { target: 'fleet' }, 70_001],
    ['one target', { target: agentIdOf('ann') }, 70_002],
    ['refusals', { outcome: 'refused' }, 70_003],
    ['an operation', { operation: uuid(9) }, 70_005],
    ['a minute', { from: atOf(70_006), to: atOf(70_007) }, 70_006],
  ])('finds %s where it lies, with words or without', async (_what, filter, expected) => {
    for (const q of [undefined, 'ann']) {
      const asked = { ...filter, q };
      expect((await foundIn(db, asked, { limit: 50 }).execute()).map(({ id }) => numberOf(id))).toEqual([expected]);
      expect(await touchedFor(asked)).toBeLessThan(500);
    }
  });
});
