import { describe, expect, it } from 'vitest';
import { STREAMS, SUBJECTS } from '../../src/bus/index.ts';
import { useBus } from './bus-fixture.ts';

const { bus } = useBus();
const text = (payload: Uint8Array) => new TextDecoder().decode(payload);

describe('what lies in a stream', () => {
  it('is given newest first, page by page, and is counted and found by number', async () => {
    const stored = bus().stored(STREAMS.dead);
    expect(await stored.count()).toBe(0);
    expect(await stored.before(null, 10)).toEqual({ messages: [], next: null });
    const seqs: number[] = [];
    for (let i = 0; i < 45; i++) seqs.push((await bus().publish(SUBJECTS.dead('tick'), `letter ${i}`)).seq);
    expect(await stored.count()).toBe(45);
    const first = await stored.before(null, 20);
    const second = await stored.before(first.next, 20);
    const third = await stored.before(second.next, 20);
    const all = [first, second, third].flatMap(({ messages }) => messages);
    expect(all.map(({ payload }) => text(payload))).toEqual(Array.from({ length: 45 }, (_, i) => `letter ${44 - i}`));
    expect(third.next).toBeNull();
    const one = await stored.get(seqs[7] ?? 0);
    expect(one).toMatchObject({ seq: seqs[7], subject: 'fleet.dead.tick' });
    expect(Math.abs((one?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await stored.get(10_000)).toBeNull();
  });

  it('is removed once, and gaps of any size are passed over, a bounded number of places at a time', async () => {
    const stored = bus().stored(STREAMS.dead);
    const begin = (await bus().publish(SUBJECTS.dead('job'), 'keep me')).seq;
    const gone: number[] = [];
    for (let i = 0; i < 500; i++) gone.push((await bus().publish(SUBJECTS.dead('job'), 'x')).seq);
    const removed = await Promise.all(gone.map((seq) => stored.remove(seq)));
    expect(removed.every(Boolean)).toBe(true);
    expect(await stored.remove(gone[0] ?? 0)).toBe(false);
    expect(await stored.get(gone[0] ?? 0)).toBeNull();
    const first = await stored.before(null, 5);
    expect(first.messages).toEqual([]);
    expect(first.next).not.toBeNull();
    const second = await stored.before(first.next, 1);
    expect(second.messages.map(({ seq }) => seq)).toEqual([begin]);
  });
});
