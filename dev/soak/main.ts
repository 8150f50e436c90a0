import { openEventStore } from '@fleet/platform/eventstore';
import { type Call, check } from '../chaos/invariants.ts';
import { until } from '../chaos/processes.ts';
import { disturb } from './disturb.ts';
import { driftOf } from './drift.ts';

import { openFleet } from './fleet.ts';
import { followHistory } from './history.ts';
import { makeAgents } from './load.ts';
import { openPurse } from './money.ts';
import { parseSoakOptions, UsageError } from './options.ts';
import { settle } from './settle.ts';

/**
 * `npm run soak -- --minutes N`: the whole fleet in real processes under load, with a fault every five to ten seconds
 * that counts when it hit work in flight; then everything is let be, and what was promised is looked at. One line of JSON;
 * exit code 1 when anything was doubled, lost, overspent or drifted.
 */
const FIRST_ENDS_WITHIN_MS = 180_000;
const RAISE_EVERY_FAULTS = 4;
const PAGE = 20_000;

const say = (text: string) => process.stderr.write(`${text}\n`);
const parse = () => {
  try {
    return parseSoakOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    process.exit(2);
  }
};
const options = parse();
const began = performance.now();
const seconds = () => Math.round((performance.now() - began) / 1_000);

const fleet = await openFleet(options);
const stopping = new AbortController();
const events = await openEventStore(fleet.info.eventStore, { name: 'fleet-soak', log: () => {} });
const close = async () => {
  stopping.abort();
  await events.close().catch(() => {});
  await fleet.close();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)));

/** All that ever changed the gallery, newest first from the log itself. */
const effectsOf = async (): Promise<readonly Call[]> => {
  const all: (Call & { readonly seq: number })[] = [];
  for (let before = ''; ; ) {
    const { calls } = await fleet.calls<Call & { seq: number }>(`effects=true&limit=${PAGE}${before}`);
    all.push(...calls);
    const oldest = calls.at(-1);
    if (!oldest || calls.length < PAGE) return all;
    before = `&before=${oldest.seq}`;
  }
};

const run = async () => {
  const history = followHistory(events, stopping.signal);
  const purse = openPurse(fleet);
  await purse.raise();
  await fleet.studio({ humansAct: 60, fillIsLiked: true });
  const usernames = await makeAgents(events, options.agents);
  await until('the first ticks to end', async () => history.ended() > options.agents / 2, FIRST_ENDS_WITHIN_MS);
  say(`${seconds()} s: ${usernames.size} agents at work`);

  const from = { at: performance.now(), ended: history.ended() };
  const { hits, missed } = await disturb(fleet, options, {
    every: (nth) => (nth % RAISE_EVERY_FAULTS === 0 ? purse.raise() : Promise.resolve()),
    say: (what) => say(`${seconds()} s: ${what}; ${history.ended()} ticks ended`),
  });
  const faults = Object.values(hits).reduce((sum, count) => sum + count, 0);
  const disturbedS = (performance.now() - from.at) / 1_000;
  const actions = history.ended() - from.ended;
  say(`${seconds()} s: ${faults} faults; letting everything come to its end`);
  await settle(fleet, history);

  const stories = [...history.stories].map(([id, story]) => ({ username: usernames.get(id) ?? id, events: story }));
  const findings = check(stories, await effectsOf());
  const money = await purse.overspend();
  say(`${seconds()} s: rebuilding the read models`);
  const drift = await driftOf(fleet, history.position);
  for (const violation of [...findings.violations, ...drift.examples].slice(0, 30)) say(`  → ${violation}`);
  return {
    minutes: options.minutes,
    seed: options.seed,
    faults,
    missed,
    actions,
    actionsPerSecond: Math.round((actions / disturbedS) * 10) / 10,
    duplicates: findings.duplicates,
    lost: findings.lost + history.unreadable.length,
    overspend: money.overspend,
    driftRows: drift.rows,
    ...{ ticks: findings.ticks, effects: findings.effects, untold: findings.untold },
    ...{ capUsd: purse.capUsd(), billUsd: money.billUsd, spentUsd: money.spentUsd, tables: drift.tables },
    hits,
    seconds: seconds(),
  };
};

let code = 1;
try {
  const result = await run();
  const { duplicates, lost, overspend, driftRows } = result;
  code = duplicates + lost + overspend + driftRows === 0 ? 0 : 1;
  process.stdout.write(`${JSON.stringify(result)}\n`);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await close();
}
process.exit(code);
