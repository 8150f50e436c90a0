import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const launcher = join(import.meta.dirname, '..', 'fleet.mjs');

describe('the launcher', () => {
  it('hands over to the project’s Node.js and passes the exit code on', () => {
    const asked = spawnSync(process.execPath, [launcher, 'bogus'], { encoding: 'utf8' });
    expect(asked.status).toBe(2);
    expect(asked.stderr).toContain("unknown command 'bogus'");
  });

  it('says what to do when nothing is installed yet', () => {
    const root = mkdtempSync(join(tmpdir(), 'fleet-launcher-'));
    cpSync(launcher, join(root, 'cli', 'fleet.mjs'));
    const asked = spawnSync(process.execPath, [join(root, 'cli', 'fleet.mjs'), 'status'], { encoding: 'utf8' });
    expect([asked.status, asked.stderr]).toEqual([
      1,
      'Nothing is installed yet: run npm start first, it installs what is needed.\n',
    ]);
    rmSync(root, { recursive: true });
  });
});
