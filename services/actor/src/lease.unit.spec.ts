import type { KeyValue } from '@fleet/platform/bus';
import { manualClock } from '@fleet/testkit/manual-clock';
import { expect, it } from 'vitest';
import { whileHolding } from './lease.ts';

const world = () => {
  const clock = manualClock();
  let entry: { value: string; revision: number } | null = null;
  let serial = 0;
  let down = false;
  const mustBeUp = () => {
    if (down) throw new Error('away');
  };
  const leases = {
    create: async (_key: string, value: string) => {
      mustBeUp();
      if (entry) return null;
      entry = { value, revision: ++serial };
      return serial;
    },
    update: async (_key: string, value: string, revision: number) => {
      mustBeUp();
      if (entry?.revision !== revision) return null;
      entry = { value, revision: ++serial };
      return serial;
    },
    delete: async () => {
      mustBeUp();
      entry = null;
    },
  } as unknown as KeyValue;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const stop = new AbortController();
  const holding: string[] = [];
  const contend = (owner: string) =>
    whileHolding({ leases, clock, sleep: clock.sleep, log, owner }, 'probe', stop.signal, async (held) => {
      holding.push(owner);
      await clock.sleep(1_000_000_000, held);
      holding.splice(holding.indexOf(owner), 1);
    });
  return {
    clock,
    holding,
    contend,
    stop,
    expire: () => {
      entry = null;
    },
    setDown: (value: boolean) => {
      down = value;
    },
  };
};

it('one at a time holds a lease, and another one takes over when it ends', async () => {
  const { clock, holding, contend, stop } = world();
  const all = [contend('a'), contend('b'), contend('c')];
  await clock.advance(20_000);
  expect(holding).toEqual(['a']);
  stop.abort();
  await clock.advance(3_000);
  await Promise.all(all);
  expect(holding).toEqual([]);
});

it('a holder whose lease ran out stops before it finds another one', async () => {
  const { clock, holding, contend, expire } = world();
  void contend('a');
  void contend('b');
  await clock.advance(5_000);
  expire();
  await clock.advance(10_000);
  expect(holding).toHaveLength(1);
});

it('a holder that cannot renew stops after four seconds', async () => {
  const { clock, holding, contend, setDown } = world();
  void contend('a');
  await clock.advance(5_000);
  setDown(true);
  await clock.advance(7_000);
  expect(holding).toEqual([]);
  setDown(false);
});
