import { join } from 'node:path';
import { type EventStore, openEventStore } from '@fleet/platform/eventstore';
import { parseContentOptions, showContent } from './content.ts';
import { fails, gatesOf, gateTable } from './gates.ts';
import { measure, plannedHistory } from './history.ts';
import { parseOptions, UsageError } from './options.ts';
import { parseRecordedOptions } from './recorded/options.ts';
import { readHistory } from './recorded/read-history.ts';
import { recordedReport } from './recorded/report.ts';

/**
 * `npm run realism`: how human a planned fleet's rhythm is, or (`--from-history`) what a fleet really did, or (`--content`) its words, beside the
 * gates. Ends with 1 when one is not met, with 2 when it could not be told what to measure.
 */

const DAY_MS = 86_400_000;
const ANSWER_WITHIN_MS = 10_000;

/** An event store that answers. @throws UsageError when it does not within ten seconds */
const openStore = async (url: string): Promise<EventStore> => {
  const late = Promise.withResolvers<never>();
  const why = `the event store at ${url.replace(/\/\/.*@/, '//')} does not answer: is the fleet running?`;
  const timer = setTimeout(() => late.reject(new UsageError(why)), ANSWER_WITHIN_MS);
  const open = async () => {
    const store = await openEventStore(url, { name: 'fleet-realism' });
    await store.ping().catch((cause: unknown) => {
      throw new UsageError(why, { cause });
    });
    return store;
  };
  return Promise.race([open(), late.promise]).finally(() => clearTimeout(timer));
};

const planned = (args: readonly string[]): number => {
  const options = parseOptions('realism', args);
  const { agents, days, preset, from } = options;
  const measures = measure(plannedHistory(options), from, from + days * DAY_MS);
  const gates = gatesOf(measures, preset);
  process.stdout.write(
    `${agents} agents over ${days} days, preset ${preset}: ${measures.moments} moments, ${measures.perAgentDay.toFixed(1)} an agent and day\n\n${gateTable(gates)}\n`,
  );
  return gates.some(fails) ? 1 : 0;
};

const recorded = async (args: readonly string[]): Promise<number> => {
  const { url, preset, from, to } = parseRecordedOptions(args, {
    env: process.env,
    root: join(import.meta.dirname, '../..'),
  });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const store = await openStore(url);
  try {
    const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const history = await readHistory(store, window, stop.signal);
    if (stop.signal.aborted) return 130;
    if (history === null) throw new UsageError('nothing is recorded there in that window: let a fleet run first');
    const { text, failed } = recordedReport(history, preset);
    process.stdout.write(text);
    return failed ? 1 : 0;
  } finally {
    await store.close();
  }
};

const main = async (): Promise<number> => {
  const args = process.argv.slice(2);
  try {
    if (args.includes('--content'))
      return showContent(parseContentOptions(args), (text) => process.stdout.write(text)) ? 0 : 1;
    return args.includes('--from-history') ? await recorded(args) : planned(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

const code = await main();
// A store that never answered would be tried for ever.
if (code === 2) process.exit(code);
process.exitCode = code;
