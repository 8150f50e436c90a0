import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const PARTS = ['packages', 'services', 'dev', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

/** A working copy of the sources, so that mutants never touch the checkout; packages are shared, not copied. */
export const copyOfSources = () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-mutants-'));
  const filter = (source: string) => basename(source) !== '.fleet';
  for (const part of PARTS)
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, verbatimSymlinks: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
