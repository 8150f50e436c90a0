import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFleetTime } from '../../src/clock/fleet-time.ts';

/** Two real clocks of a machine, moved by hand. */
const machine = (scale = 1) => {
  let wall = 1_000_000;
  let monotonic = 0;
  const time = createFleetTime(
    { wall, fleet: 5_000_000, scale },
    () => wall,
    () => monotonic,
  );
  return {
    time,
    pass: (ms: number) => {
      wall += ms;
      monotonic += ms;
    },
    setWall: (byMs: number) => {
      wall += byMs;
    },
    wall: () => wall,
  };
};

describe('fleet time', () => {
  it('runs at its scale', () => {
    const { time, pass } = machine(60);
    pass(1_000);
    expect(time.now()).toBe(5_060_000);
    expect(time.sync()).toBe(0);
    expect(time.now()).toBe(5_060_000);
  });

  it('follows the wall clock when that is set forward', () => {
    const { time, pass, setWall } = machine();
    setWall(3_600_000);
    pass(1_000);
    expect(time.now()).toBe(5_001_000);
    expect(time.sync()).toBe(3_600_000);
    expect(time.now()).toBe(8_601_000);
  });

  it('stands still when the wall clock is set back, until it has caught up', () => {
    const { time, pass, setWall } = machine();
    pass(10_000);
    expect(time.now()).toBe(5_010_000);
    setWall(-5_000);
    expect(time.sync()).toBe(-5_000);
    expect(time.now()).toBe(5_010_000);
    pass(4_999);
    expect(time.now()).toBe(5_010_000);
    pass(1_001);
    expect(time.now()).toBe(5_011_000);
  });

  it('does not go back with an earlier anchor, and goes on at its scale from a later one', () => {
    const { time, pass, wall } = machine();
    pass(1_000);
    time.anchorAt({ wall: wall(), fleet: 10, scale: 2 });
    expect(time.now()).toBe(5_001_000);
    time.anchorAt({ wall: wall(), fleet: 9_000_000, scale: 10 });
    pass(100);
    expect(time.now()).toBe(9_001_000);
  });

  it('never goes back, whatever the clocks and anchors do', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 10_000_000 }) }),
      fc.record({ kind: fc.constant('set' as const), ms: fc.integer({ min: -10_000_000, max: 10_000_000 }) }),
      fc.record({ kind: fc.constant('sync' as const) }),
      fc.record({
        kind: fc.constant('anchor' as const),
        fleet: fc.integer({ min: 0, max: 50_000_000 }),
        scale: fc.integer({ min: 1, max: 100 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { time, pass, setWall, wall } = machine(6);
        let before = time.now();
        for (const each of steps) {
          if (each.kind === 'pass') pass(each.ms);
          else if (each.kind === 'set') setWall(each.ms);
          else if (each.kind === 'sync') time.sync();
          else time.anchorAt({ wall: wall(), fleet: each.fleet, scale: each.scale });
          const now = time.now();
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });
});
