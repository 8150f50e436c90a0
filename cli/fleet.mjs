#!/usr/bin/env node
// Runs on the host's own Node.js (20 or newer), before anything is installed: hands over to the project's Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = dirname(fileURLToPath(import.meta.url));
const node = join(cli, '..', 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(node) || !existsSync(join(cli, 'node_modules', 'commander'))) {
  process.stderr.write('Nothing is installed yet: run npm start first, it installs what is needed.\n');
  process.exit(1);
}
const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', join(cli, 'src', 'main.ts'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: join(cli, '..', 'node_modules', '.cache', 'compiled'), ...process.env },
  },
);
// The terminal sends Ctrl-C to both of us: the child decides when to end.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
