// The one file that runs on the host's own Node.js (20 or newer) before anything is installed: installs the packages
// from the frozen lockfile when they are missing or out of date, then hands over to the project's Node 24.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const entries = {
  start: 'dev/stack/main.ts',
  test: 'dev/test/main.ts',
  reset: 'dev/stack/reset.ts',
  plan: 'dev/realism/plan.ts',
  realism: 'dev/realism/realism.ts',
  chaos: 'dev/chaos/main.ts',
  soak: 'dev/soak/main.ts',
  verify: 'dev/verify/main.ts',
  mutate: 'dev/mutate/main.ts',
  'bench:ui': 'ui/scripts/bench.ts',
  simulate: 'packages/testkit/src/simulation/main.ts',
  guardrail: 'dev/guardrail/main.ts',
  prompts: 'bench/prompts.ts',
  cost: 'bench/cost.ts',
};
const [command, ...args] = process.argv.slice(2);
const entry = entries[command];
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const say = (line) => process.stderr.write(`${line}\n`);

if (!entry) {
  say(`unknown command "${command ?? ''}": one of ${Object.keys(entries).join(', ')}`);
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  say(
    `Node.js ${process.versions.node} is too old: 20 or newer is needed to start (the project then uses its own Node 24).`,
  );
  process.exit(1);
}

/** Every file whose change makes the installed packages stale. */
const manifests = () => {
  const folders = ['.', 'ui', 'cli', 'dev', 'dev/provision', 'bench'];
  for (const parent of ['packages', 'services']) {
    for (const name of readdirSync(join(root, parent))) folders.push(join(parent, name));
  }
  return ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...folders.map((folder) => join(folder, 'package.json'))];
};

const stampPath = join(root, 'node_modules', '.fleet-installed');
const nodePath = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const stamp = () => {
  const hash = createHash('sha256');
  for (const file of manifests()) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
  }
  return hash.digest('hex');
};

const KEPT_OUTPUT = 200_000;
const SHOWN_LINES = 30;

/** Runs pnpm with its talk kept for the case that it fails: what works should not need reading. */
const runPnpm = () =>
  new Promise((resolve) => {
    const child = spawn('npx', ['-y', 'pnpm@10', 'install', '--frozen-lockfile', '--reporter=append-only'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_loglevel: 'warn', CI: process.env.CI ?? '1' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
      });
    const stop = (signal) => {
      child.kill(signal);
      process.exit(130);
    };
    for (const signal of signals) process.once(signal, stop);
    const end = (code) => {
      for (const signal of signals) process.removeListener(signal, stop);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      end(1);
    });
    child.once('close', end);
  });

const install = async () => {
  const wanted = stamp();
  if (existsSync(nodePath) && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wanted) return;
  const began = Date.now();
  say('Installing packages (the first time takes a minute or two) …');
  const { code, output } = await runPnpm();
  if (code !== 0 || !existsSync(nodePath)) {
    const log = join(tmpdir(), `floimg-fleet-install-${process.pid}.log`);
    writeFileSync(log, output);
    say(output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
    say(`\nInstalling the packages failed (see above; whole log: ${log}).`);
    say('Is the npm registry reachable, and is there room on the disk?');
    process.exit(1);
  }
  writeFileSync(stampPath, wanted);
  say(`Installed in ${((Date.now() - began) / 1000).toFixed(1)} s`);
};

await install();

// In a process group of its own: a Ctrl-C reaches this process (from the terminal, and once more from npm) but the
// fleet only through the relay below, which takes signals within a second for one.
const child = spawn(nodePath, [join(root, entry), ...args], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  detached: process.platform !== 'win32',
  env: {
    // What Node.js compiles is kept: each of the many processes then starts in half the time.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  },
});
let lastSignalAt = 0;
const relay = (signal) => {
  if (Date.now() - lastSignalAt < 1_000) return;
  lastSignalAt = Date.now();
  child.kill(signal);
};
for (const signal of signals) process.on(signal, () => relay(signal));
// Killed from above without a word (npm, a terminal): what runs below must not stay behind.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  relay('SIGTERM');
}, 500);
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
