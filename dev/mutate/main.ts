import { spawn } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyOfSources } from './copy.ts';
import { applied, chosen, type Mutant, mutantsOf } from './mutants.ts';

/**
 * `npm run mutate -- --seed S --count N [--int]`: N random single-line mutations of the actor, each tried against its
 * unit specs and a bounded simulation (and its integration specs, with `--int`). Who is noticed by nobody is told.
 * Exit code 1 only when the harness itself does not work: survivors are for people to explain.
 */
const SOURCES = 'services/actor/src/**/*.ts';
/** Wiring of the process and settings, which have no behaviour that a specification of the actor could notice. */
const LEFT_OUT = /\.spec\.ts$|\/(main|config|edges|telemetry|crash-points)\.ts$|\/budget\/(prepare|set-up)\.ts$/;
const SEEDS = '200';
const GIVEN_UP_MS = 240_000;

const say = (text: string) => process.stderr.write(`${text}\n`);
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'actor' },
    count: { type: 'string', default: '10' },
    int: { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1 || count > 1_000) {
  say(`--count is "${values.count}": give a whole number from 1 to 1000`);
  process.exit(2);
}

const copy = copyOfSources();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    copy.remove();
    process.exit(130);
  });

/** Whether the command ends well; one that does not end has noticed too. */
const passes = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], { cwd: copy.folder, stdio: 'ignore', detached: true });
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const late = setTimeout(end, GIVEN_UP_MS);
    child.once('error', () => resolve(false));
    child.once('close', (code) => {
      clearTimeout(late);
      resolve(code === 0);
    });
  });
const vitest = (project: string) => [
  ...[join(copy.folder, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, '--maxWorkers=1'],
  ...['--bail=1', 'services/actor'],
];

type Judge = { readonly name: string; readonly passes: () => Promise<boolean> };
const simulation = [join(copy.folder, 'packages/testkit/src/simulation/main.ts'), '--seeds', SEEDS];
const JUDGES: readonly Judge[] = [
  { name: 'unit specs', passes: () => passes(process.execPath, vitest('unit')) },
  { name: `simulation of ${SEEDS} seeds`, passes: () => passes(process.execPath, simulation) },
  ...(values.int ? [{ name: 'integration specs', passes: () => passes(process.execPath, vitest('int')) }] : []),
];
/** Who noticed first; null: nobody. */
const noticedBy = async (): Promise<string | null> => {
  for (const judge of JUDGES) if (!(await judge.passes())) return judge.name;
  return null;
};

type Tried = Mutant & { readonly killedBy: string | null };

const main = async (): Promise<number> => {
  const files = globSync(SOURCES, { cwd: copy.folder }).filter((file) => !LEFT_OUT.test(file));
  const all = files.sort().flatMap((file) => mutantsOf(file, readFileSync(join(copy.folder, file), 'utf8')));
  const against = await noticedBy();
  if (against !== null) {
    say(`the ${against} fail without any mutation: nothing can be learned from mutants`);
    return 1;
  }
  const tried: Tried[] = [];
  for (const mutant of chosen(all, values.seed, count)) {
    const path = join(copy.folder, mutant.file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, applied(mutant, source));
    const killedBy = await noticedBy();
    writeFileSync(path, source);
    tried.push({ ...mutant, killedBy });
    say(
      `${killedBy === null ? 'SURVIVED' : `killed by ${killedBy}`}: ${mutant.file}:${mutant.line}, ${mutant.operator}`,
    );
    if (killedBy === null) say(`  - ${mutant.before.trim()}\n  + ${mutant.after.trim()}`);
  }
  const survivors = tried.filter(({ killedBy }) => killedBy === null);
  const figures = {
    seed: values.seed,
    possible: all.length,
    tried: tried.length,
    killed: tried.length - survivors.length,
  };
  process.stdout.write(`${JSON.stringify({ ...figures, survivors })}\n`);
  return 0;
};
const code = await main().finally(copy.remove);
process.exit(code);
