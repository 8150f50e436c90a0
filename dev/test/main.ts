import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumBinary } from '@fleet/provision/chromium';
import { natsServerBinary } from '@fleet/provision/nats';
import { z } from 'zod';
import { buildDashboard } from '../stack/dashboard-build.ts';

/** `npm test`: all set-up and every test, one after the other, with a summary that names what failed. */

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
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill('SIGTERM');
    process.exitCode = 130;
  });
}

const run = (
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd ?? root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
    });
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

/** One check: its exit code is the verdict. */
const check = async (name: string, command: string, args: readonly string[], cwd?: string): Promise<Outcome> => {
  say(`\n── ${name}`);
  const began = performance.now();
  const code = await run(command, args, cwd === undefined ? {} : { cwd });
  return { name, ok: code === 0, seconds: (performance.now() - began) / 1_000, passed: 0, failed: 0, skipped: 0 };
};

/** How many spec files run at once. Integration specs mostly wait for servers, so a core carries more than one; whole fleets wait too, each on ports of its own. */
const WORKERS = { unit: 2, int: 4, browser: 3, e2e: 2 } as const;

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

const main = async (): Promise<number> => {
  const began = performance.now();
  say('── set-up');
  const nats = await natsServerBinary({ log: say });
  const chromium = await chromiumBinary({ log: say });
  say(`nats-server ${nats}\nchromium    ${chromium}`);
  say(`dashboard   ${await buildDashboard(root)}`);
  const env = {
    NATS_SERVER_BIN: nats,
    CHROMIUM_BIN: chromium,
    ...(process.env.CI ? { NO_COLOR: '1' } : {}),
  };

  const outcomes: Outcome[] = [
    await check('lint', bin('biome'), ['check', '--error-on-warnings', '.']),
    await check('types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']),
    await check(
      'types: dashboard',
      process.execPath,
      ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
      join(root, 'ui'),
    ),
    await check('import rules', bin('depcruise'), [
      '--config',
      '.dependency-cruiser.cjs',
      'packages',
      'services',
      'cli',
      'dev',
      'bench',
    ]),
    await check('unused code', bin('knip'), ['--no-progress']),
  ];
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
  const checks = outcomes.filter((outcome) => outcome.passed + outcome.failed === 0);
  const passed = total((outcome) => outcome.passed) + checks.filter((outcome) => outcome.ok).length;
  const failed = Math.max(
    total((outcome) => outcome.failed) + checks.filter((outcome) => !outcome.ok).length,
    outcomes.some((outcome) => !outcome.ok) ? 1 : 0,
  );
  const skipped = total((outcome) => outcome.skipped);
  say(`\nall of it took ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 ? 0 : 1;
};

process.exitCode = (await main()) || process.exitCode || 0;
