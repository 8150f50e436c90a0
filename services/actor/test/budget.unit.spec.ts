import { describe, expect, it } from 'vitest';
import type { Budget } from '../src/ports.ts';
import { openWorld } from './world.ts';

type Reserve = Awaited<ReturnType<Budget['reserve']>>;
type Settle = Awaited<ReturnType<Budget['settle']>>;

/** A ledger that is told what to answer; what is free never reaches the real one. */
const scripted = (answers: { reserve?: Reserve; settle?: Settle } = {}) => {
  const settled: [string, number][] = [];
  const budget: Budget = {
    reserve: async (_attemptId, _agentId, ceilingUsd) =>
      ceilingUsd === 0 ? 'reserved' : (answers.reserve ?? 'reserved'),
    settle: async (attemptId, costUsd) => {
      settled.push([attemptId.split('.').slice(2).join('.'), costUsd]);
      return answers.settle ?? 'settled';
    },
  };
  return { budget, settled };
};

const open = async (ledger: ReturnType<typeof scripted>) => {
  const world = openWorld();
  world.llm.compose.ceilingUsd = () => 0.01;
  const agentId = await world.agent();
  for (let i = 0; i < 3; i++) world.gallery.put('human', `Lamp ${i}`, 'lamps', `http://h/${i}.png`, 60_000 * i);
  const actor = await world.actor({ budget: ledger.budget });
  const act = async (kind: 'post' | 'comment' | 'like' | 'browse') => {
    await world.clock.advance(60_000);
    await world.finish(world.deliver(actor, world.tick(agentId, kind)));
    return world.ends(agentId).at(-1);
  };
  return { world, agentId, act };
};

describe('money and a tick', () => {
  it('is reserved before the model is called and settled once; what is free needs no ledger', async () => {
    const ledger = scripted();
    const { act } = await open(ledger);
    expect(await act('post')).toMatchObject({ outcome: 'done' });
    expect(await act('like')).toMatchObject({ outcome: 'done' });
    expect(ledger.settled).toEqual([['compose.1', 0]]);
  });

  it.each([
    ['denied', 'budget_denied'],
    ['unavailable', 'budget_unavailable'],
  ] as const)('that is %s ends posts and comments as skipped, and likes and browsing go on', async (reserve, code) => {
    const { world, act } = await open(scripted({ reserve }));
    expect(await act('post')).toMatchObject({ outcome: 'skipped', code });
    expect(await act('comment')).toMatchObject({ outcome: 'skipped', code });
    expect(await act('like')).toMatchObject({ outcome: 'done' });
    expect(await act('browse')).toMatchObject({ outcome: 'done' });
    expect(world.llm.inputs).toEqual([]);
    expect(world.errors).toEqual([]);
  });

  it('that went past its ceiling pauses the fleet', async () => {
    const { world, act } = await open(scripted({ settle: 'exceeded' }));
    await act('comment');
    expect(world.fleet()).toMatchObject([{ type: 'FleetPaused', data: { cause: 'ceiling_exceeded' } }]);
  });

  it('whose settlement finds no ledger does not hold up the tick', async () => {
    const { act } = await open(scripted({ settle: 'unavailable' }));
    expect(await act('comment')).toMatchObject({ outcome: 'done' });
  });
});
