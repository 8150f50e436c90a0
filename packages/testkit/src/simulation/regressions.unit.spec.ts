import { expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { runHistory } from './history.ts';

/** Histories that went wrong once, with what they came down to. */
it('a clock set back does not stretch the wait of an actor that was throttled', async () => {
  const faults: readonly Fault[] = [
    { kind: 'effect', nth: 2, how: 'throttled', hangs: false, lands: 0 },
    { kind: 'clock-jump', index: 0, at: 58_728, byMs: -2_532_257 },
    { kind: 'duplicate', nth: 3, copies: 3, withinMs: 16_879 },
  ];
  expect((await runHistory(3, { faults })).violations).toEqual([]);
});

it('a fleet that is resumed by an actor whose clock is an hour ahead goes on at once', async () => {
  const faults: readonly Fault[] = [
    { kind: 'clock-jump', index: 0, at: 20_257, byMs: 3_566_466 },
    { kind: 'platform-pause', at: 30_152, forMs: 55_000 },
  ];
  expect((await runHistory(2, { faults })).violations).toEqual([]);
});

it('what was decided before the event store went away is not begun when it is back: a draft has expired meanwhile', async () => {
  const faults: readonly Fault[] = [
    { kind: 'duplicate', nth: 1, copies: 2, withinMs: 20 },
    { kind: 'store-down', at: 8_702, forMs: 23_627 },
  ];
  expect((await runHistory(36_823, { faults })).violations).toEqual([]);
});
