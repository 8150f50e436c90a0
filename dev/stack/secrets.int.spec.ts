import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'fleet-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('credentials are made once, kept, and readable by their owner alone', () => {
  const made = loadSecrets(dataDir, {});
  expect(made.serviceToken).toMatch(/^fst_/);
  expect(new Set(Object.values(made)).size).toBe(4);
  expect(loadSecrets(dataDir, {})).toEqual(made);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o077).toBe(0);
});

test('an admin token of one’s own is used as long as it is set, and is not kept', () => {
  const made = loadSecrets(dataDir, {});
  expect(loadSecrets(dataDir, { FLEET_ADMIN_TOKEN: 'of-my-own' })).toEqual({ ...made, adminToken: 'of-my-own' });
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).not.toContain('of-my-own');
  expect(loadSecrets(dataDir, { FLEET_ADMIN_TOKEN: '' })).toEqual(made);
});
