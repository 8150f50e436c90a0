import { describe, expect, it } from 'vitest';
import type { Answer, FloImg } from '../src/ports.ts';
import { openWorld } from './world.ts';

type Failure = Exclude<Answer<unknown>, { kind: 'ok' }>;
const HOUR_MS = 3_600_000;
const UNTIL = Date.UTC(2026, 2, 2, 12) + HOUR_MS;

const FAILURES: Readonly<Record<string, Failure>> = {
  unauthorized: { kind: 'unauthorized', reason: 'bad token' },
  forbidden: { kind: 'forbidden', reason: 'not allowed' },
  gone: { kind: 'gone', reason: 'not found' },
  invalid: { kind: 'invalid', reason: 'title: too long' },
  agent_limit: { kind: 'agent_limit', code: 'AGENT_DAILY_LIMIT_EXCEEDED', untilWall: UNTIL, reason: 'enough' },
  fleet_limit: { kind: 'fleet_limit', code: 'FLEET_DAILY_BUDGET_EXCEEDED', untilWall: UNTIL, reason: 'spent' },
  throttled: { kind: 'throttled', retryAfterMs: 20_000, reason: 'slow down' },
  platform_paused: { kind: 'platform_paused', reason: 'kill switch' },
  workflow_failed: { kind: 'workflow_failed', code: 'TRANSFORM_ERROR', retryable: true, reason: 'no such op' },
  unsent: { kind: 'unsent', reason: 'connection refused' },
};
const CODES: Readonly<Record<string, string>> = {
  agent_limit: 'AGENT_DAILY_LIMIT_EXCEEDED',
  fleet_limit: 'FLEET_DAILY_BUDGET_EXCEEDED',
  platform_paused: 'FLEET_PAUSED',
  workflow_failed: 'TRANSFORM_ERROR',
};

const open = async () => {
  const world = openWorld();
  const agentId = await world.agent();
  for (let i = 0; i < 3; i++) world.gallery.put('human', `Lamp number ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  return { world, agentId, actor: await world.actor() };
};
type Opened = Awaited<ReturnType<typeof open>>;

/** What each answer does to the fleet and to the agent, whichever action heard it. */
const expectConsequence = ({ world, agentId }: Opened, name: string) => {
  const fleet = world.fleet().map(({ type, data }) => ({ type, cause: data.cause, until: data.until }));
  const until = new Date(UNTIL).toISOString();
  switch (name) {
    case 'unauthorized':
      return expect(fleet).toEqual([{ type: 'FleetPaused', cause: 'unauthorized' }]);
    case 'platform_paused':
      return expect(fleet).toEqual([{ type: 'PlatformPaused', cause: 'kill_switch', until: null }]);
    case 'fleet_limit':
      return expect(fleet).toEqual([{ type: 'PlatformPaused', cause: 'budget', until }]);
    case 'forbidden':
      return expect(world.lifecycle(agentId).at(-1)).toBe('AgentFailed');
    case 'agent_limit':
      return expect(world.lifecycle(agentId).at(-1)).toBe('AgentSlept');
    default:
      expect(fleet).toEqual([]);
      return expect(world.lifecycle(agentId)).toHaveLength(3);
  }
};

const EFFECTS = [
  { kind: 'post', method: 'render' },
  { kind: 'post', method: 'post' },
  { kind: 'comment', method: 'comment' },
  { kind: 'like', method: 'like' },
] as const;
const effectCases = EFFECTS.flatMap((effect) => Object.keys(FAILURES).map((name) => ({ ...effect, name })));
/** Every read that an action makes on its way: a post looks at what trends, the others open what they have found. */
const READS = [
  { kind: 'post', method: 'items' },
  ...(['comment', 'like', 'browse'] as const).flatMap((kind) =>
    (['items', 'item', 'comments'] as const).map((method) => ({ kind, method })),
  ),
] as const;
const readCases = READS.flatMap((read) => Object.keys(FAILURES).map((name) => ({ ...read, name })));

const failWith = (name: string, method: keyof FloImg, { world }: Opened) => {
  const answer = FAILURES[name];
  if (!answer) throw new Error(name);
  world.gallery.fault(method, { kind: 'answer', answer });
};

describe('an effect that the platform refuses', () => {
  it.each(effectCases)(
    '$name to a $method: rejected with its reason, once, and told to whom it concerns',
    async (c) => {
      const opened = await open();
      const { world, agentId, actor } = opened;
      failWith(c.name, c.method, opened);
      const work = world.deliver(actor, world.tick(agentId, c.kind));
      await world.finish(work);
      expect(world.gallery.count(c.method)).toBe(1);
      const code = CODES[c.name] ?? c.name;
      expect(world.ends(agentId)).toMatchObject([
        { kind: c.kind, outcome: 'rejected', code, reason: FAILURES[c.name]?.reason },
      ]);
      expect(work.ended.acked).toBe(true);
      expectConsequence(opened, c.name);
      expect(world.errors.filter((e) => !/paused|refused/.test(JSON.stringify(e)))).toEqual([]);
    },
  );
});

describe('a look around that the platform refuses', () => {
  it.each(readCases)('$name to $method before a $kind', async (c) => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    failWith(c.name, c.method, opened);
    const work = world.deliver(actor, world.tick(agentId, c.kind));
    await world.finish(work);
    expectConsequence(opened, c.name);
    // One post that is gone is passed over; there are others.
    const passedOver = c.name === 'gone' && c.method !== 'items' && c.kind === 'comment';
    if (c.name !== 'unsent') {
      // A browse goes on with what is left; a like whose post is gone becomes one.
      const goesOn = c.name === 'gone' && c.method !== 'items';
      const code = CODES[c.name] ?? c.name;
      expect(world.ends(agentId)).toMatchObject([goesOn ? { outcome: 'done' } : { outcome: 'rejected', code }]);
    }
    expect(world.gallery.effects()).toHaveLength(passedOver ? 1 : 0);
    if (c.name === 'unsent') {
      // Nothing was accepted yet: the tick comes again a little later.
      expect(world.types(agentId)).toEqual([]);
      expect(work.ended.retryMs).toBeGreaterThanOrEqual(10_000);
    } else expect(world.ends(agentId)).toHaveLength(1);
  });
});

describe('an answer that says neither yes nor no', () => {
  const UNCLEAR = { kind: 'unclear', reason: 'HTTP 502' } as const;
  const meet = async (kind: 'post' | 'comment' | 'like' | 'browse', method: keyof FloImg) => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    world.gallery.fault(method, { kind: 'answer', answer: UNCLEAR });
    const work = world.deliver(actor, world.tick(agentId, kind));
    await world.finish(work);
    expect(work.ended.acked).toBe(true);
    expect(world.fleet()).toEqual([]);
    return opened;
  };

  it('to a workflow leaves it unknown: it is never sent again', async () => {
    const { world, agentId } = await meet('post', 'render');
    expect(world.gallery.count('render')).toBe(1);
    expect(world.gallery.count('post')).toBe(0);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'unknown' }]);
  });

  it.each([
    ['post', 'post'],
    ['comment', 'comment'],
    ['like', 'like'],
  ] as const)('to a %s is read back, found absent, and sent once more', async (kind, method) => {
    const { world, agentId } = await meet(kind, method);
    expect(world.gallery.count(method)).toBe(2);
    expect(world.ends(agentId)).toMatchObject([{ kind, outcome: 'done' }]);
  });

  it.each(READS)('to $method before a $kind ends the tick, and nothing is sent', async ({ kind, method }) => {
    const { world, agentId } = await meet(kind, method);
    expect(world.gallery.effects()).toEqual([]);
    expect(world.ends(agentId)).toMatchObject([{ kind, outcome: 'rejected', code: 'unclear' }]);
  });
});

describe('a draft that an operator said yes to', () => {
  it.each(Object.keys(FAILURES))(
    '%s to its post: rejected with its reason, and told to whom it concerns',
    async (name) => {
      const world = openWorld();
      const agentId = await world.agent('mira', { hold: true });
      const opened = { world, agentId, actor: await world.actor() };
      const making = world.tick(agentId, 'post');
      await world.finish(world.deliver(opened.actor, making));
      await world.append(`agent-${agentId}`, [
        { type: 'DraftApproved', data: { draftId: making.tickId, by: 'test', reason: '' } },
      ]);
      await world.clock.advance(10_000);
      const before = world.lifecycle(agentId).length;
      failWith(name, 'post', opened);
      await world.finish(world.deliver(opened.actor, world.tick(agentId, 'post')));
      expect(world.gallery.count('post')).toBe(1);
      const code = CODES[name] ?? name;
      expect(world.ends(agentId).at(-1)).toMatchObject({ kind: 'post', outcome: 'rejected', code, draftOver: false });
      if (name === 'forbidden') expect(world.lifecycle(agentId).at(-1)).toBe('AgentFailed');
      else if (name === 'agent_limit') expect(world.lifecycle(agentId).at(-1)).toBe('AgentSlept');
      else expect(world.lifecycle(agentId)).toHaveLength(before);
      if (['unauthorized', 'platform_paused', 'fleet_limit'].includes(name)) expectConsequence(opened, name);
      else expect(world.fleet()).toEqual([]);
    },
  );
});

describe('being told to stop', () => {
  it('three agents refused within a minute stop the fleet', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    const agents = [agentId, await world.agent('noor'), await world.agent('ravi')];
    for (const id of agents) {
      expect(world.fleet()).toEqual([]);
      failWith('forbidden', 'like', opened);
      await world.finish(world.deliver(actor, world.tick(id, 'like')));
      await world.clock.advance(5_000);
    }
    expect(world.fleet()).toMatchObject([{ type: 'FleetPaused', data: { cause: 'forbidden' } }]);
  });

  it('several actors hearing of the kill switch say so once', async () => {
    const opened = await open();
    const { world, agentId } = opened;
    const ids = [agentId, await world.agent('noor'), await world.agent('ravi'), await world.agent('lee')];
    const answer = FAILURES.platform_paused;
    if (!answer) throw new Error('no such answer');
    world.gallery.fault('like', { kind: 'answer', answer }, 4);
    const works = await Promise.all(ids.map(async (id) => world.deliver(await world.actor(), world.tick(id, 'like'))));
    await world.finish(...works);
    expect(world.fleet().map(({ type }) => type)).toEqual(['PlatformPaused']);
  });

  it('under the kill switch the model is not called, one probe a minute asks, and its success resumes', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    await world.actor();
    failWith('platform_paused', 'comment', opened);
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    const asked = world.llm.inputs.length;
    const answer = FAILURES.platform_paused;
    if (!answer) throw new Error('no such answer');
    world.gallery.fault('probe', { kind: 'answer', answer }, 2);
    await world.clock.advance(130_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.llm.inputs).toHaveLength(asked);
    expect(world.gallery.count('probe')).toBe(2);
    await world.clock.advance(60_000);
    expect(world.fleet().map(({ type }) => type)).toEqual(['PlatformPaused', 'PlatformResumed']);
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.ends(agentId).at(-1)).toMatchObject({ outcome: 'done' });
  });

  it('a budget pause ends by itself at the time the platform named', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    failWith('fleet_limit', 'like', opened);
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse', world.clock.fleetNow() + 10_000)));
    expect(world.ends(agentId)).toHaveLength(1);
    await world.clock.advance(HOUR_MS);
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    expect(world.ends(agentId)).toHaveLength(2);
  });

  it.each(['event', 'latch'] as const)(
    'a pause by %s between two steps ends the tick as skipped; nothing more is sent',
    async (by) => {
      const { world, agentId, actor } = await open();
      const pause = async () => {
        if (by === 'latch') return world.latch(true);
        await world.append('fleet-main', [
          { type: 'FleetPaused', data: { cause: 'operator', by: 'test', reason: 'stop' } },
        ]);
      };
      const { render } = world.gallery.floimg;
      world.gallery.floimg.render = async (...args: Parameters<typeof render>) => {
        const answer = await render(...args);
        await pause();
        return answer;
      };
      await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
      expect(world.gallery.count('render')).toBe(1);
      expect(world.gallery.count('post')).toBe(0);
      expect(world.ends(agentId)).toMatchObject([{ outcome: 'skipped', code: 'paused' }]);
    },
  );

  it('while paused an open attempt is read back, and not sent again', async () => {
    const { world, agentId, actor } = await open();
    world.gallery.fault('comment', { kind: 'hangs' });
    const work = world.deliver(actor, world.tick(agentId, 'comment'));
    await world.clock.advance(60_000);
    world.latch(true);
    await world.finish(work);
    expect(world.gallery.count('comment')).toBe(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'skipped', code: 'paused' }]);
  });

  it('a latch that cannot be read is closed', async () => {
    const { world, agentId, actor } = await open();
    world.latch(false);
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    expect(world.ends(agentId)).toHaveLength(1);
    world.control.set('latch', 'garbage');
    await world.clock.advance(10_000);
    await world.finish(world.deliver(actor, world.tick(agentId, 'browse')));
    expect(world.ends(agentId)).toHaveLength(1);
  });

  it('after being throttled nothing new begins until the platform said', async () => {
    const opened = await open();
    const { world, agentId, actor } = opened;
    failWith('throttled', 'like', opened);
    await world.finish(world.deliver(actor, world.tick(agentId, 'like')));
    const next = world.deliver(actor, world.tick(agentId, 'like', world.clock.fleetNow() + 6_000));
    await world.finish(next);
    expect(next.ended.retryMs).toBeGreaterThan(15_000);
    expect(world.gallery.count('like')).toBe(1);
  });
});

describe('a model that answers badly', () => {
  const turnedDown = (code: string, again: boolean) => ({
    ...({ kind: 'unusable', code, reason: 'a link', costUsd: 0, again } as const),
    wrote: {
      ...{ prompt: { id: 'comment', version: 2, hash: 'h' }, provider: 'offline', model: 'stand-in' },
      ...{ inputTokens: 7, outputTokens: 3, answer: '{"text":"see x.com"}' },
      verdicts: [{ check: 'comment-links', ok: false, note: 'looks like a link' }],
    },
  });

  it('is paid for and not asked again: the tick is skipped, its event has every verdict', async () => {
    const { world, agentId, actor } = await open();
    world.llm.answers.push(turnedDown('guardrail', false));
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.llm.inputs).toHaveLength(1);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'skipped', code: 'guardrail', inputTokens: 7 }]);
    const failed = world.activity(agentId).find(({ type }) => type === 'EffectFailed');
    expect(failed?.data).toMatchObject({ wrote: { verdicts: [{ check: 'comment-links', ok: false }] } });
  });

  it('is told once what was wrong, as an attempt of its own; both calls are counted', async () => {
    const { world, agentId, actor } = await open();
    world.llm.answers.push(turnedDown('guardrail', true));
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.llm.inputs.map(({ attempt }) => attempt?.n)).toEqual([1, 2]);
    expect(world.llm.inputs[1]?.attempt?.rejected?.answer).toBe('{"text":"see x.com"}');
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'done', inputTokens: 17, outputTokens: 8 }]);
    const attempts = world.activity(agentId).flatMap((e) => (e.type === 'EffectAttempted' ? [e.data.attemptId] : []));
    expect(attempts.map((id) => id.split('.').slice(2).join('.'))).toEqual(['compose.1', 'compose.2', 'publish.1']);
  });

  it('twice is not asked a third time', async () => {
    const { world, agentId, actor } = await open();
    world.llm.answers.push(turnedDown('prose', true), turnedDown('prose', true));
    await world.finish(world.deliver(actor, world.tick(agentId, 'comment')));
    expect(world.llm.inputs).toHaveLength(2);
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'rejected', code: 'prose', inputTokens: 14 }]);
    expect(world.gallery.effects()).toEqual([]);
  });

  it('or cannot be reached leaves the tick rejected', async () => {
    const { world, agentId, actor } = await open();
    world.llm.answers.push({ kind: 'unsent', reason: 'connection refused' });
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.ends(agentId)).toMatchObject([{ outcome: 'rejected', code: 'llm_unreachable' }]);
    expect(world.gallery.effects()).toEqual([]);
  });
});
