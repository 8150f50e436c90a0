import { parseContentOptions, showContent } from './content.ts';
import { gatesOf, gateTable } from './gates.ts';
import { measure, plannedHistory } from './history.ts';
import { parseOptions, UsageError } from './options.ts';

/**
 * `npm run realism`: how human a planned fleet's rhythm is, or with `--content` its words, beside the gates; ends with 1
 * when one is not met.
 */

const DAY_MS = 86_400_000;

const main = (): number => {
  try {
    if (process.argv.includes('--content')) {
      const content = parseContentOptions(process.argv.slice(2));
      return showContent(content, (text) => process.stdout.write(text)) ? 0 : 1;
    }
    const options = parseOptions('realism', process.argv.slice(2));
    const { agents, days, preset, from } = options;
    const measures = measure(plannedHistory(options), from, from + days * DAY_MS);
    const gates = gatesOf(measures, preset);
    process.stdout.write(
      `${agents} agents over ${days} days, preset ${preset}: ${measures.moments} moments, ${measures.perAgentDay.toFixed(1)} an agent and day\n\n${gateTable(gates)}\n`,
    );
    return gates.every(({ held, met }) => !held || met) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

process.exitCode = main();
