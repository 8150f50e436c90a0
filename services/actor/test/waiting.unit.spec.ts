import { describe, expect, it } from 'vitest';
import { dyingAt, openWorld } from './world.ts';

const open = async () => {
  const world = openWorld();
  const agentId = await world.agent();
  for (let i = 0; i < 3; i++) world.gallery.put('human', `Lamp number ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  return { world, agentId };
};

describe('waiting', () => {
  it('for lease and settle time holds no slot, and keeps the delivery alive', async () => {
    const { world, agentId } = await open();
    const dying = await world.actor({ crashPoint: dyingAt('sent-no-answer', 'publish') });
    const heir = await world.actor();
    const tick = world.tick(agentId, 'like');
    world.deliver(dying, tick);
    await world.clock.advance(30_000);
    const second = world.deliver(heir, tick, 2);
    await world.clock.advance(160_000);
    expect(second.isDone()).toBe(false);
    expect(second.held).toEqual({ released: 1, reacquired: 0 });
    expect(second.ended.working).toBe(16);
    expect(heir.stats().parked).toBe(1);
    await world.finish(second);
    expect(second.held.reacquired).toBe(1);
    expect(world.gallery.count('like')).toBe(1);
  });

  it('is measured by the monotonic clock: setting the wall clock changes nothing', async () => {
    const { world, agentId } = await open();
    const dying = await world.actor({ crashPoint: dyingAt('appended-not-sent', 'publish') });
    const heir = await world.actor();
    const tick = world.tick(agentId, 'like');
    world.deliver(dying, tick);
    await world.clock.advance(30_000);
    const second = world.deliver(heir, tick, 2);
    world.clock.jumpWall(3_600_000);
    await world.clock.advance(160_000);
    expect(second.isDone()).toBe(false);
    await world.finish(second);
    expect(world.gallery.count('like')).toBe(1);
  });

  it('ends when the service stops: the tick goes back, open', async () => {
    const { world, agentId } = await open();
    const dying = await world.actor({ crashPoint: dyingAt('sent-no-answer', 'publish') });
    const heir = await world.actor();
    const tick = world.tick(agentId, 'like');
    world.deliver(dying, tick);
    await world.clock.advance(30_000);
    const second = world.deliver(heir, tick, 2);
    await world.clock.advance(10_000);
    await world.close();
    expect(second.isDone()).toBe(true);
    expect(second.ended).toMatchObject({ acked: false, retryMs: 30_000 });
    expect(world.ends(agentId)).toEqual([]);
  });
});

describe('an open tick whose message is gone', () => {
  const leftOpen = async () => {
    const { world, agentId } = await open();
    const dying = await world.actor({ crashPoint: dyingAt('sent-no-answer', 'publish') });
    const heir = await world.actor();
    const tick = world.tick(agentId, 'like');
    world.deliver(dying, tick);
    await world.clock.advance(1_000);
    return { world, agentId, heir, tick };
  };

  it('is left to its worker while that may be at it: the next tick is skipped', async () => {
    const { world, agentId, heir } = await leftOpen();
    await world.clock.advance(59_000);
    const next = world.deliver(heir, world.tick(agentId, 'like'));
    await world.finish(next);
    expect(next.ended.acked).toBe(true);
    expect(world.activity(agentId).at(-1)).toMatchObject({ type: 'TickSkipped', data: { reason: 'busy' } });
  });

  it('is ended by the agent’s next tick', async () => {
    const { world, agentId, heir, tick } = await leftOpen();
    // The sweep would be as quick; it looks every three minutes.
    await world.clock.advance(170_000);
    const next = world.deliver(heir, world.tick(agentId, 'browse'));
    await world.finish(next);
    await world.clock.advance(60_000);
    const later = world.deliver(heir, world.tick(agentId, 'browse'));
    await world.finish(later);
    await world.clock.advance(400_000);
    expect(world.ends(agentId)).toMatchObject([{ tickId: tick.tickId, outcome: 'done' }]);
    expect(world.gallery.count('like')).toBe(1);
  });

  it('is ended by a sweep where there is no next tick', async () => {
    const { world, agentId, tick } = await leftOpen();
    await world.clock.advance(720_000);
    expect(world.ends(agentId)).toMatchObject([{ tickId: tick.tickId, outcome: 'done' }]);
    expect(world.gallery.count('like')).toBe(1);
  });
});

describe('an event store that does not answer', () => {
  it('for a minute delays the outcome, which lands in the end; nothing is acked before', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.fault('like', { kind: 'lost', landsAfterMs: 0 }, 0);
    let attempts = 0;
    world.store.beforeAppend((_stream, events) => {
      if (events.some(({ type }) => type === 'PostLiked') && attempts++ === 0) world.store.setDown(true);
    });
    const work = world.deliver(actor, world.tick(agentId, 'like'));
    await world.clock.advance(60_000);
    expect(work.isDone()).toBe(false);
    world.store.setDown(false);
    await world.finish(work);
    expect(world.gallery.count('like')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'done' }]);
  });

  /** A tick that has been decided when the store goes away, and the acceptance cannot be written. */
  const decidedBefore = async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    let isFirst = true;
    world.store.beforeAppend((_stream, events) => {
      if (!isFirst || !events.some(({ type }) => type === 'TickAccepted')) return;
      isFirst = false;
      world.store.setDown(true);
    });
    const work = world.deliver(actor, world.tick(agentId, 'like'));
    return { world, agentId, actor, work };
  };

  it('for half a minute while a tick is accepted: it is decided anew, by what is in the gallery then', async () => {
    const { world, agentId, work } = await decidedBefore();
    await world.clock.advance(30_000);
    expect([work.isDone(), world.gallery.count('items')]).toEqual([false, 1]);
    world.store.setDown(false);
    await world.finish(work);
    expect(world.gallery.count('items')).toBe(2);
    expect(world.gallery.count('like')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'done' }]);
  });

  it('for longer than a tick is worth anything: nothing comes of what was decided before', async () => {
    const { world, agentId, actor, work } = await decidedBefore();
    await world.clock.advance(600_000);
    world.store.setDown(false);
    await world.finish(work);
    expect(work.ended.acked).toBe(true);
    expect(world.activity(agentId)).toEqual([]);
    expect(world.gallery.count('like')).toBe(0);
    expect(actor.stats().dropped.stale).toBe(1);
  });

  it('but has written is asked again with the same events: they stand once', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.store.loseAnswers(1);
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.commits(agentId)).toHaveLength(2);
    expect(world.gallery.count('like')).toBe(1);
  });
});
