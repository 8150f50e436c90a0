import { describe, expect, it } from 'vitest';
import { createSlots } from './slots.ts';

const never = new AbortController().signal;
const LONG_MS = 60_000;

describe('places for calls', () => {
  it('are given to as many as there are, then in the order of asking', async () => {
    const slots = createSlots(1, 2);
    const first = await slots.take(LONG_MS, never);
    const order: string[] = [];
    const second = slots.take(LONG_MS, never).then((release) => {
      order.push('second');
      return release;
    });
    const third = slots.take(LONG_MS, never).then((release) => {
      order.push('third');
      return release;
    });
    expect(await slots.take(LONG_MS, never)).toBeNull();
    first?.();
    first?.();
    (await second)?.();
    (await third)?.();
    expect(order).toEqual(['second', 'third']);
    expect(await slots.take(LONG_MS, never)).not.toBeNull();
  });

  it('are not waited for beyond the limit, nor after a stop', async () => {
    const slots = createSlots(1, 2);
    const held = await slots.take(LONG_MS, never);
    expect(await slots.take(1, never)).toBeNull();
    const stop = new AbortController();
    const waiting = slots.take(LONG_MS, stop.signal);
    stop.abort();
    expect(await waiting).toBeNull();
    expect(await slots.take(LONG_MS, stop.signal)).toBeNull();
    held?.();
    expect(await slots.take(1, never)).not.toBeNull();
  });
});
