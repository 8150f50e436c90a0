import { expect, test } from 'vitest';
import { rampUpDelayMs } from './ramp-up.ts';

const delays = (seed: string, minutesPer50: number) =>
  Array.from({ length: 100 }, (_, queued) => rampUpDelayMs(seed, `agent-${queued}`, { queued, minutesPer50 }));

test('agents started together join one after the other, fifty within the time given', () => {
  const ten = delays('s', 10);
  expect(ten).toEqual([...ten].sort((a, b) => a - b));
  expect(ten[0]).toBeLessThan(12_000);
  expect(ten[49]).toBeLessThan(600_000);
  expect(ten[50]).toBeGreaterThanOrEqual(600_000);
  expect(ten[99]).toBeLessThan(1_200_000);
});

test('when exactly is drawn from the seed, and always the same', () => {
  expect(delays('s', 10)).toEqual(delays('s', 10));
  expect(delays('s', 10)).not.toEqual(delays('t', 10));
  const steps = delays('s', 10).map((delay, queued) => delay - queued * 12_000);
  expect(new Set(steps.map((step) => Math.floor(step / 3_000))).size).toBe(4);
});

test('without a ramp all join at once', () => {
  expect(new Set(delays('s', 0))).toEqual(new Set([0]));
});
