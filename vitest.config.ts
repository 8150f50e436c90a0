import { defineConfig } from 'vitest/config';

/**
 * Test levels by file name: `.unit` needs nothing, `.int` talks to real nats-server and Postgres (one of each per run,
 * provided by the global set-up), `.browser` drives Chromium, `.e2e` runs whole fleets.
 */
const exclude = ['**/node_modules/**', '**/.svelte-kit/**', '**/build/**'];
const server = { globalSetup: ['packages/testkit/src/servers.global.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['**/*.unit.spec.ts'], exclude, testTimeout: 20_000 } },
      { test: { name: 'int', include: ['**/*.int.spec.ts'], exclude, ...server } },
      { test: { name: 'browser', include: ['**/*.browser.spec.ts'], exclude, ...server, testTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.spec.ts'],
          exclude,
          ...server,
          testTimeout: 300_000,
        },
      },
    ],
  },
});
