import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { CRASH_PLACES, FAULT_KINDS, type Fault } from './faults.ts';
import { type HistoryResult, runHistory } from './history.ts';
import { shrink } from './shrink.ts';
import { count, emptyTally, neverReached, type Tally } from './tally.ts';

/**
 * `npm run simulate -- --seeds N --from S [--json] [--trace] [--faults JSON]`: N histories of actors, schedulers and gateways
 * under virtual time and faults. Prints what the first failing seeds come down to and leaves with 1; `--from S --seeds 1 --trace` replays one
 * step by step, `--faults` with those faults alone. A run of at least 2,000 seeds also has to have come everywhere: past every
 * crash point, killed there, to every event and end of a tick or a draft, and into every kind of fault; what was never reached is named.
 */
const SEEDS_THAT_COVER = 2_000;
const SHRUNK_AT_MOST = 3;
const TRACED_LINES = 40;
const TOLD_EVERY_MS = 10_000;

const say = (line: string) => process.stderr.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
    faults: { type: 'string' },
  },
});
const seeds = Number(values.seeds);
const from = Number(values.from);
if (!Number.isSafeInteger(seeds) || seeds < 1 || !Number.isSafeInteger(from)) {
  say('--seeds must be a whole number from 1, --from a whole number');
  process.exit(2);
}

const faultsOf = (text: string): { readonly faults: readonly Fault[] } => {
  try {
    const faults: unknown = JSON.parse(text);
    if (Array.isArray(faults) && faults.every((one) => FAULT_KINDS.includes(one?.kind))) return { faults };
  } catch {
    // Said below.
  }
  say(`--faults is "${text.slice(0, 200)}": give a list of faults as this command prints them`);
  return process.exit(2);
};
const given = values.faults === undefined ? null : faultsOf(values.faults);

const began = performance.now();
const seconds = () => (performance.now() - began) / 1_000;

/** Every thread asks for its next seed when it is done with one. */
const explore = async (tally: Tally): Promise<void> => {
  let next = from;
  let toldAt = began;
  const threads = Math.min(seeds, availableParallelism());
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const goOn = () => {
        if (next < from + seeds) worker.postMessage(next++);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('error', reject);
      worker.on('message', (result: HistoryResult) => {
        count(tally, result);
        if (performance.now() - toldAt > TOLD_EVERY_MS) {
          toldAt = performance.now();
          say(`${tally.seeds} of ${seeds} histories, ${tally.failed.length} failed, ${seconds().toFixed(0)} s`);
        }
        goOn();
      });
      goOn();
    });
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./worker.ts', import.meta.url)));
  await Promise.all(workers.map(work));
};

const explain = async (seed: number): Promise<void> => {
  const least = await shrink(await runHistory(seed));
  say(`\nseed ${seed} fails (fingerprint ${least.fingerprint}) with ${least.faults.length} faults:`);
  for (const fault of least.faults) say(`  ${JSON.stringify(fault)}`);
  for (const violation of least.violations.slice(0, 10)) say(`  → ${violation}`);
  const trace: string[] = [];
  await runHistory(seed, { faults: least.faults, tell: (line) => void trace.push(line) });
  say(`  the last of its ${trace.length} steps:`);
  for (const line of trace.slice(-TRACED_LINES)) say(`  ${line}`);
  say(`  all of them: npm run simulate -- --from ${seed} --seeds 1 --trace --faults '${JSON.stringify(least.faults)}'`);
};

const tally = emptyTally();
if (values.trace || given) count(tally, await runHistory(from, { ...given, ...(values.trace ? { tell: say } : {}) }));
else await explore(tally);
tally.failed.sort((a, b) => a - b);
for (const seed of tally.failed.slice(0, SHRUNK_AT_MOST)) await explain(seed);

const missing = seeds >= SEEDS_THAT_COVER && !values.trace && !given ? neverReached(tally) : [];
if (missing.length > 0) say(`never ${missing.join(', never ')}`);
const figures = {
  seeds: tally.seeds,
  from,
  failed: tally.failed.length,
  failedSeeds: tally.failed.slice(0, 20),
  crashPoints: { all: CRASH_PLACES.length, reached: tally.reached.size, struck: tally.struck.size },
  states: tally.states.size,
  neverReached: missing,
  faults: tally.faults,
  ...{ ticks: tally.ticks, effects: tally.effects, heldForGood: tally.heldForGood, tasks: tally.tasks },
  seconds: Math.round(seconds() * 10) / 10,
};
const { failed, crashPoints, states, ticks, effects } = figures;
say(
  `${figures.seeds} histories in ${figures.seconds} s: ${failed} failed; ${ticks} ticks, ${effects} effects; ` +
    `killed at ${crashPoints.struck} of ${crashPoints.all} crash points; ${states} events and ends of ticks and drafts`,
);
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(failed > 0 || missing.length > 0 ? 1 : 0);
