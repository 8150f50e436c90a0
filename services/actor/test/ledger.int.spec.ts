import { DEFAULT_CAPS } from '@fleet/domain/budget/caps';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerFixture, openLedgerFixture } from './ledger-fixture.ts';

let ledger: LedgerFixture;
beforeEach(async () => {
  await ledger?.stop();
  ledger = await openLedgerFixture(4);
  await ledger.at('2026-03-31T23:59:59.500Z');
});
afterAll(() => ledger.stop());

const DAY = '2026-03-31';
const overview = async () => (await ledger.owner.query('select budget.overview(3) as o')).rows[0]?.o;

describe('the budget ledger', () => {
  it('begins with the caps that the domain names', async () => {
    const { day, month, agentDay } = (await overview()).caps;
    expect({ day, month, agentDay }).toEqual(DEFAULT_CAPS);
  });

  it('holds a ceiling, which counts as spent, until the cost is settled', async () => {
    await ledger.caps(1, 100, 1);
    expect(await ledger.reserve('t.compose.1', 'ada', 0.6)).toBe('reserved');
    expect(await ledger.reserve('u.compose.1', 'bob', 0.5)).toBe('fleet_day');
    expect(await ledger.period('fleet_day', DAY)).toEqual({ spent: 0, held: 0.6 });
    expect(await ledger.settle('t.compose.1', 0.1)).toBe('settled');
    for (const [kind, startsOn, agent] of [
      ['fleet_day', DAY, ''],
      ['fleet_month', '2026-03-01', ''],
      ['agent_day', DAY, 'ada'],
    ] as const)
      expect(await ledger.period(kind, startsOn, agent)).toEqual({ spent: 0.1, held: 0 });
    expect(await ledger.reserve('u.compose.1', 'bob', 0.5)).toBe('reserved');
  });

  it('names the first cap without room: day, month, agent; and a denial leaves nothing behind', async () => {
    await ledger.caps(1, 100, 100);
    expect(await ledger.reserve('a', 'ada', 1.000000001)).toBe('fleet_day');
    await ledger.caps(100, 1, 100);
    expect(await ledger.reserve('a', 'ada', 1.5)).toBe('fleet_month');
    await ledger.caps(100, 100, 1);
    expect(await ledger.reserve('a', 'ada', 1.5)).toBe('agent_day');
    expect(await ledger.total()).toEqual({ spent: 0, held: 0 });
    expect(await ledger.reserve('a', 'ada', 1)).toBe('reserved');
    expect(await ledger.reserve('b', 'ada', 0.01)).toBe('agent_day');
    expect(await ledger.reserve('b', 'bob', 0.01)).toBe('reserved');
  });

  it('takes repeats for what they are: the same reservation, the same settlement', async () => {
    for (let i = 0; i < 3; i++) expect(await ledger.reserve('a', 'ada', 0.5)).toBe('reserved');
    expect(await ledger.total()).toEqual({ spent: 0, held: 0.5 });
    for (const cost of [0.2, 0.2, 0.4]) expect(await ledger.settle('a', cost)).toBe('settled');
    expect(await ledger.reserve('a', 'ada', 0.5)).toBe('reserved');
    expect(await ledger.total()).toEqual({ spent: 0.2, held: 0 });
  });

  it('keeps a reservation of a worker that died before it appended, and takes it over with a higher ceiling', async () => {
    await ledger.caps(1, 100, 1);
    await ledger.reserve('a', 'ada', 0.5);
    expect(await ledger.reserve('a', 'ada', 0.4)).toBe('reserved');
    expect(await ledger.total()).toEqual({ spent: 0, held: 0.5 });
    expect(await ledger.reserve('a', 'ada', 0.75)).toBe('reserved');
    expect(await ledger.total()).toEqual({ spent: 0, held: 0.75 });
    expect(await ledger.reserve('a', 'ada', 1.25)).toBe('fleet_day');
    expect(await ledger.total()).toEqual({ spent: 0, held: 0.75 });
  });

  it('books a cost above its ceiling whole, and says so every time', async () => {
    await ledger.reserve('a', 'ada', 0.1);
    expect(await ledger.settle('a', 0.3)).toBe('exceeded');
    expect(await ledger.settle('a', 0.3)).toBe('exceeded');
    expect(await ledger.total()).toEqual({ spent: 0.3, held: 0 });
    expect((await overview()).exceeded).toBe(1);
  });

  it('books what nobody reserved on the agent that the attempt names', async () => {
    expect(await ledger.settle('ada.mm9kq1c0.compose.1', 0)).toBe('settled');
    expect(await ledger.settle('ada.mm9kq1c0.compose.1', 0.3)).toBe('exceeded');
    expect(await ledger.settle('ada.mm9kq1c0.compose.1', 0.3)).toBe('exceeded');
    expect(await ledger.period('agent_day', DAY, 'ada')).toEqual({ spent: 0.3, held: 0 });
  });

  it('counts in the periods of the reservation what is settled after midnight and in the next month', async () => {
    await ledger.caps(1, 1.5, 1);
    await ledger.reserve('before', 'ada', 0.9);
    await ledger.at('2026-04-01T00:00:00.000Z');
    expect(await ledger.reserve('after', 'ada', 1)).toBe('reserved');
    await ledger.settle('before', 0.8);
    await ledger.settle('after', 0.7);
    expect(await ledger.period('fleet_day', DAY)).toEqual({ spent: 0.8, held: 0 });
    expect(await ledger.period('fleet_month', '2026-03-01')).toEqual({ spent: 0.8, held: 0 });
    expect(await ledger.period('fleet_day', '2026-04-01')).toEqual({ spent: 0.7, held: 0 });
    expect(await ledger.period('fleet_month', '2026-04-01')).toEqual({ spent: 0.7, held: 0 });
    await ledger.at('2026-04-02T12:00:00.000Z');
    expect(await ledger.reserve('next', 'ada', 0.9)).toBe('fleet_month');
    expect(await ledger.reserve('next', 'ada', 0.8)).toBe('reserved');
  });

  it('takes the day from UTC, whatever the session’s time zone', async () => {
    await ledger.at('2026-03-01T00:30:00.000Z');
    const client = await ledger.actor.connect();
    await client.query("set time zone 'America/Los_Angeles'");
    await client.query("select budget.reserve('a', 'ada', 0.5)");
    await client.query('reset time zone');
    client.release();
    expect(await ledger.period('fleet_day', '2026-03-01')).toEqual({ spent: 0, held: 0.5 });
    expect(await ledger.period('fleet_month', '2026-03-01')).toEqual({ spent: 0, held: 0.5 });
  });

  it('charges at the ceiling what is never settled, a bounded number at a time, and lets the truth correct it', async () => {
    for (let i = 0; i < 5; i++) await ledger.reserve(`a${i}`, i % 2 ? 'ada' : 'bob', 0.1);
    expect(await ledger.abandon()).toBe(0);
    await ledger.at('2026-04-01T00:05:00.000Z');
    expect(await ledger.abandon(1)).toBe(0); // not ten minutes old, whatever is asked for
    await ledger.at('2026-04-01T02:00:00.000Z');
    expect([await ledger.abandon(3_600, 3), await ledger.abandon(3_600, 3), await ledger.abandon()]).toEqual([3, 2, 0]);
    expect(await ledger.period('fleet_day', DAY)).toEqual({ spent: 0.5, held: 0 });
    expect(await ledger.period('agent_day', DAY, 'bob')).toEqual({ spent: 0.3, held: 0 });
    expect(await ledger.settle('a1', 0.02)).toBe('settled');
    expect(await ledger.period('fleet_month', '2026-03-01')).toEqual({ spent: 0.42, held: 0 });
  });

  it('forgets settled reservations after 45 days, and no sum', async () => {
    await ledger.reserve('old', 'ada', 0.1);
    await ledger.settle('old', 0.1);
    await ledger.reserve('held', 'ada', 0.1);
    await ledger.at('2026-06-01T00:00:00Z');
    await ledger.abandon();
    await ledger.abandon();
    const { rows } = await ledger.owner.query('select attempt_id from budget.reservations');
    expect(rows).toEqual([]);
    expect(await ledger.period('fleet_day', DAY)).toEqual({ spent: 0.2, held: 0 });
  });

  it('refuses amounts that are none', async () => {
    for (const amount of [-0.1, Number.NaN, Number.POSITIVE_INFINITY, 2_000_000])
      await expect(ledger.reserve('a', 'ada', amount)).rejects.toThrow(/not an amount/);
    await expect(ledger.settle('a', -1)).rejects.toThrow(/not an amount/);
    await expect(ledger.reserve('', 'ada', 1)).rejects.toThrow();
    expect(await ledger.total()).toEqual({ spent: 0, held: 0 });
  });

  it('keeps the price of a single token', async () => {
    await ledger.reserve('a', 'ada', 1e-7);
    await ledger.settle('a', 1e-7);
    expect(await ledger.total()).toEqual({ spent: 1e-7, held: 0 });
  });

  it('shows caps, periods and the agents that cost most', async () => {
    for (const [i, agent] of ['ada', 'bob', 'cy', 'dan'].entries()) await ledger.reserve(`a${i}`, agent, (i + 1) / 10);
    await ledger.settle('a3', 0.25);
    expect(await overview()).toMatchObject({
      day: { startsOn: DAY, spent: 0.25, held: 0.6 },
      month: { startsOn: '2026-03-01', spent: 0.25, held: 0.6 },
      agents: [
        { agentId: 'cy', spent: 0, held: 0.3 },
        { agentId: 'dan', spent: 0.25, held: 0 },
        { agentId: 'bob', spent: 0, held: 0.2 },
      ],
      exceeded: 0,
    });
  });
});

describe('claims of text', () => {
  const LAMP = 'A brass lamp on a walnut desk, late light through the blinds.';

  it('let one text be published once, and a near twin not at all', async () => {
    expect(await ledger.claim('a', LAMP)).toBe('claimed');
    expect(await ledger.claim('b', LAMP)).toBe('near_duplicate');
    expect(await ledger.claim('b', `  ${LAMP.toUpperCase()} `)).toBe('near_duplicate');
    expect(await ledger.claim('b', 'A brass lamp on a walnut desk, late light through blinds!')).toBe('near_duplicate');
    expect(await ledger.claim('b', 'Four moss golems asleep under a bridge in the rain.')).toBe('claimed');
  });

  it('may be repeated, and changed by whom they belong to', async () => {
    await ledger.claim('a', LAMP);
    expect(await ledger.claim('a', LAMP)).toBe('claimed');
    expect(await ledger.claim('a', `${LAMP} Again.`)).toBe('claimed');
    expect((await ledger.owner.query('select count(*)::int as n from budget.texts')).rows[0]?.n).toBe(1);
  });

  it('see twins among texts without letters too', async () => {
    expect(await ledger.claim('a', '🌧️ 🌧️ 🌧️')).toBe('claimed');
    expect(await ledger.claim('b', '🌧️ 🌧️  🌧️')).toBe('near_duplicate');
    expect(await ledger.claim('b', '🌞')).toBe('claimed');
  });

  it('look at the last 10,000 texts and keep no more', async () => {
    await ledger.claim('first', LAMP);
    await ledger.owner.query(
      "insert into budget.texts select i, 'filler' || i, md5(i::text) || md5((i + 1)::text) from generate_series(2, 10000) i",
    );
    expect(await ledger.claim('b', LAMP)).toBe('near_duplicate');
    expect(await ledger.claim('c', 'Something else entirely, about bus delays by weekday.')).toBe('claimed');
    expect(await ledger.claim('b', LAMP)).toBe('claimed');
    expect((await ledger.owner.query('select count(*)::int as n from budget.texts')).rows[0]?.n).toBe(10_000);
  });
});
