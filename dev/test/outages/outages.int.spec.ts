import { partitionOf, tickIdOf } from '@fleet/domain/identity';
import type { TickMessage } from '@fleet/domain/messages';
import { CONSUMERS, connectBus, STREAMS, SUBJECTS } from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { check } from '../../chaos/invariants.ts';
import { type FleetUnderTest, openFleet, patience } from './fleet-under-test.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

let fleet: FleetUnderTest;
let scheduler: ServiceUnderTest;
let actor: ServiceUnderTest;
let projector: ServiceUnderTest;
let gateway: ServiceUnderTest;
let ids: string[];

const notReady = (service: ServiceUnderTest, check: string) =>
  vi.waitFor(async () => {
    const ready = await service.ready();
    expect(ready?.status, service.said()).toBe(503);
    expect(ready?.checks.find(({ name }) => name === check)).toMatchObject({ ok: false });
  }, patience);
const tells = (part: string) =>
  vi.waitFor(async () => expect((await fleet.problems(gateway)).map((one) => one.part)).toContain(part), patience);
const tellsNothing = () => vi.waitFor(async () => expect(await fleet.problems(gateway)).toEqual([]), patience);
const allReady = async () => {
  for (const service of [scheduler, actor, projector, gateway]) await fleet.isReady(service);
};

beforeAll(async () => {
  fleet = await openFleet();
  [projector, scheduler, actor, gateway] = await Promise.all([
    fleet.start('projector'),
    fleet.start('scheduler'),
    fleet.start('actor'),
    fleet.start('gateway'),
  ]);
  await allReady();
  ids = await fleet.agents(gateway, 8);
  await fleet.goesOn(ids);
}, 240_000);
afterAll(() => fleet?.close());

describe('a fleet that runs, when something it stands on goes away', () => {
  test('Studio: it shows in /ready and on the dashboard, and the fleet goes on by itself', async () => {
    await fleet.gates.studio.shut();
    await notReady(actor, 'studio');
    await tells('studio');
    await fleet.gates.studio.open();
    await tellsNothing();
    await fleet.isReady(actor);
    await fleet.goesOn(ids);
  }, 240_000);

  test('model: it shows in /ready and on the dashboard, and the fleet goes on by itself', async () => {
    await fleet.gates.llm.shut();
    await notReady(actor, 'llm');
    await tells('llm');
    await fleet.gates.llm.open();
    await tellsNothing();
    await fleet.isReady(actor);
    await fleet.goesOn(ids);
  }, 240_000);

  test('event store: nothing is acked without its append, it shows in /ready, and the fleet goes on by itself', async () => {
    await fleet.gates.eventStore.shut();
    await notReady(actor, 'eventStore');
    await notReady(scheduler, 'event store');
    await notReady(gateway, 'event_store');
    await tells('event store');
    const agentId = ids[0] ?? '';
    const now = Date.now();
    const tickId = tickIdOf(agentId, now * 2);
    const none = { kind: 'browse', causationId: null, traceparent: null } as const;
    const tick: TickMessage = { v: 1, tickId, agentId, due: now * 2, dueWall: now, ...none };
    await fleet.bus.publish(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), { messageId: tickId });
    const queue = async () => fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    await vi.waitFor(async () => expect((await queue())?.ackPending).toBeGreaterThan(0), patience);
    const begun = await fleet.ended(ids);
    const kept = async () => {
      const { pending = 0, ackPending = 0 } = (await queue()) ?? {};
      return pending + ackPending;
    };
    const before = await kept();
    await vi.waitFor(async () => expect(await kept()).toBeGreaterThan(before), patience);
    expect(await fleet.ended(ids)).toBe(begun);

    await fleet.gates.eventStore.open();
    await allReady();
    await vi.waitFor(async () => {
      const told = await fleet.story(agentId);
      expect(told.some((event) => 'tickId' in event.data && event.data.tickId === tickId)).toBe(true);
    }, patience);
    await fleet.goesOn(ids);
  }, 240_000);

  test('disk full under the event store: red health, nothing acked without its append, and the fleet goes on by itself', async () => {
    const filler = await connectBus({ url: fleet.store.url, name: 'filler', log: silentLog() });
    const stream = { name: 'FILLER', subjects: ['filler'], storage: 'file', retention: 'limits', max_consumers: -1 };
    await filler.request('$JS.API.STREAM.CREATE.FILLER', JSON.stringify(stream), 5_000);
    const fill = async (bytes: number) => {
      for (;;) await filler.publish('filler', new Uint8Array(bytes));
    };
    // Ever smaller, until nothing of any size has room.
    for (const bytes of [500_000, 20_000, 1_000, 50])
      await expect(fill(bytes)).rejects.toMatchObject({ code: 'refused' });
    await notReady(actor, 'eventStore');
    await tells('event store');
    const begun = await fleet.ended(ids);
    const queue = await fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    expect((queue?.ackPending ?? 0) + (queue?.pending ?? 0)).toBeGreaterThan(0);
    expect(await fleet.ended(ids)).toBe(begun);
    const answer = await fleet.api(gateway, 'PATCH', '/fleet', { activityLevel: 1.5, reason: 'cannot be kept' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'event_store_unavailable' } });

    await filler.request('$JS.API.STREAM.DELETE.FILLER', '', 5_000);
    await allReady();
    await filler.close();
    await fleet.goesOn(ids);
  }, 240_000);

  test('Postgres: what needs no money goes on meanwhile, the gateway says what it misses, and all recovers', async () => {
    await fleet.gates.postgres.shut();
    await notReady(gateway, 'postgres');
    await notReady(projector, 'postgres');
    expect(await gateway.status('/health')).toBe(200);
    await fleet.goesOn(ids);
    await fleet.gates.postgres.open();
    await allReady();
    await tellsNothing();
    const { body } = await fleet.api(gateway, 'GET', '/activity?limit=1');
    expect(body.data).toHaveLength(1);
  }, 240_000);

  test('Postgres that stands still without a word: the gateway goes on answering, and all recovers', async () => {
    fleet.gates.postgres.hold();
    await notReady(gateway, 'postgres');
    expect(await gateway.status('/health')).toBe(200);
    await fleet.gates.postgres.open();
    await allReady();
    await fleet.goesOn(ids);
  }, 240_000);

  test('NATS, killed with -9: it shows in /ready and on the dashboard, and the fleet goes on by itself', async () => {
    await fleet.nats.kill();
    for (const service of [scheduler, actor, gateway, projector]) await notReady(service, 'nats');
    await tells('nats');
    await fleet.nats.restart();
    await allReady();
    await tellsNothing();
    await fleet.goesOn(ids);
  }, 240_000);

  test('NATS that stands still without a word (SIGSTOP): it shows in /ready, and the fleet goes on by itself', async () => {
    process.kill(fleet.nats.pid(), 'SIGSTOP');
    try {
      for (const service of [scheduler, actor, gateway, projector]) await notReady(service, 'nats');
      expect(await gateway.status('/health')).toBe(200);
    } finally {
      process.kill(fleet.nats.pid(), 'SIGCONT');
    }
    await allReady();
    await tellsNothing();
    await fleet.goesOn(ids);
  }, 240_000);

  test('event store that stands still without a word: it shows in /ready, and the fleet goes on by itself', async () => {
    fleet.gates.eventStore.hold();
    await notReady(actor, 'eventStore');
    await notReady(gateway, 'event_store');
    expect(await gateway.status('/health')).toBe(200);
    await fleet.gates.eventStore.open();
    await allReady();
    await fleet.goesOn(ids);
  }, 240_000);

  test('and after all of that nothing was done twice, and what was begun has its end', async () => {
    const paused = await fleet.api(gateway, 'POST', '/fleet/pause', { reason: 'the end of the spec' });
    expect(paused.status).toBe(200);
    await vi.waitFor(async () => {
      const queue = await fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
      expect([queue?.pending, queue?.ackPending]).toEqual([0, 0]);
    }, patience);
    const findings = check(await fleet.stories(gateway, ids), await fleet.calls());
    expect(findings.violations).toEqual([]);
    expect(findings.ticks).toBeGreaterThan(20);
    expect((await fleet.bus.streamStatus(STREAMS.dead))?.messages).toBe(0);
    for (const service of [gateway, actor, projector, scheduler]) {
      service.child.kill('SIGTERM');
      expect(await service.ended, service.said()).toBe(0);
    }
  }, 240_000);
});
