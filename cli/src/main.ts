import { join } from 'node:path';
import { runCli } from './app.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  root: join(import.meta.dirname, '..', '..'),
  stdout: (text) => void process.stdout.write(`${text}\n`),
  stderr: (text) => void process.stderr.write(`${text}\n`),
});
