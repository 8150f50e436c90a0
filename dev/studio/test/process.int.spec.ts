import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inheritedEnv } from '@fleet/provision/inherited-env';
import { expect, test } from 'vitest';
import { temporaryFolder } from './studio-fixture.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));

test('the process listens, answers /health, and stops with code 0 on SIGTERM though a call hangs', async () => {
  const child = spawn(process.execPath, [program], {
    env: { ...inheritedEnv(), PORT: '0', STUDIO_DATA_DIR: temporaryFolder(), FLOIMG_SERVICE_TOKEN: 'fst_process' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
  await fetch(`${url}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ addFaults: [{ kind: 'hang' }] }),
  });
  const hanging = fetch(`${url}/api/showcase`, { headers: { authorization: 'Bearer fst_process' } }).catch(
    () => 'cut off',
  );
  const log = async () => (await (await fetch(`${url}/__control/calls`)).json()) as { calls: object[] };
  while ((await log()).calls.length === 0) await new Promise(setImmediate);
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  expect(await hanging).toBe('cut off');
});

test('wrong variables are all named at once, and the token is not shown', async () => {
  const child = spawn(process.execPath, [program], {
    env: { ...inheritedEnv(), PORT: 'door', STUDIO_HUMANS_PER_HOUR: '-1', FLOIMG_SERVICE_TOKEN: 'secret-value' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect((await once(child, 'close'))[0]).toBe(78);
  for (const name of ['PORT', 'STUDIO_HUMANS_PER_HOUR', 'FLOIMG_SERVICE_TOKEN']) expect(said).toContain(name);
  expect(said).not.toContain('secret-value');
});
