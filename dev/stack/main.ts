import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removePostgresFolder } from '@fleet/provision/postgres';
import { firstRun } from './first-run.ts';
import { parseOptions, USAGE, UsageError } from './options.ts';
import { createPrinter } from './printer.ts';
import { endOrphans, openRunFiles, readRunInfo, runningOwner } from './run-file.ts';
import { loadSecrets } from './secrets.ts';
import { openStack } from './stack.ts';
import { announce } from './welcome.ts';

/** `npm start`: the whole fleet on this machine. */

const root = join(import.meta.dirname, '../..');

const parse = () => {
  try {
    return parseOptions(process.argv.slice(2), process.env, root);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message ? `${error.message}\n\n` : ''}${USAGE}\n`);
    process.exit(error.message ? 2 : 0);
  }
};

const options = parse();
const printer = createPrinter(options.json);
const began = performance.now();

const owner = runningOwner(options.dataDir);
if (owner !== null) {
  printer.fail(
    `a fleet already runs in this checkout (process ${owner}): ${readRunInfo(options.dataDir)?.dashboard ?? 'it is just starting'}`,
  );
  printer.line(`    Stop it with Ctrl-C where it was started, or: kill ${owner}`);
  printer.line('    A second one beside it: npm start -- --ephemeral --port-base 5000');
  process.exit(1);
}

const stopped = new AbortController();
const orphans = await endOrphans(options.dataDir);
if (orphans.length > 0) printer.warn(`ended what a killed run had left behind: ${orphans.join(', ')}`);
const runFiles = openRunFiles(options.dataDir);
const secrets = loadSecrets(options.dataDir, process.env);
const stack = openStack({ options, printer, runFiles, secrets, signal: stopped.signal });

let finishing: Promise<never> | null = null;
const finish = (code: number): Promise<never> => {
  finishing ??= (async () => {
    stopped.abort();
    const drainBegan = performance.now();
    printer.line('\nStopping: what is in hand is finished first (Ctrl-C again to force)');
    await stack.drain();
    runFiles.close();
    if (options.ephemeral) {
      removePostgresFolder(join(options.dataDir, 'postgres'));
      rmSync(options.dataDir, { recursive: true, force: true });
    }
    printer.line(`Stopped in ${((performance.now() - drainBegan) / 1_000).toFixed(1)} s`);
    process.exit(code);
  })();
  return finishing;
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (finishing === null) {
      void finish(0);
      return;
    }
    printer.line('Forced');
    stack.force();
    process.exit(130);
  });
}
// The process that started this one is gone: nobody is left to stop it.
if (process.channel) {
  process.channel.unref();
  process.on('disconnect', () => void finish(0));
}

try {
  printer.title('FloImg Fleet');
  const running = await stack.start();
  await firstRun({ options, printer, info: running.info(), clock: running.clock });
  announce(printer, options, running, (performance.now() - began) / 1_000);
  if (options.json) printer.result(running.info());
  await running.failed;
} catch (error) {
  if (!stopped.signal.aborted) {
    printer.fail(error instanceof Error ? error.message : String(error));
    await finish(1);
  }
}
