import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumBinary } from '@fleet/provision/chromium';
import { natsServerBinary } from '@fleet/provision/nats';
import { z } from 'zod';
import { buildDashboard } from '../stack/dashboard-build.ts';

/** `npm test`: all set-up and every test, with a summary that names what failed. */

const root = join(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

type Outcome = {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
};

const children = new Set<ReturnType<typeof spawn>>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    process.exitCode = 130;
  });
}

const run = (
  command: string,
  args: readonly string[],
  options: {
    cwd?: string;
    env?: NodeJS.ProcessEnv /** Takes the output instead of the terminal. */;
    hear?: (chunk: Buffer) => void;
  } = {},
): Promise<number> =>
  new Promise((resolve) => {
    const { hear } = options;
    const output = hear ? 'pipe' : 'inherit';
    const child = spawn(command, [...args], {
      cwd: options.cwd ?? root,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...options.env },
    });
    if (hear) for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
    children.add(child);
    child.once('error', (error) => {
      say(error.message);
      resolve(127);
    });
    child.once('close', (code) => {
      children.delete(child);
      resolve(code ?? 1);
    });
  });

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
});

/** One check: its exit code is the verdict. What it says is shown when it has ended, for others run beside it. */
const check = async (name: string, command: string, args: readonly string[], cwd = root): Promise<Outcome> => {
  const said: Buffer[] = [];
  const began = performance.now();
  const code = await run(command, args, { cwd, hear: (chunk) => said.push(chunk) });
  say(`\n── ${name}\n${Buffer.concat(said).toString().trimEnd()}`);
  return { name, ok: code === 0, seconds: (performance.now() - began) / 1_000, passed: 0, failed: 0, skipped: 0 };
};

/** How many spec files run at once. Integration specs mostly wait for servers, so a core carries more than one; whole fleets wait too, each on ports of its own. */
const WORKERS = { unit: 2, int: 5, browser: 3, e2e: 2 } as const;

const suite = async (project: keyof typeof WORKERS, env: NodeJS.ProcessEnv): Promise<Outcome> => {
  say(`\n── tests: ${project}`);
  const folder = mkdtempSync(join(tmpdir(), 'fleet-test-'));
  const file = join(folder, 'report.json');
  const began = performance.now();
  const code = await run(
    bin('vitest'),
    [
      'run',
      '--project',
      project,
      `--maxWorkers=${WORKERS[project]}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { env },
  );
  const seconds = (performance.now() - began) / 1_000;
  try {
    const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      name: `tests: ${project}`,
      ok: code === 0 && report.success,
      seconds,
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests,
    };
  } catch {
    return { name: `tests: ${project}`, ok: false, seconds, passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What needs none of the set-up, and so runs beside it. */
const checks = async (): Promise<Outcome[]> => [
  await check('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']),
  await check('lint', bin('biome'), ['check', '--error-on-warnings', '.']),
  await check('import rules', bin('depcruise'), [
    '--config',
    '.dependency-cruiser.cjs',
    'packages',
    'services',
    'cli',
    'dev',
    'bench',
  ]),
];

const main = async (): Promise<number> => {
  const began = performance.now();
  say('── set-up');
  const checked = checks();
  const nats = await natsServerBinary({ log: say });
  const chromium = await chromiumBinary({ log: say });
  say(`nats-server ${nats}\nchromium    ${chromium}`);
  say(`dashboard   ${await buildDashboard(root)}`);
  const env = {
    NATS_SERVER_BIN: nats,
    CHROMIUM_BIN: chromium,
    ...(process.env.CI ? { NO_COLOR: '1' } : {}),
  };

  const dashboardTypes = await check(
    'types: dashboard',
    process.execPath,
    ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    join(root, 'ui'),
  );
  const unused = await check('unused code', bin('knip'), ['--no-progress']);
  const outcomes = [...(await checked), dashboardTypes, unused];
  for (const project of ['unit', 'int', 'browser', 'e2e'] as const) outcomes.push(await suite(project, env));

  const total = (pick: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + pick(outcome), 0);
  say('\n── summary');
  for (const outcome of outcomes) {
    const counts =
      outcome.passed + outcome.failed > 0
        ? `  ${outcome.passed} passed, ${outcome.failed} failed${outcome.skipped ? `, ${outcome.skipped} skipped` : ''}`
        : '';
    say(
      `${outcome.ok ? 'ok  ' : 'FAIL'} ${outcome.name.padEnd(18)} ${outcome.seconds.toFixed(1).padStart(6)} s${counts}`,
    );
  }
  const verdicts = outcomes.filter((outcome) => outcome.passed + outcome.failed === 0);
  const passed = total((outcome) => outcome.passed) + verdicts.filter((outcome) => outcome.ok).length;
  const failed = Math.max(
    total((outcome) => outcome.failed) + verdicts.filter((outcome) => !outcome.ok).length,
    outcomes.some((outcome) => !outcome.ok) ? 1 : 0,
  );
  const skipped = total((outcome) => outcome.skipped);
  say(`\nall of it took ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 ? 0 : 1;
};

process.exitCode = (await main()) || process.exitCode || 0;
