import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Test levels by file name: `.unit` needs nothing, `.int` talks to real nats-server and Postgres (one of each per run,
 * provided by the global set-up), `.browser` drives Chromium, `.e2e` runs whole fleets.
 */
const isolate = false; // Files of one worker share its modules; no spec keeps state in them.
const exclude = ['**/node_modules/**', '**/.svelte-kit/**', '**/build/**'];
const server = {
  isolate,
  globalSetup: ['packages/testkit/src/servers.global.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** Specs that mostly wait, for minutes together: begun last they would keep the run waiting for them alone. */
const LONG = [
  '/dev/e2e/soak',
  '/dev/test/outages/',
  '/services/actor/test/kill',
  '/services/scheduler/test/scheduler.int',
  '/running.int',
];
const isShort = ({ moduleId }: TestSpecification): number => (LONG.some((part) => moduleId.includes(part)) ? 0 : 1);

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => isShort(a) - isShort(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      { test: { name: 'unit', include: ['**/*.unit.spec.ts'], exclude, isolate, testTimeout: 20_000 } },
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
