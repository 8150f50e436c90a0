import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Names that a configuration declares: `NAME: …` and, shared by all, those of the platform. */
const declared = [...globSync('services/*/src/config.ts', { cwd: root }), 'packages/platform/src/config/variables.ts']
  .flatMap((path) =>
    [...read(path).matchAll(/^ {2,4}([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*): /gm)].map(([, name]) => name ?? ''),
  )
  .filter((name) => !/^(FLEET_CRASH_|NODE_ENV$)/.test(name));

const [settings = '', composeOnly = ''] = read('.env.example').split('docker compose only');
const namesIn = (text: string): string[] => [...text.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '');

test('.env.example documents every variable of every service', () => {
  expect(namesIn(settings)).toEqual(expect.arrayContaining([...new Set(declared)]));
});

test('.env.example documents no variable that nobody reads', () => {
  expect([...new Set(declared)]).toEqual(expect.arrayContaining(namesIn(settings)));
  const compose = read('docker-compose.yml');
  for (const name of namesIn(composeOnly)) expect(compose).toContain(`\${${name}:`);
});

test('every variable of .env.example has a comment above it', () => {
  const lines = settings.split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^[A-Z]/.test(line)) expect(lines[index - 1], line).toMatch(/^(#|[A-Z])/);
  }
});
