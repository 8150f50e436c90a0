import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { EventStore } from '@fleet/platform/eventstore';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { settle } from '@fleet/testkit/manual-clock';
import { describe, expect, it } from 'vitest';
import { createActivityMemory } from '../src/memory/activity-memory.ts';
import type { Answer, CallContext, FloImg } from '../src/ports.ts';
import { openWorld } from './world.ts';

const open = async () => {
  const world = openWorld();
  const agentId = await world.agent();
  for (let i = 0; i < 3; i++) world.gallery.put('human', `Lamp number ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  return { world, agentId };
};

describe('memory', () => {
  it('is read back to the newest summary, and no further', async () => {
    const store = fakeEventStore();
    let read = 0;
    const counting: EventStore = {
      ...store,
      read: async function* (stream, options) {
        for await (const recorded of store.read(stream, options)) {
          read++;
          yield recorded;
        }
      },
    };
    const clocks = { fleetNow: () => 1_000, wallNow: () => 1_000 };
    const memory = createActivityMemory(counting, clocks, 10);
    let folded = await memory.load('a');
    for (let due = 1; due <= 120; due++) {
      const tickId = `a.${due.toString(36)}`;
      const skipped: ActivityEvent = { type: 'TickSkipped', data: { tickId, due, reason: 'busy' } };
      const cause = { tickId, claimId: 'c', causationId: null, traceparent: null };
      const appended = await memory.append('a', folded, [skipped], cause);
      if (appended === 'conflict') throw new Error('nobody else writes here');
      folded = appended;
    }
    read = 0;
    const again = await createActivityMemory(counting, clocks, 10).load('a');
    expect(again.state).toEqual(folded.state);
    // 100 events, their summary, 20 more.
    expect(read).toBe(21);
  });
});

describe('what the platform said', () => {
  it('is recorded although somebody else changed the agent at the same moment', async () => {
    const { world, agentId } = await open();
    const untilWall = world.clock.wallNow() + 3_600_000;
    const floimg = {
      ...world.gallery.floimg,
      like: async () => ({ kind: 'agent_limit', code: 'AGENT_DAILY_LIMIT_EXCEEDED', untilWall, reason: 'x' }) as const,
    };
    const actor = await world.actor({ floimg });
    world.store.beforeAppend(async (stream) => {
      if (stream !== `agent-${agentId}`) return;
      world.store.beforeAppend(null);
      await world.append(stream, [{ type: 'AgentPaused', data: { by: 'eva', reason: '' } }]);
      await world.append(stream, [{ type: 'AgentResumed', data: { by: 'eva', reason: '' } }]);
    });
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.lifecycle(agentId).slice(-3)).toEqual(['AgentPaused', 'AgentResumed', 'AgentSlept']);
    await world.close();
  });
});

describe('a call that gets no answer', () => {
  it.each([
    ['like', 'like', 30_000],
    ['post', 'render', 180_000],
  ] as const)('of a %s (%s) is broken off after %i ms, within its own lease', async (kind, method, afterMs) => {
    const { world, agentId } = await open();
    const waited: number[] = [];
    const silent = (context: CallContext) =>
      new Promise<Answer<never>>((resolve) => {
        const sentAt = world.clock.monotonicNow();
        context.signal.addEventListener('abort', () => {
          waited.push(world.clock.monotonicNow() - sentAt);
          resolve({ kind: 'unclear', reason: 'silence' });
        });
      });
    const floimg: FloImg = {
      ...world.gallery.floimg,
      like: (_agent, _postId, context) => silent(context),
      render: (_agent, _workflow, _prompt, context) => silent(context),
    };
    const actor = await world.actor({ floimg: { ...world.gallery.floimg, [method]: floimg[method] } });
    await world.finish(world.deliver(actor, world.tick(agentId, kind)));
    expect(waited[0]).toBe(afterMs);
    await world.close();
  });
});

describe('an actor', () => {
  it('counts what it has in hand, and nothing when it has nothing', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    expect(actor.stats().inFlight).toBe(0);
    const work = world.deliver(actor, world.tick(agentId, 'like'));
    expect(actor.stats().inFlight).toBe(1);
    await world.finish(work);
    expect(actor.stats().inFlight).toBe(0);
    await world.close();
  });

  it.each(['before it begins', 'when it runs'])(
    'ends when it is told to stop %s, everything it followed included',
    async (told) => {
      const { world } = await open();
      const stop = new AbortController();
      if (told === 'before it begins') stop.abort();
      const actor = await world.actor();
      let over = false;
      void actor.run(stop.signal).then(() => {
        over = true;
      });
      await settle();
      stop.abort();
      for (let i = 0; i < 300 && !over; i++) await world.clock.advance(1_000);
      expect(over).toBe(true);
      await world.close();
    },
  );

  it('begins no more actions in a minute than it is allowed to, and says so', async () => {
    const { world, agentId } = await open();
    const other = await world.agent('otto');
    const actor = await world.actor({ options: { limits: { actionsPerAgentHour: 100, actionsPerMinute: 1 } } });
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    const second = world.deliver(actor, world.tick(other, 'browse'));
    await world.finish(second);
    expect(second.ended.acked).toBe(true);
    expect(world.activity(other)).toMatchObject([{ type: 'TickSkipped', data: { reason: 'limit' } }]);
    await world.clock.advance(61_000);
    await world.finish(world.deliver(actor, world.tick(other, 'browse')));
    expect(world.ends(other)).toMatchObject([{ outcome: 'done' }]);
    await world.close();
  });
});
