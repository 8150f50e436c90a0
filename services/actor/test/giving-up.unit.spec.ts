import { describe, expect, it } from 'vitest';
import type { Fault } from './fake-gallery.ts';
import { dyingAt, openWorld } from './world.ts';

/** Lease and settle time together. */
const CLEAR_AFTER_MS = 165_000;

/** A like whose first worker died after sending it; what the gallery did with it is the fault's to say. */
const leftOpen = async (fault: Fault | null = null) => {
  const world = openWorld();
  const agentId = await world.agent();
  world.gallery.put('human', 'Lamp', 'lamps', 'http://h/1.png', 60_000);
  if (fault) world.gallery.fault('like', fault);
  const dying = await world.actor({ crashPoint: dyingAt('sent-no-answer', 'publish') });
  const heir = await world.actor();
  const tick = world.tick(agentId, 'like');
  world.deliver(dying, tick);
  await world.clock.advance(30_000);
  return { world, agentId, heir, tick };
};
const NOT_APPLIED: Fault = { kind: 'hangs' };

describe('a tick delivered more than five times', () => {
  it.each([6, 9, 10])(
    '(%i) by workers that can only have waited is not held against it: it goes on as ever',
    async (n) => {
      const { world, agentId, heir, tick } = await leftOpen(NOT_APPLIED);
      const work = world.deliver(heir, tick, n);
      await world.finish(work);
      // Proven absent, and sent once more by the heir.
      expect(world.gallery.count('like')).toBe(2);
      expect(world.gallery.likes.size).toBe(1);
      expect(world.ends(agentId)).toMatchObject([{ outcome: 'done' }]);
      expect(world.deadLetters).toEqual([]);
      expect(work.ended.acked).toBe(true);
    },
  );

  it('after its waits were over is waited for and read back once: what is found ends it as usual', async () => {
    const { world, agentId, heir, tick } = await leftOpen();
    await world.clock.advance(CLEAR_AFTER_MS);
    const work = world.deliver(heir, tick, 6);
    await world.clock.advance(CLEAR_AFTER_MS - 1_000);
    expect(work.isDone()).toBe(false);
    expect(work.held.released).toBe(1);
    await world.finish(work);
    expect(world.types(agentId).slice(-3)).toEqual(['EffectSucceeded', 'PostLiked', 'TickEnded']);
    expect(world.gallery.count('like')).toBe(1);
    expect(world.deadLetters).toEqual([]);
    expect(work.ended.acked).toBe(true);
  });

  it('and not found is abandoned with a dead letter, and never sent again', async () => {
    const { world, agentId, heir, tick } = await leftOpen(NOT_APPLIED);
    await world.clock.advance(CLEAR_AFTER_MS);
    const work = world.deliver(heir, tick, 6);
    await world.finish(work);
    expect(world.types(agentId).at(-1)).toBe('TickAbandoned');
    expect(world.gallery.count('like')).toBe(1);
    expect(world.deadLetters).toHaveLength(1);
    expect(work.ended.acked).toBe(true);
  });

  it('is not looked for beyond ten: looking may be what kills', async () => {
    const { world, agentId, heir, tick } = await leftOpen();
    const reads = world.gallery.calls.length;
    const work = world.deliver(heir, tick, 11);
    await world.finish(work);
    expect(world.types(agentId).at(-1)).toBe('TickAbandoned');
    expect(world.gallery.calls).toHaveLength(reads);
  });

  it('while the wall clock was set back counts as ever', async () => {
    const { world, agentId, heir, tick } = await leftOpen(NOT_APPLIED);
    world.clock.jumpWall(-3_600_000);
    await world.finish(world.deliver(heir, tick, 6));
    expect(world.types(agentId).at(-1)).toBe('TickAbandoned');
    expect(world.gallery.count('like')).toBe(1);
  });

  it('that has ended already is acked: nothing is left to give up', async () => {
    const { world, agentId, heir, tick } = await leftOpen();
    await world.finish(world.deliver(heir, tick, 2));
    const before = world.types(agentId);
    const work = world.deliver(heir, tick, 7);
    await world.finish(work);
    expect(world.types(agentId)).toEqual(before);
    expect(world.deadLetters).toEqual([]);
    expect(work.ended.acked).toBe(true);
  });

  it('ended by another one during the last wait is left as it ended', async () => {
    const { world, agentId, heir, tick } = await leftOpen();
    await world.clock.advance(CLEAR_AFTER_MS);
    const other = await world.actor();
    const first = world.deliver(heir, tick, 6);
    await world.clock.advance(1_000);
    const second = world.deliver(other, tick, 7);
    await world.finish(first, second);
    expect(world.ends(agentId)).toHaveLength(1);
    expect(world.deadLetters).toEqual([]);
  });

  it('kills ten actors at most, whichever moment of it kills, and ends', async () => {
    for (const [label, where] of [
      ['before-accept', 'tick'],
      ['appended-not-sent', 'publish'],
      ['answer-no-outcome', 'publish'],
      ['outcome-not-settled', 'publish'],
    ] as const) {
      const world = openWorld();
      const agentId = await world.agent();
      world.gallery.put('human', 'Lamp', 'lamps', 'http://h/1.png', 60_000);
      const tick = world.tick(agentId, 'like');
      let deaths = 0;
      for (let n = 1; n <= 20; n++) {
        const actor = await world.actor({ crashPoint: dyingAt(label, where) });
        const work = world.deliver(actor, tick, n);
        for (let s = 0; s < 230 && !work.isDone(); s++) await world.clock.advance(1_000);
        if (work.isDone()) break;
        deaths++;
      }
      expect(deaths, label).toBeLessThanOrEqual(10);
      const types = world.types(agentId);
      const accepted = types.includes('TickAccepted') ? 1 : 0;
      expect(types.filter((type) => type === 'TickEnded' || type === 'TickAbandoned').length, label).toBe(
        accepted || (types.includes('TickAbandoned') ? 1 : 0),
      );
      expect(world.gallery.likes.size, label).toBeLessThanOrEqual(1);
    }
  });
});

describe('a tick given up by a worker that died before writing it down', () => {
  it('gets its dead letter from the next', async () => {
    const world = openWorld();
    const agentId = await world.agent();
    const tick = world.tick(agentId, 'like');
    const actor = await world.actor();
    await world.append(`activity-${agentId}`, [
      {
        type: 'TickAbandoned',
        data: { tickId: tick.tickId, kind: null, deliveries: 6, reason: 'given up after 5 deliveries', costUsd: 0 },
      },
    ]);
    await world.finish(world.deliver(actor, tick, 7));
    expect(world.deadLetters).toHaveLength(1);
    expect(world.types(agentId)).toEqual(['TickAbandoned']);
  });
});
