import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheDirectory, reachableByOthers } from './cache.ts';

describe('the folder for fetched programs', () => {
  const base = mkdtempSync(join(tmpdir(), 'fleet-cache-'));
  afterAll(() => rmSync(base, { recursive: true }));

  it('is where FLEET_CACHE_DIR says, else in the home, and is made', () => {
    expect(cacheDirectory({ FLEET_CACHE_DIR: join(base, 'own') })).toBe(join(base, 'own'));
    mkdirSync(join(base, 'home'));
    expect(cacheDirectory({ HOME: join(base, 'home') })).toBe(join(base, 'home', '.cache', 'floimg-fleet'));
  });

  it('is below the temporary folder when the home is missing or cannot be written', () => {
    const file = join(base, 'file');
    writeFileSync(file, '');
    for (const home of [file, join(base, 'missing')])
      expect(cacheDirectory({ HOME: home }).startsWith(join(tmpdir(), 'floimg-fleet-'))).toBe(true);
    expect(existsSync(join(base, 'missing'))).toBe(false);
  });

  it('must be one that can be written when it was chosen', () => {
    const chosen = join(base, 'file', 'cache');
    expect(() => cacheDirectory({ FLEET_CACHE_DIR: chosen })).toThrow(/FLEET_CACHE_DIR=.* cannot be written/);
  });

  it('is out of reach for other users when one folder on the way is closed', () => {
    const closed = join(base, 'closed');
    mkdirSync(join(closed, 'inner'), { recursive: true });
    chmodSync(base, 0o755);
    chmodSync(closed, 0o755);
    const open = reachableByOthers(join(closed, 'inner', 'not-there-yet'));
    chmodSync(closed, 0o700);
    expect([open, reachableByOthers(join(closed, 'inner'))]).toEqual([true, false]);
  });
});
