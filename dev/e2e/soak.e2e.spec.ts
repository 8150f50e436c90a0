import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plainEnvironment, randomPortBase } from './running-fleet.ts';

const MAIN = join(import.meta.dirname, '../soak/main.ts');

it('half a minute of faults leaves nothing doubled, lost, overspent or drifted', async () => {
  const args = ['--minutes', '0.5', '--agents', '60', '--port-base', String(randomPortBase())];
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let talk = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    talk += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(code, talk).toBe(0);
  const result = JSON.parse(out) as Record<string, number>;
  expect(result).toMatchObject({ duplicates: 0, lost: 0, overspend: 0, driftRows: 0 });
  expect(result.faults, talk).toBeGreaterThan(0);
  expect(result.actions).toBeGreaterThan(0);
}, 900_000);
