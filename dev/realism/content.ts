import { parseArgs } from 'node:util';
import { contentGates, measureContent } from './content-measures.ts';
import { makeTexts, SOURCES, type Source } from './content-texts.ts';
import { gateTable } from './gates.ts';
import { UsageError } from './options.ts';

export type ContentOptions = { readonly count: number; readonly seed: string; readonly source: Source };

const USAGE = `npm run realism -- --content [N] [flags]
  N            texts to write and measure, 100 to 5000 (1000)
  --source S   ${SOURCES.join(' or ')} (model: the stand-in's; bank: the built-in banks')
  --seed S     the fleet's seed (floimg)`;

/** @throws UsageError naming the flag, its value and what to give */
export const parseContentOptions = (args: readonly string[]): ContentOptions => {
  const text = { type: 'string' } as const;
  let parsed: { values: { seed?: string; source?: string; help?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { content: { type: 'boolean' }, seed: text, source: text, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  if (parsed.values.help) throw new UsageError(USAGE);
  const [given = '1000', ...more] = parsed.positionals;
  const count = Number(given);
  if (more.length > 0 || !Number.isInteger(count) || count < 100 || count > 5_000)
    throw new UsageError(`--content is "${parsed.positionals.join(' ')}": give a whole number from 100 to 5000`);
  const { seed = 'floimg', source = 'model' } = parsed.values;
  if (seed.length === 0 || seed.length > 100)
    throw new UsageError('--seed is empty or too long: give 1 to 100 characters');
  const found = SOURCES.find((one) => one === source);
  if (found === undefined) throw new UsageError(`--source is "${source}": give ${SOURCES.join(' or ')}`);
  return { count, seed, source: found };
};

/** Prints the content measures beside their gates. True: all are met. */
export const showContent = ({ count, seed, source }: ContentOptions, write: (text: string) => void): boolean => {
  const measures = measureContent(makeTexts(source, seed, count));
  const gates = contentGates(measures, source);
  const from = source === 'model' ? 'of the stand-in model' : 'of the built-in banks';
  write(`${count} texts ${from}, ${measures.texts} published\n\n${gateTable(gates, 'no gate')}\n`);
  return gates.every(({ held, met }) => !held || met);
};
