import { expect, test } from 'vitest';
import { likelyFix } from './likely-fix.ts';

test.each([
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:4000', '--port-base'],
  ['could not write: No space left on device', 'disk is full'],
  ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'out of memory'],
  ['FATAL:  password authentication failed for user "fleet"', 'npm run reset'],
  ['FATAL: database files are incompatible with server', 'another version'],
  ["EACCES: permission denied, open '/data/x'", 'who owns the data folder'],
  ['connect ECONNREFUSED 127.0.0.1:4222', 'tries again by itself'],
  ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod'", 'packages are missing'],
])('"%s" → %s', (line, fix) => {
  expect(likelyFix(['something before', line, 'something after'])).toContain(fix);
});

test('what nobody knows is found in the log', () => {
  expect(likelyFix(['hm'])).toContain('read its log');
  expect(likelyFix([])).toContain('read its log');
});
