import { DRAFTS } from '@fleet/domain/activity/activity';
import type { AgentEvent } from '@fleet/domain/agent/agent-events';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../src/ports.ts';
import { dyingAt, openWorld, type World } from './world.ts';

const DAY_MS = 86_400_000;
const by = { by: 'operator:ada', reason: '' };

const open = async () => {
  const world = openWorld();
  const agentId = await world.agent('mira', { hold: true });
  world.gallery.put('human', 'A lamp', 'lamps', 'http://h/1.png', 60_000);
  return { world, agentId, actor: await world.actor() };
};
const say = (world: World, agentId: string, type: 'DraftApproved' | 'DraftRejected', draftId: string) =>
  world.append(`agent-${agentId}`, [{ type, data: { draftId, ...by } } as AgentEvent]);
/** Lets a post be made and held; gives the draft's id. */
const drafted = async ({ world, agentId, actor }: Awaited<ReturnType<typeof open>>) => {
  const tick = world.tick(agentId, 'post');
  await world.finish(world.deliver(actor, tick));
  await world.clock.advance(10_000);
  return tick.tickId;
};

describe('an agent on hold', () => {
  it('makes its post and shows it, but publishes nothing', async () => {
    const opened = await open();
    const { world, agentId } = opened;
    const draftId = await drafted(opened);
    expect(world.commits(agentId).map(({ events }) => events.map(({ type }) => type))).toEqual([
      ['TickAccepted', 'FeedBrowsed', 'EffectAttempted'],
      ['EffectSucceeded', 'EffectAttempted'],
      ['EffectSucceeded', 'PostDrafted', 'TickEnded'],
    ]);
    expect(world.ends(agentId)).toMatchObject([{ tickId: draftId, kind: 'post', outcome: 'skipped', code: 'held' }]);
    expect(world.gallery.count('post')).toBe(0);
    expect(world.errors).toEqual([]);
  });

  it('comments and likes as ever', async () => {
    const { world, agentId, actor } = await open();
    for (const kind of ['comment', 'like'] as const) {
      await world.finish(world.deliver(actor, world.tick(agentId, kind)));
      await world.clock.advance(10_000);
    }
    expect(world.gallery.effects().map(({ method }) => method)).toEqual(['comment', 'like']);
  });

  it('publishes exactly the draft that was approved, once, by its next tick', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    const draftId = await drafted(opened);
    await say(world, agentId, 'DraftApproved', draftId);
    const asked = world.llm.inputs.length;
    await world.finish(world.deliver(actor, world.tick(agentId, null)));
    expect(world.gallery.effects().map(({ method, detail }) => [method, detail])).toEqual([
      ['render', 'chart'],
      ['post', 'Lamp 1'],
    ]);
    expect(world.llm.inputs).toHaveLength(asked);
    expect(world.types(agentId).slice(-5)).toEqual([
      'TickAccepted',
      'EffectAttempted',
      'EffectSucceeded',
      'PostPublished',
      'TickEnded',
    ]);
    expect(world.ends(agentId).at(-1)).toMatchObject({ kind: 'post', outcome: 'done', draftId, draftOver: true });
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.gallery.count('post')).toBe(1);
    expect(world.ends(agentId).at(-1)).toMatchObject({ code: 'held' });
  });

  it('publishes nothing that was rejected, or that nobody has spoken about', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    const draftId = await drafted(opened);
    await drafted(opened);
    await say(world, agentId, 'DraftRejected', draftId);
    for (let i = 0; i < 4; i++) {
      await world.finish(world.deliver(actor, world.tick(agentId, null)));
      await world.clock.advance(10_000);
    }
    expect(world.gallery.count('post')).toBe(0);
  });

  it('publishes nothing for a draft that nobody made', async () => {
    const { world, agentId, actor } = await open();
    await say(world, agentId, 'DraftApproved', `${agentId}.forged`);
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.gallery.count('post')).toBe(0);
  });

  it('does what an operator asks for before it publishes', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    expect(world.gallery.count('like')).toBe(1);
    expect(world.gallery.count('post')).toBe(0);
  });

  it('lets a draft expire after 14 days, approved or not', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    world.clock.jumpWall(14 * DAY_MS);
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, null)));
    expect(world.gallery.count('post')).toBe(0);
  });

  it('makes no more posts while twenty of them wait: it looks around instead', async () => {
    const opened = await open();
    const { world, agentId } = opened;
    const first = await drafted(opened);
    for (let i = 1; i < DRAFTS.waitingMost; i++) await drafted(opened);
    const rendered = world.gallery.count('render');
    expect(rendered).toBe(DRAFTS.waitingMost);
    await drafted(opened);
    expect(world.gallery.count('render')).toBe(rendered);
    expect(world.ends(agentId).at(-1)).toMatchObject({ kind: 'browse', outcome: 'done' });
    await say(world, agentId, 'DraftRejected', first);
    await drafted(opened);
    expect(world.gallery.count('render')).toBe(rendered + 1);
  });

  it('that is deleted publishes nothing, even with a yes', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    await world.append(`agent-${agentId}`, [{ type: 'AgentDeletionRequested', data: by }]);
    await world.finish(world.deliver(actor, world.tick(agentId, null)));
    expect(world.gallery.count('post')).toBe(0);
  });

  it('whose hold is lifted publishes at once what it makes from then on, and not what waits', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await drafted(opened);
    const { state } = { state: world.store.stream(`agent-${agentId}`)[0]?.data as { config: object } };
    const { hold: _, ...config } = state.config as { hold?: boolean };
    await world.append(`agent-${agentId}`, [{ type: 'AgentReconfigured', data: { config, ...by } } as AgentEvent]);
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.gallery.effects().map(({ method, detail }) => [method, detail])).toEqual([
      ['render', 'chart'],
      ['render', 'chart'],
      ['post', 'Lamp 2'],
    ]);
  });

  it('in shadow drafts nothing, and publishes nothing that was approved', async () => {
    const opened = await open();
    const { world, agentId } = opened;
    const draftId = await drafted(opened);
    await say(world, agentId, 'DraftApproved', draftId);
    const shadow = await world.actor({ options: { writes: 'off' } });
    await world.finish(world.deliver(shadow, world.tick(agentId, null)));
    expect(world.gallery.count('post')).toBe(0);
    expect(world.ends(agentId).at(-1)).toMatchObject({ draftId, draftOver: false, shadow: true });
    await world.clock.advance(10_000);
    await world.finish(world.deliver(await world.actor(), world.tick(agentId, null)));
    expect(world.gallery.count('post')).toBe(1);
  });
});

describe('publishing an approved draft', () => {
  it('delivered to two actors at once is one post', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    const other = await world.actor();
    const tick = world.tick(agentId, null);
    await world.finish(world.deliver(actor, tick), world.deliver(other, tick));
    expect(world.gallery.count('post')).toBe(1);
  });

  it.each(['appended-not-sent', 'sent-no-answer', 'answer-no-outcome'])(
    'survives a worker that dies %s',
    async (label) => {
      const opened = await open();
      const { world, agentId } = opened;
      const draftId = await drafted(opened);
      await say(world, agentId, 'DraftApproved', draftId);
      const dying = await world.actor({ crashPoint: dyingAt(label, 'publish') });
      const heir = await world.actor();
      const tick = world.tick(agentId, null);
      world.deliver(dying, tick);
      await world.clock.advance(30_000);
      await world.finish(world.deliver(heir, tick, 2));
      expect(world.gallery.items.filter(({ title }) => title === 'Lamp 1')).toHaveLength(1);
      expect(world.ends(agentId).at(-1)).toMatchObject({ outcome: 'done', draftId, draftOver: true });
    },
  );

  const refuse = (world: World, answer: Exclude<Answer<unknown>, { kind: 'ok' }>) =>
    world.gallery.fault('post', { kind: 'answer', answer });

  it('that the platform refuses is tried by three ticks and no more', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    for (let i = 0; i < 5; i++) {
      refuse(world, { kind: 'invalid', reason: 'title: too long' });
      await world.finish(world.deliver(actor, world.tick(agentId, null)));
      await world.clock.advance(10_000);
    }
    expect(world.gallery.count('post')).toBe(DRAFTS.triesMost);
  });

  it('waits for its next tick where the platform did not answer to the point', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await say(world, agentId, 'DraftApproved', await drafted(opened));
    refuse(world, { kind: 'unsent', reason: 'connection refused' });
    await world.finish(world.deliver(actor, world.tick(agentId, null)));
    expect(world.ends(agentId).at(-1)).toMatchObject({ outcome: 'rejected', code: 'unsent', draftOver: false });
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, null)));
    expect(world.ends(agentId).at(-1)).toMatchObject({ outcome: 'done', draftOver: true });
    expect(world.gallery.items.filter(({ title }) => title === 'Lamp 1')).toHaveLength(1);
  });
});
