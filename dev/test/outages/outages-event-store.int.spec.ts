import { partitionOf, tickIdOf } from '@fleet/domain/identity';
import type { TickMessage } from '@fleet/domain/messages';
import { CONSUMERS, connectBus, STREAMS, SUBJECTS } from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patience } from './fleet-under-test.ts';
import { type OutageStage, openOutageStage } from './outage-stage.ts';

let stage: OutageStage;
beforeAll(async () => {
  stage = await openOutageStage();
}, 240_000);
afterAll(() => stage?.fleet.close());

describe('a fleet that runs, when its event store goes away', () => {
  test('event store: nothing is acked without its append, it shows in /ready, and the fleet goes on by itself', async () => {
    await stage.fleet.gates.eventStore.shut();
    await stage.notReady(stage.services.actor, 'eventStore');
    await stage.notReady(stage.services.scheduler, 'event store');
    await stage.notReady(stage.services.gateway, 'event_store');
    await stage.tells('event store');
    const agentId = stage.ids[0] ?? '';
    const now = Date.now();
    const tickId = tickIdOf(agentId, now * 2);
    const none = { kind: 'browse', causationId: null, traceparent: null } as const;
    const tick: TickMessage = { v: 1, tickId, agentId, due: now * 2, dueWall: now, ...none };
    await stage.fleet.bus.publish(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), { messageId: tickId });
    const queue = async () => stage.fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    await vi.waitFor(async () => expect((await queue())?.ackPending).toBeGreaterThan(0), patience);
    const begun = await stage.fleet.ended(stage.ids);
    const kept = async () => {
      const { pending = 0, ackPending = 0 } = (await queue()) ?? {};
      return pending + ackPending;
    };
    const before = await kept();
    await vi.waitFor(async () => expect(await kept()).toBeGreaterThan(before), patience);
    expect(await stage.fleet.ended(stage.ids)).toBe(begun);

    await stage.fleet.gates.eventStore.open();
    await stage.allReady();
    await vi.waitFor(async () => {
      const told = await stage.fleet.story(agentId);
      expect(told.some((event) => 'tickId' in event.data && event.data.tickId === tickId)).toBe(true);
    }, patience);
    await stage.goesOn();
  }, 240_000);

  test('disk full under the event store: red health, nothing acked without its append, and the fleet goes on by itself', async () => {
    const filler = await connectBus({ url: stage.fleet.store.url, name: 'filler', log: silentLog() });
    const stream = { name: 'FILLER', subjects: ['filler'], storage: 'file', retention: 'limits', max_consumers: -1 };
    await filler.request('$JS.API.STREAM.CREATE.FILLER', JSON.stringify(stream), 5_000);
    const fill = async (bytes: number) => {
      for (;;) await filler.publish('filler', new Uint8Array(bytes));
    };
    // Ever smaller, until nothing of any size has room.
    for (const bytes of [500_000, 20_000, 1_000, 50])
      await expect(fill(bytes)).rejects.toMatchObject({ code: 'refused' });
    await stage.notReady(stage.services.actor, 'eventStore');
    await stage.tells('event store');
    const begun = await stage.fleet.ended(stage.ids);
    const queue = await stage.fleet.bus.consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    expect((queue?.ackPending ?? 0) + (queue?.pending ?? 0)).toBeGreaterThan(0);
    expect(await stage.fleet.ended(stage.ids)).toBe(begun);
    const answer = await stage.fleet.api(stage.services.gateway, 'PATCH', '/fleet', {
      activityLevel: 1.5,
      reason: 'cannot be kept',
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'event_store_unavailable' } });

    await filler.request('$JS.API.STREAM.DELETE.FILLER', '', 5_000);
    await stage.allReady();
    await filler.close();
    await stage.goesOn();
  }, 240_000);

  test('event store that stands still without a word: it shows in /ready, and the fleet goes on by itself', async () => {
    stage.fleet.gates.eventStore.hold();
    await stage.notReady(stage.services.actor, 'eventStore');
    await stage.notReady(stage.services.gateway, 'event_store');
    expect(await stage.services.gateway.status('/health')).toBe(200);
    await stage.fleet.gates.eventStore.open();
    await stage.allReady();
    await stage.goesOn();
  }, 240_000);

  test('and after all of that nothing was done twice, and what was begun has its end', () => stage.endsWell(), 240_000);
});
