import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseOptions, UsageError } from './options.ts';
import { planLines } from './plan-lines.ts';

/** `npm run plan`: when seeded agents would act and what they would do, as NDJSON on stdout. Nothing is started. */

const main = async (): Promise<number> => {
  try {
    const options = parseOptions('plan', process.argv.slice(2));
    await pipeline(Readable.from(planLines(options)), process.stdout);
    return 0;
  } catch (error) {
    // Who reads only the first lines closes the pipe.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

process.exitCode = await main();
