import { describe, expect, it } from 'vitest';
import { dyingAt, openWorld } from './world.ts';

const withPosts = async (posts = 3) => {
  const world = openWorld();
  const agentId = await world.agent();
  for (let i = 0; i < posts; i++)
    world.gallery.put('human', `Lamp number ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  return { world, agentId, actor: await world.actor() };
};

describe('a tick without trouble', () => {
  it('that posts takes four appends and ends with its fact', async () => {
    const { world, agentId, actor } = await withPosts();
    const work = world.deliver(actor, world.tick(agentId, 'post'));
    await world.finish(work);
    expect(world.commits(agentId).map(({ events }) => events.map(({ type }) => type))).toEqual([
      ['TickAccepted', 'FeedBrowsed', 'EffectAttempted'],
      ['EffectSucceeded', 'EffectAttempted'],
      ['EffectSucceeded', 'EffectAttempted'],
      ['EffectSucceeded', 'PostPublished', 'TickEnded'],
    ]);
    expect(work.ended.acked).toBe(true);
    expect(world.gallery.effects().map(({ method }) => method)).toEqual(['render', 'post']);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'done', model: 'stand-in', inputTokens: 10 }]);
    expect(world.errors).toEqual([]);
  });

  it('that comments takes three', async () => {
    const { world, agentId, actor } = await withPosts();
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.commits(agentId)).toHaveLength(3);
    expect(world.types(agentId).slice(-3)).toEqual(['EffectSucceeded', 'CommentLeft', 'TickEnded']);
    expect(world.gallery.effects().map(({ method }) => method)).toEqual(['comment']);
  });

  it('that likes takes two, and names the browse that found the post', async () => {
    const { world, agentId, actor } = await withPosts();
    const tick = world.tick(agentId, 'like');
    await world.finish(world.deliver(actor, tick));
    expect(world.commits(agentId)).toHaveLength(2);
    const liked = world.activity(agentId).find(({ type }) => type === 'PostLiked');
    expect(liked).toMatchObject({ data: { foundIn: tick.tickId } });
    expect(world.gallery.likes.size).toBe(1);
  });

  it('that browses takes one, and sends nothing', async () => {
    const { world, agentId, actor } = await withPosts();
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    expect(world.types(agentId)).toEqual(['TickAccepted', 'FeedBrowsed', 'TickEnded']);
    expect(world.gallery.effects()).toEqual([]);
    expect(world.gallery.count('comments')).toBeGreaterThan(0);
  });

  it('ends as a browse where there is nothing to like', async () => {
    const { world, agentId, actor } = await withPosts(0);
    world.gallery.put('mira', 'My own', 'lamps', 'http://h/own.png');
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.ends(agentId)).toMatchObject([{ kind: 'browse', outcome: 'done' }]);
  });

  it('never likes a post twice, however many ticks there are', async () => {
    const { world, agentId, actor } = await withPosts(3);
    for (let i = 0; i < 6; i++) {
      await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
      await world.clock.advance(10_000);
    }
    expect(world.gallery.effects()).toHaveLength(3);
    expect(world.gallery.likes.size).toBe(3);
    expect(world.ends(agentId).map(({ kind }) => kind)).toEqual(['like', 'like', 'like', 'browse', 'browse', 'browse']);
  });

  it('ends as skipped when the model has nothing to say', async () => {
    const { world, agentId, actor } = await withPosts();
    const { compose } = world.llm;
    const input = { kind: 'comment', candidates: [] } as never;
    const answer = await compose.compose(input, {} as never);
    if (answer.kind !== 'ok') throw new Error('the fake model answers');
    const skip = { kind: 'skip', reason: 'nothing new' } as const;
    world.llm.answers.push({ ...answer, result: { ...answer.result, composed: skip } });
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'skipped', code: 'nothing_to_say' }]);
    expect(world.gallery.effects()).toEqual([]);
  });

  it('writes nothing to the gallery in shadow, and tells the words that it would have published', async () => {
    const { world, agentId } = await withPosts();
    const actor = await world.actor({ options: { writes: 'off' } });
    for (const kind of ['post', 'comment', 'like'] as const) {
      await world.finish(world.deliver(actor, world.tick(agentId, kind)));
      await world.clock.advance(10_000);
    }
    expect(world.gallery.effects()).toEqual([]);
    expect(world.ends(agentId)).toMatchObject([
      {
        kind: 'post',
        outcome: 'done',
        shadow: true,
        reason: expect.stringMatching(/^shadow, not posted: “Lamp \d+” On a desk$/),
      },
      {
        kind: 'comment',
        outcome: 'done',
        shadow: true,
        reason: expect.stringMatching(/^shadow, not left as a comment: \S/),
      },
      { kind: 'like', outcome: 'done', shadow: true },
    ]);
  });

  it('goes no further with a tick that was accepted before writing was switched off', async () => {
    for (const [kind, where] of [
      ['post', 'compose'],
      ['comment', 'publish'],
      ['like', 'publish'],
    ] as const) {
      const { world, agentId } = await withPosts();
      const dying = await world.actor({ crashPoint: dyingAt('appended-not-sent', where) });
      const heir = await world.actor({ options: { writes: 'off' } });
      const tick = world.tick(agentId, kind);
      world.deliver(dying, tick);
      await world.clock.advance(30_000);
      await world.finish(world.deliver(heir, tick, 2));
      expect(world.gallery.effects(), kind).toEqual([]);
      expect(world.ends(agentId), kind).toMatchObject([{ outcome: 'skipped', code: 'writes_off' }]);
    }
  });

  it('remembers across a hundred events by a summary, and folds no further back', async () => {
    const { world, agentId, actor } = await withPosts(1);
    for (let i = 0; i < 40; i++) {
      await world.finish(world.deliver(actor, world.tick(agentId, i === 0 ? 'like' : 'browse')));
      await world.clock.advance(10_000);
    }
    expect(world.types(agentId).filter((type) => type === 'MemorySummarized')).toHaveLength(1);
    const fresh = await world.actor();
    await world.finish(world.deliver(fresh, world.tick(agentId, 'like')));
    expect(world.gallery.count('like')).toBe(1);
  });
});

describe('a tick that is not taken', () => {
  it('is dropped when it comes more than two minutes late', async () => {
    const { world, agentId, actor } = await withPosts();
    const late = world.tick(agentId, 'like');
    await world.clock.advance(120_001);
    const work = world.deliver(actor, late);
    await world.finish(work);
    expect(work.ended.acked).toBe(true);
    expect(world.types(agentId)).toEqual([]);
  });

  it('is dropped while its agent is paused', async () => {
    const { world, agentId, actor } = await withPosts();
    await world.append(`agent-${agentId}`, [{ type: 'AgentPaused', data: { by: 'test', reason: '' } }]);
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.types(agentId)).toEqual([]);
  });

  it('is skipped beyond the actions an agent may make in an hour', async () => {
    const { world, agentId } = await withPosts();
    const limits = { actionsPerAgentHour: 2, actionsPerMinute: 100 };
    const actor = await world.actor({ options: { limits } });
    for (let i = 0; i < 3; i++) {
      await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
      await world.clock.advance(10_000);
    }
    expect(world.activity(agentId).at(-1)).toMatchObject({ type: 'TickSkipped', data: { reason: 'limit' } });
  });

  it('is ignored less than five seconds after another one; who asked for it is told', async () => {
    const { world, agentId, actor } = await withPosts();
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    const soon = world.tick(agentId, 'browse', world.clock.fleetNow() + 2_000);
    await world.finish(world.deliver(actor, soon));
    expect(world.types(agentId)).toHaveLength(3);
    await world.finish(world.deliver(actor, { ...soon, causationId: 'asked' }));
    expect(world.activity(agentId).at(-1)).toMatchObject({ type: 'TickSkipped', data: { reason: 'too_close' } });
  });

  it('goes to the dead letters when it is malformed, or of nobody', async () => {
    const { world, actor } = await withPosts();
    const stranger = world.tick('0b1f5d6c-7b56-5c0e-9d3a-000000000000', 'like');
    for (const message of ['{"v":1}', 'not json', JSON.stringify({ ...stranger, extra: 1 }), stranger]) {
      const work = world.deliver(actor, message);
      await world.finish(work);
      expect(work.ended.acked).toBe(true);
    }
    expect(world.deadLetters).toHaveLength(4);
  });

  it('is abandoned at the sixth delivery, with a dead letter and an ack', async () => {
    const { world, agentId, actor } = await withPosts();
    const tick = world.tick(agentId, 'like');
    const work = world.deliver(actor, tick, 6);
    await world.finish(work);
    expect(world.types(agentId)).toEqual(['TickAbandoned']);
    expect(world.deadLetters).toHaveLength(1);
    expect(work.ended.acked).toBe(true);
    await world.finish(world.deliver(actor, tick, 7));
    expect(world.types(agentId)).toEqual(['TickAbandoned']);
    expect(world.gallery.effects()).toEqual([]);
  });
});
