import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OutageStage, openOutageStage } from './outage-stage.ts';

let stage: OutageStage;
beforeAll(async () => {
  stage = await openOutageStage();
}, 240_000);
afterAll(() => stage?.fleet.close());

describe('a fleet that runs, when something it stands on goes away', () => {
  test.each([
    ['Studio', 'studio'],
    ['model', 'llm'],
  ] as const)(
    '%s: it shows in /ready and on the dashboard, and the fleet goes on by itself',
    async (_, part) => {
      await stage.fleet.gates[part].shut();
      await stage.notReady(stage.services.actor, part);
      await stage.tells(part);
      await stage.fleet.gates[part].open();
      await stage.tellsNothing();
      await stage.fleet.isReady(stage.services.actor);
      await stage.goesOn();
    },
    240_000,
  );

  test('Postgres: what needs no money goes on meanwhile, the gateway says what it misses, and all recovers', async () => {
    await stage.fleet.gates.postgres.shut();
    await stage.notReady(stage.services.gateway, 'postgres');
    await stage.notReady(stage.services.projector, 'postgres');
    expect(await stage.services.gateway.status('/health')).toBe(200);
    await stage.goesOn();
    await stage.fleet.gates.postgres.open();
    await stage.allReady();
    await stage.tellsNothing();
    const { body } = await stage.fleet.api(stage.services.gateway, 'GET', '/activity?limit=1');
    expect(body.data).toHaveLength(1);
  }, 240_000);

  test('Postgres that stands still without a word: the gateway goes on answering, and all recovers', async () => {
    stage.fleet.gates.postgres.hold();
    await stage.notReady(stage.services.gateway, 'postgres');
    expect(await stage.services.gateway.status('/health')).toBe(200);
    await stage.fleet.gates.postgres.open();
    await stage.allReady();
    await stage.goesOn();
  }, 240_000);

  test('NATS, killed with -9: it shows in /ready and on the dashboard, and the fleet goes on by itself', async () => {
    await stage.fleet.nats.kill();
    for (const service of [
      stage.services.scheduler,
      stage.services.actor,
      stage.services.gateway,
      stage.services.projector,
    ])
      await stage.notReady(service, 'nats');
    await stage.tells('nats');
    await stage.fleet.nats.restart();
    await stage.allReady();
    await stage.tellsNothing();
    await stage.goesOn();
  }, 240_000);

  test('NATS that stands still without a word (SIGSTOP): it shows in /ready, and the fleet goes on by itself', async () => {
    process.kill(stage.fleet.nats.pid(), 'SIGSTOP');
    try {
      for (const service of [
        stage.services.scheduler,
        stage.services.actor,
        stage.services.gateway,
        stage.services.projector,
      ])
        await stage.notReady(service, 'nats');
      expect(await stage.services.gateway.status('/health')).toBe(200);
    } finally {
      process.kill(stage.fleet.nats.pid(), 'SIGCONT');
    }
    await stage.allReady();
    await stage.tellsNothing();
    await stage.goesOn();
  }, 240_000);

  test('and after all of that nothing was done twice, and what was begun has its end', () => stage.endsWell(), 240_000);
});
