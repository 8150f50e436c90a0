import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import { startOwnPostgres } from '@fleet/testkit/own-postgres';
import { prepareLedger } from '../services/actor/src/budget/prepare.ts';

/**
 * The budget ledger on a real Postgres with fsync on: `node bench/budget.ts [seconds] [actors] [connections]`. JSON on
 * stdout: reservations alone, paid actions (reserve and settle), the same as a bare update of one row (the limit, since
 * every reservation changes the row of the fleet's day), claims of text, and 200 actors against a cap of $10.
 */
const seconds = Number(process.argv[2] ?? 5);
const actors = Number(process.argv[3] ?? 64);
const connections = Number(process.argv[4] ?? 20);

const postgres = await startOwnPostgres({ fsync: 'on' });
const log = silentLog();
const { role } = await prepareLedger(postgres.url, log);
const owner = openPool({ url: postgres.url, size: connections, name: 'bench owner', log });
const pool = openPool({
  ...{ url: postgres.url, size: connections, name: 'bench', log },
  ...(role === null ? {} : { role }),
});
const setCaps = (day: number) => owner.query('select budget.set_caps($1::numeric, 1e6, 1e6, $2)', [day, 'bench']);
const reserve = async (id: string, agent: string, usd: number): Promise<string> => {
  const sql = 'select budget.reserve($1, $2, $3::numeric) as answer';
  return (await pool.query<{ answer: string }>(sql, [id, agent, usd])).rows[0]?.answer ?? '';
};
const settle = (id: string, usd: number) => pool.query('select budget.settle($1, $2::numeric)', [id, usd]);

/** Runs `work` by all actors at once for the time, and counts and times what they did. */
const measure = async (work: (actor: number, turn: number) => Promise<unknown>) => {
  const delays: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1_000;
  await Promise.all(
    Array.from({ length: actors }, async (_, actor) => {
      for (let turn = 0; performance.now() < end; turn++) {
        const before = performance.now();
        await work(actor, turn);
        delays.push(performance.now() - before);
      }
    }),
  );
  const took = (performance.now() - started) / 1_000;
  delays.sort((a, b) => a - b);
  const at = (share: number) => Math.round((delays[Math.floor(delays.length * share)] ?? 0) * 10) / 10;
  return { perSecond: Math.round(delays.length / took), ms: { p50: at(0.5), p99: at(0.99) } };
};

await setCaps(1_000_000);
await owner.query('create table public.hot (n bigint); insert into public.hot values (0)');
const bareRow = await measure(() => owner.query('update public.hot set n = n + 1'));
const reservations = await measure((a, t) => reserve(`r-${a}-${t}`, `agent-${a}`, 0.001));
const paidActions = await measure(async (a, t) => {
  await reserve(`p-${a}-${t}`, `agent-${a}`, 0.001);
  await settle(`p-${a}-${t}`, 0.0004);
});
const claims = await measure((a, t) =>
  pool.query('select budget.claim_text($1, $2)', [
    `c-${a}-${t}`,
    `${(a * 7_919 + t) * 2_654_435_761} ${t * 40_503} ${a}`,
  ]),
);

const capUsd = 10;
const ceilingUsd = 0.01;
await owner.query('truncate budget.periods, budget.reservations');
await setCaps(capUsd);
let calls = 0;
await Promise.all(
  Array.from({ length: 200 }, async (_, a) => {
    for (let t = 0; (await reserve(`s-${a}-${t}`, `agent-${a}`, ceilingUsd)) === 'reserved'; t++, calls++)
      await settle(`s-${a}-${t}`, (ceilingUsd * (1 + ((a + t * 7) % 5))) / 5);
  }),
);
const sums = `select spent::float as spent, held::float as held from budget.periods where kind = 'fleet_day'`;
const { spent, held } = (await owner.query<{ spent: number; held: number }>(sums)).rows[0] ?? { spent: 0, held: 0 };
const smallCap = {
  ...{ actors: 200, capUsd, calls, spentUsd: spent, heldUsd: held },
  overspendUsd: Math.max(0, spent - capUsd),
  unusedUsd: Math.round((capUsd - spent) * 1e9) / 1e9,
};
console.log(JSON.stringify({ actors, connections, bareRow, reservations, paidActions, claims, smallCap }, null, 2));

await pool.end();
await owner.end();
await postgres.stop();
