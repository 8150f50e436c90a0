import { draw } from '@fleet/domain/draws';
import { afterEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';

const MINUTE_MS = 60_000;
const POSTS_ONLY = { post: 1, comment: 0, like: 0 };

describe('manners', () => {
  let world: World;
  afterEach(() => world.close());

  /** One tick to its end; gives what it became. */
  const act = async (agentId: string, actor: Awaited<ReturnType<World['actor']>>, kind: 'comment' | 'post' | null) => {
    const work = world.deliver(actor, world.tick(agentId, kind));
    await world.finish(work);
    return world.ends(agentId).at(-1);
  };

  test('an agent that posted does something else until its cooldown is over, and then posts again', async () => {
    world = openWorld();
    const mira = await world.agent('mira', { weights: POSTS_ONLY });
    const actor = await world.actor({
      options: { manners: { postCooldownMs: 20 * MINUTE_MS, agentCommentsPerPost: 6 } },
    });
    expect(await act(mira, actor, null)).toMatchObject({ kind: 'post', outcome: 'done' });
    await world.clock.advance(10 * MINUTE_MS);
    expect(await act(mira, actor, null)).toMatchObject({ kind: 'browse', outcome: 'done' });
    await world.clock.advance(20 * MINUTE_MS);
    expect(await act(mira, actor, null)).toMatchObject({ kind: 'post' });
    expect(world.gallery.count('post')).toBe(2);
  });

  test('the cooldown outlives the process, and an operator who asks for a post gets one', async () => {
    world = openWorld();
    const mira = await world.agent('mira', { weights: POSTS_ONLY });
    await act(mira, await world.actor(), null);
    await world.clock.advance(MINUTE_MS);
    const another = await world.actor();
    expect(await act(mira, another, null)).toMatchObject({ kind: 'browse' });
    await world.clock.advance(MINUTE_MS);
    expect(await act(mira, another, 'post')).toMatchObject({ kind: 'post', outcome: 'done' });
  });

  test('agents leave a post alone that has enough comments of agents, however many people answered', async () => {
    world = openWorld();
    const post = world.gallery.put('eva', 'Lamp', 'a lamp', '/1.png', MINUTE_MS);
    const names = ['ann', 'ben', 'cid', 'dora'];
    const agents = await Promise.all(names.map((name) => world.agent(name)));
    const people = Array.from({ length: 5 }, (_, i) => ({
      ...{ id: `c${i}`, content: 'nice', createdAt: world.clock.wallNow() },
      user: { id: `u${i}`, username: `person${i}`, name: 'A person' },
    }));
    world.gallery.comments.set(post, people);
    const actor = await world.actor({ options: { manners: { postCooldownMs: 0, agentCommentsPerPost: 3 } } });
    const ends = [];
    for (const agent of agents) {
      ends.push(await act(agent, actor, 'comment'));
      await world.clock.advance(MINUTE_MS);
    }
    expect(ends.map((end) => end?.kind)).toEqual(['comment', 'comment', 'comment', 'browse']);
    expect(world.gallery.count('comment')).toBe(3);
  });

  test("people's posts are offered for a comment before agents'", async () => {
    world = openWorld();
    const ann = await world.agent('ann');
    await world.agent('ben');
    for (let i = 0; i < 15; i++) world.gallery.put('ben', 'Lamp', 'lamps', '/1.png', 1_000 * draw('age', i));
    const theirs = world.gallery.put('eva', 'Something else', '', '/2.png', 40 * MINUTE_MS);
    const actor = await world.actor();
    await act(ann, actor, 'comment');
    const [input] = world.llm.inputs;
    expect(input?.kind === 'comment' && input.candidates[0]).toMatchObject({ id: theirs, isAgent: false });
  });
});
