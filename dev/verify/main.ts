import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run verify`: everything that takes longer than a test run should, one after the other (each wants the machine to
 * itself): about an hour and a half on two cores. `--only NAME,NAME` for some of it. One line of JSON; exit code 1 when anything failed.
 */
const root = join(import.meta.dirname, '../..');
const node = (file: string, ...args: readonly string[]) => [process.execPath, join(root, file), ...args] as const;

const STEPS = {
  simulate: node('packages/testkit/src/simulation/main.ts', '--seeds', '10000', '--json'),
  chaos: node('dev/chaos/main.ts'),
  soak: node('dev/soak/main.ts', '--minutes', '30'),
  realism: node('dev/realism/realism.ts'),
  mutate: node('dev/mutate/main.ts', '--count', '10', '--int'),
  'bench-budget': node('bench/budget.ts'),
  'bench-eventstore': node('bench/eventstore.ts'),
  'bench-projector': node('bench/projector.ts'),
} as const;
type Step = keyof typeof STEPS;
const names = Object.keys(STEPS) as Step[];

const say = (text: string) => process.stderr.write(`${text}\n`);
const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',').map((name) => name.trim()) ?? names;
const unknown = wanted.filter((name) => !names.some((known) => known === name));
if (unknown.length > 0 || wanted.length === 0) {
  say(`--only is "${values.only}": give some of ${names.join(', ')}`);
  process.exit(2);
}

/** Longer than any line of figures. */
const KEPT_CHARS = 200_000;

let current: ReturnType<typeof spawn> | null = null;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    stopped = true;
    current?.kill(signal);
  });

/** What it says goes to stderr, so that stdout holds the summary alone; its last line may be figures. */
const run = (name: Step): Promise<{ code: number; lastLine: string }> =>
  new Promise((resolve) => {
    const [command, ...args] = STEPS[name];
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    current = child;
    let tail = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      tail = `${tail}${chunk}`.slice(-KEPT_CHARS);
    });
    child.once('error', (error) => {
      say(error.message);
      resolve({ code: 127, lastLine: '' });
    });
    child.once('close', (code) => resolve({ code: code ?? 1, lastLine: tail.trimEnd().split('\n').at(-1) ?? '' }));
  });

const figuresOf = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
};

const results: { name: Step; ok: boolean; seconds: number; figures: unknown }[] = [];
for (const name of names) {
  if (stopped || !wanted.includes(name)) continue;
  say(`\n── ${name}`);
  const began = performance.now();
  const { code, lastLine } = await run(name);
  const seconds = Math.round((performance.now() - began) / 1_000);
  results.push({ name, ok: code === 0, seconds, figures: figuresOf(lastLine) });
}
say('\n── summary');
for (const { name, ok, seconds } of results) say(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(20)} ${seconds} s`);
const ok = !stopped && results.every((result) => result.ok);
process.stdout.write(`${JSON.stringify({ ok, results })}\n`);
process.exit(ok ? 0 : 1);
