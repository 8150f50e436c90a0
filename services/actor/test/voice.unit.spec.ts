import type { FleetDomainEvent } from '@fleet/domain/codec';
import { STREAM } from '@fleet/domain/identity';
import { BUILT_IN_PERSONAS } from '@fleet/domain/persona/catalogue';
import type { Persona } from '@fleet/domain/persona/persona-events';
import { describe, expect, it } from 'vitest';
import { CONFIG, openWorld } from './world.ts';

const by = { by: 'operator:ada' };
const [BUILT_IN] = BUILT_IN_PERSONAS as [Persona];
const version = (n: number): FleetDomainEvent => ({
  type: 'PersonaPublished',
  data: { version: n, persona: { ...BUILT_IN, id: 'keeper', voice: `voice ${n}`, examples: [`Example ${n}.`] }, ...by },
});

const open = async (persona: { id: string; version: number } | null) => {
  const world = openWorld();
  await world.append(STREAM.persona('keeper'), [version(1)]);
  const agentId = await world.agent('mira', {}, persona);
  world.gallery.put('human', 'A lamp', 'lamps', 'http://h/1.png', 60_000);
  const actor = await world.actor();
  /** What the model is given to write with in the agent's next post or comment. */
  const textsOfNext = async (kind: 'post' | 'comment') => {
    await world.finish(world.deliver(actor, world.tick(agentId, kind)));
    await world.clock.advance(10_000);
    return world.llm.inputs.at(-1)?.agent.texts;
  };
  return { world, agentId, textsOfNext };
};

describe('an agent of a persona', () => {
  it('keeps the voice of its version, and gets the new one when it takes that over', async () => {
    const { world, agentId, textsOfNext } = await open({ id: 'keeper', version: 1 });
    const first = { persona: 'keeper', version: 1, voice: 'voice 1', examples: ['Example 1.'], bank: null };
    expect(await textsOfNext('post')).toEqual(first);
    await world.append(STREAM.persona('keeper'), [version(2)]);
    expect(await textsOfNext('comment')).toEqual(first);
    expect(await textsOfNext('post')).toEqual(first);
    const adopted = { config: CONFIG, persona: { id: 'keeper', version: 2 }, ...by, reason: 'adopt' };
    await world.append(STREAM.agent(agentId), [{ type: 'AgentReconfigured', data: adopted }]);
    const second = { version: 2, voice: 'voice 2', examples: ['Example 2.'] };
    expect(await textsOfNext('post')).toMatchObject(second);
    expect(world.llm.inputs).toHaveLength(4);
    expect(world.errors).toEqual([]);
  });

  it('writes its second try in the same voice', async () => {
    const { world, textsOfNext } = await open({ id: 'keeper', version: 1 });
    const { prompt, provider, model } = { prompt: { id: 'post', version: 3, hash: 'h' }, provider: 'p', model: 'm' };
    world.llm.answers.push({
      ...{ kind: 'unusable', code: 'guardrail', reason: 'a link', costUsd: 0, again: true },
      wrote: { prompt, provider, model, inputTokens: 1, outputTokens: 1, answer: '', verdicts: [] },
    });
    await textsOfNext('post');
    expect(world.llm.inputs.map(({ agent }) => agent.texts?.voice)).toEqual(['voice 1', 'voice 1']);
  });

  it('that has none, or one that nobody published, writes without', async () => {
    for (const persona of [null, { id: 'nobody', version: 1 }]) {
      const { textsOfNext } = await open(persona);
      expect(await textsOfNext('post')).toBeNull();
    }
  });

  it('does not act before its voice is known, and goes on when following personas broke', async () => {
    const world = openWorld();
    await world.append(STREAM.persona('keeper'), [version(1)]);
    const agentId = await world.agent('mira', {}, { id: 'keeper', version: 1 });
    const { subscribe } = world.store;
    let broken = 2;
    Object.assign(world.store, {
      subscribe: (options: Parameters<typeof subscribe>[0]) => {
        if (options.categories?.includes('persona') && broken-- > 0) throw new Error('no route to the store');
        return subscribe(options);
      },
    });
    const actor = await world.actor();
    expect(actor.working()).toBe(false);
    for (let i = 0; i < 3; i++) await world.clock.advance(1_000);
    expect(actor.working()).toBe(true);
    await world.finish(world.deliver(actor, world.tick(agentId, 'post')));
    expect(world.llm.inputs[0]?.agent.texts?.voice).toBe('voice 1');
    expect(world.errors).toHaveLength(2);
  });
});
