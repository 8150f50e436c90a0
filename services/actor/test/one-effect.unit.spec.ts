import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { describe, expect, it } from 'vitest';
import { CRASH_POINTS } from '../src/ports.ts';
import { dyingAt, openWorld, type World } from './world.ts';

const STEPS: Readonly<Record<'post' | 'comment' | 'like', readonly string[]>> = {
  post: ['compose', 'render', 'publish'],
  comment: ['compose', 'publish'],
  like: ['publish'],
};
const PUBLISH = { post: 'post', comment: 'comment', like: 'like' } as const;
const KINDS = ['post', 'comment', 'like'] as const;

const open = async () => {
  const world = openWorld();
  const agentId = await world.agent();
  for (let i = 0; i < 3; i++) world.gallery.put('human', `Lamp number ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  return { world, agentId };
};

/** What must hold whatever happened: by the gallery's own log, and by the stream. */
const expectOneOfEach = (world: World, agentId: string) => {
  const effects = world.gallery.effects().map(({ method }) => method);
  for (const method of ['render', 'post', 'like', 'comment'])
    expect(effects.filter((one) => one === method).length, `${method} requests`).toBeLessThanOrEqual(1);
  const types = world.types(agentId);
  const accepted = types.filter((type) => type === 'TickAccepted').length;
  const ended = types.filter((type) => type === 'TickEnded' || type === 'TickAbandoned').length;
  expect(ended).toBe(accepted);
};

describe('a worker that dies', () => {
  const points = KINDS.flatMap((kind) =>
    CRASH_POINTS.flatMap((label) => {
      const atTick = label === 'before-accept' || label === 'settled-no-ack' || label === 'ack-lost';
      return (atTick ? ['tick'] : STEPS[kind]).map((where) => ({ kind, label, where }));
    }),
  );
  it.each(points)('at $label of $where in a $kind leaves one effect per step, and the tick ends', async (point) => {
    const { world, agentId } = await open();
    const { kind, label, where } = point;
    const dying = await world.actor({ crashPoint: dyingAt(label, where) });
    const heir = await world.actor();
    const tick = world.tick(agentId, kind);
    const first = world.deliver(dying, tick);
    await world.clock.advance(30_000);
    expect(first.isDone()).toBe(false);
    const second = world.deliver(heir, tick, 2);
    await world.finish(second);
    expectOneOfEach(world, agentId);
    expect(world.types(agentId).filter((type) => type === 'TickAccepted')).toHaveLength(1);
    expect(second.ended.acked).toBe(true);
    // A workflow under way when its worker died is never sent again: nobody can tell whether it ran.
    const [end] = world.ends(agentId);
    const renderOpen =
      (where === 'render' && ['appended-not-sent', 'sent-no-answer', 'answer-no-outcome'].includes(label)) ||
      (kind === 'post' && where === 'compose' && label === 'outcome-not-settled') ||
      (kind === 'post' && where === 'publish' && label === 'reserved-not-appended');
    expect(end?.outcome).toBe(renderOpen ? 'unknown' : 'done');
    expect(world.gallery.count(PUBLISH[kind])).toBe(renderOpen ? 0 : 1);
    expect(world.errors).toEqual([]);
  });
});

describe('one tick delivered ten times to eight actors at once', () => {
  it.each(KINDS)('is accepted once, and its %s reaches the gallery once', async (kind) => {
    const { world, agentId } = await open();
    const actors = await Promise.all(Array.from({ length: 8 }, () => world.actor()));
    const tick = world.tick(agentId, kind);
    const works = Array.from({ length: 10 }, (_, i) => {
      const actor = actors[i % actors.length];
      if (!actor) throw new Error('no actor');
      return world.deliver(actor, tick, 1 + (i % 3));
    });
    await world.finish(...works);
    expect(world.types(agentId).filter((type) => type === 'TickAccepted')).toHaveLength(1);
    expect(world.types(agentId).filter((type) => type === 'TickEnded')).toHaveLength(1);
    expect(world.gallery.count(PUBLISH[kind])).toBe(1);
    expect(world.llm.inputs.length).toBeLessThanOrEqual(1);
    expect(works.every(({ ended }) => ended.acked || ended.retryMs !== null)).toBe(true);
  });
});

describe('a worker that is stopped for a while', () => {
  const stoppedFor = (world: World, ms: number, kind: ActionKind) =>
    dyingAt('appended-not-sent', kind === 'like' ? 'publish' : 'compose', () => world.clock.sleep(ms));

  it('90 s after its attempt sends nothing of it', async () => {
    const { world, agentId } = await open();
    const slow = await world.actor({ crashPoint: stoppedFor(world, 90_000, 'like') });
    const work = world.deliver(slow, world.tick(agentId, 'like'));
    await world.finish(work);
    const attempts = world.activity(agentId).filter(({ type }) => type === 'EffectAttempted');
    // Its first attempt is stated as not sent; the second one waits as long again and is given up as well.
    expect(attempts).toHaveLength(2);
    expect(world.gallery.count('like')).toBe(0);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'rejected', code: 'not_sent' }]);
  });

  it('until another one took over finds its append refused, and sends nothing', async () => {
    const { world, agentId } = await open();
    const slow = await world.actor({ crashPoint: stoppedFor(world, 400_000, 'like') });
    const heir = await world.actor();
    const tick = world.tick(agentId, 'like');
    const first = world.deliver(slow, tick);
    await world.clock.advance(30_000);
    const second = world.deliver(heir, tick, 2);
    await world.finish(second);
    expect(world.gallery.count('like')).toBe(1);
    const before = world.types(agentId);
    await world.finish(first);
    expect(world.types(agentId)).toEqual(before);
    expect(world.gallery.count('like')).toBe(1);
    expect(world.gallery.likes.size).toBe(1);
  });
});

describe('an answer that is lost', () => {
  it.each(KINDS)('while the %s lands late is found by reading back, after the settle time', async (kind) => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.fault(PUBLISH[kind], { kind: 'lost', landsAfterMs: 100_000 });
    await world.finish(world.deliver(actor, world.tick(agentId, kind)));
    expect(world.gallery.count(PUBLISH[kind])).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ kind, outcome: 'done' }]);
    const read = world.activity(agentId).findLast(({ type }) => type === 'EffectSucceeded');
    expect(read).toMatchObject({ data: { observed: 'read-back' } });
  });

  it.each(KINDS)('and a %s that never arrived is sent once more', async (kind) => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.fault(PUBLISH[kind], { kind: 'hangs' });
    await world.finish(world.deliver(actor, world.tick(agentId, kind)));
    expect(world.gallery.count(PUBLISH[kind])).toBe(2);
    expect(world.ends(agentId)).toMatchObject([{ kind, outcome: 'done' }]);
  });

  it('twice leaves the tick rejected: there is one new attempt at most', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.fault('comment', { kind: 'hangs' }, 5);
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.gallery.count('comment')).toBe(2);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'rejected', code: 'absent' }]);
  });

  it('of a workflow is never asked for again', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.fault('render', { kind: 'hangs' });
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.gallery.count('render')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('of the model is asked for once more', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.llm.answers.push('hangs');
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.llm.inputs).toHaveLength(2);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'done' }]);
  });

  it('of a like is left unknown where the platform does not tell who liked', async () => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    world.gallery.tellLiked(false);
    world.gallery.fault('like', { kind: 'hangs' });
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.gallery.count('like')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'unknown' }]);
    // Unknown is for ever: the post is not tried again.
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(new Set(world.gallery.effects().map(({ detail }) => detail)).size).toBe(2);
  });
});

describe('a like that took an earlier one back', () => {
  const toggled = async (tells: boolean) => {
    const { world, agentId } = await open();
    const actor = await world.actor();
    // Liked by an earlier life that memory does not know; the platform does not show it while browsing.
    for (const { id } of world.gallery.items) world.gallery.likes.add(`mira|${id}`);
    world.gallery.tellLiked(false);
    const work = world.deliver(actor, world.tick(agentId, 'like'));
    world.gallery.fault('like', { kind: 'lost', landsAfterMs: 0 }, 0);
    world.store.beforeAppend((_stream, events) => {
      if (tells && events.some(({ type }) => type === 'EffectAttempted')) world.gallery.tellLiked(true);
    });
    await world.finish(work);
    return { world, agentId };
  };

  it('is put right by one more, where the platform tells', async () => {
    const { world, agentId } = await toggled(true);
    expect(world.gallery.count('like')).toBe(2);
    expect(world.gallery.likes.size).toBe(3);
    expect(world.ends(agentId)).toMatchObject([{ kind: 'like', outcome: 'done' }]);
  });

  it('is said to be so, where it does not', async () => {
    const { world, agentId } = await toggled(false);
    expect(world.gallery.count('like')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'rejected', code: 'toggled_off' }]);
  });
});
