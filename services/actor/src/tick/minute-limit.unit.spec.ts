import { fakeKeyValue } from '@fleet/testkit/fake-key-value';
import { manualClock } from '@fleet/testkit/manual-clock';
import { describe, expect, it } from 'vitest';
import { createMinuteLimit, MINUTE_KEY } from './minute-limit.ts';

const MINUTE_MS = 60_000;

/** Actors with one counter, and a way to count what they are granted. */
const actors = (count: number, limit: number) => {
  const clock = manualClock();
  const control = fakeKeyValue();
  let writes = 0;
  const counted: typeof control = {
    ...control,
    update: async (...args) => {
      const written = await control.update(...args);
      if (written !== null) writes++;
      return written;
    },
  };
  const limits = Array.from({ length: count }, (_, i) =>
    createMinuteLimit({ control: counted, clock, owner: `actor-${i}` }, limit),
  );
  const takeAll = async (each: number) => {
    const granted = await Promise.all(limits.flatMap((one) => Array.from({ length: each }, () => one.take())));
    return granted.filter(Boolean).length;
  };
  return { clock, control, limits, takeAll, writes: () => writes };
};

describe("the fleet's limit of actions per minute", () => {
  it('is one for all actors together, and begins anew with each minute', async () => {
    const { clock, takeAll, limits } = actors(4, 10);
    expect(await takeAll(20)).toBe(10);
    expect(await takeAll(20)).toBe(0);
    await clock.advance(MINUTE_MS);
    expect(await takeAll(20)).toBe(10);
    expect(limits.every((one) => one.shared())).toBe(true);
  });

  it('costs few writes, and leaves little unused where actors are idle', async () => {
    const { takeAll, writes, limits } = actors(3, 6_000);
    expect(await takeAll(1_900)).toBe(5_700);
    expect(writes()).toBeLessThanOrEqual(100);
    const [first] = limits;
    let more = 0;
    for (let i = 0; i < 400; i++) if (await first?.take()) more++;
    expect(more).toBeGreaterThanOrEqual(300 - 3 * 60);
    expect(5_700 + more).toBeLessThanOrEqual(6_000);
  });

  it('goes by a safe share of each actor while the counter is away, says so, and is shared again afterwards', async () => {
    const { clock, control, limits, takeAll } = actors(4, 40);
    await takeAll(10);
    await clock.advance(MINUTE_MS);
    await takeAll(1);
    await clock.advance(MINUTE_MS);
    control.setDown(true);
    expect(await takeAll(40)).toBeLessThanOrEqual(40);
    expect(limits.map((one) => one.shared())).toEqual([false, false, false, false]);
    await clock.advance(MINUTE_MS);
    const alone = await takeAll(40);
    expect(alone).toBeGreaterThan(0);
    expect(alone).toBeLessThanOrEqual(40);
    control.setDown(false);
    await clock.advance(MINUTE_MS);
    expect(await takeAll(40)).toBe(40);
    expect(limits.every((one) => one.shared())).toBe(true);
  });

  it('never heard of the others, an actor takes a tenth', async () => {
    const { control, takeAll } = actors(1, 100);
    control.setDown(true);
    expect(await takeAll(100)).toBe(10);
  });

  it('bears a clock that is set an hour ahead or back, a counter of nonsense and one of the far future', async () => {
    const { clock, control, takeAll } = actors(2, 10);
    for (const byMs of [3_600_000, -3_600_000]) {
      expect(await takeAll(10)).toBe(10);
      clock.jumpWall(byMs);
      expect(await takeAll(10)).toBe(10);
      await clock.advance(MINUTE_MS);
    }
    for (const nonsense of ['', 'x', '{"minute":1e9,"taken":10,"takers":[],"before":0}']) {
      await control.put(MINUTE_KEY, nonsense);
      await clock.advance(MINUTE_MS);
      expect(await takeAll(10)).toBe(10);
    }
  });
});
