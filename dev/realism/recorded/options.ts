import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRESETS, type Preset } from '@fleet/domain/persona/seeding';
import { readRunInfo } from '../../stack/run-file.ts';
import { UsageError } from '../options.ts';

export type RecordedOptions = {
  /** `nats://…` or `esdb://…`. */
  readonly url: string;
  readonly preset: Preset;
  /** Fleet ms; undefined: from the first event, to the last. */
  readonly from: number | undefined;
  readonly to: number | undefined;
};

const USAGE = `npm run realism -- --from-history [flags]
  --url U       the event store, nats://… or esdb://… (EVENT_STORE_URL, or that of the fleet started here)
  --preset P    ${PRESETS.join(' or ')}: whose gates (natural)
  --from T      first moment, fleet clock, ISO 8601 (the first event)
  --to T        last moment, fleet clock, ISO 8601 (the last event)
  --data-dir D  where a fleet started here keeps its data (.fleet)`;

const momentOf = (flag: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  const ms = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new UsageError(`--${flag} is "${value}": give a moment such as 2026-03-02T00:00:00.000Z`);
  return ms;
};

/** @throws UsageError naming the flag, its value and what to give */
export const parseRecordedOptions = (
  args: readonly string[],
  around: { readonly env: NodeJS.ProcessEnv; readonly root: string },
): RecordedOptions => {
  const text = { type: 'string' } as const;
  const options = { url: text, preset: text, from: text, to: text, 'data-dir': text } as const;
  const flags = { ...options, 'from-history': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  let values: { url?: string; preset?: string; from?: string; to?: string; 'data-dir'?: string; help?: boolean };
  try {
    values = parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  if (values.help) throw new UsageError(USAGE);
  const { preset = 'natural' } = values;
  const known = PRESETS.find((one) => one === preset);
  if (known === undefined) throw new UsageError(`--preset is "${preset}": give ${PRESETS.join(' or ')}`);
  const dataDir = values['data-dir'] ?? (around.env.FLEET_DATA_DIR || join(around.root, '.fleet'));
  const url = values.url ?? (around.env.EVENT_STORE_URL || readRunInfo(dataDir)?.eventStore);
  if (url === undefined)
    throw new UsageError(
      `no event store is known: start a fleet here (${dataDir} has none), set EVENT_STORE_URL, or give --url nats://… or esdb://…`,
    );
  if (!/^(nats|tls|esdb(\+discover)?):\/\//.test(url))
    throw new UsageError(
      `--url is "${url.replace(/\/\/.*@/, '//')}": give the event store's own address, nats://… or esdb://…`,
    );
  const [from, to] = [momentOf('from', values.from), momentOf('to', values.to)];
  if (from !== undefined && to !== undefined && from >= to)
    throw new UsageError(`--from is not before --to: give a window such as --from 2026-03-02 --to 2026-03-05`);
  return { url, preset: known, from, to };
};
