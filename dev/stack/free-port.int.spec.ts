import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { portAllocator } from './free-port.ts';
import { PORT_SPAN } from './options.ts';

const listen = (port: number) =>
  new Promise<() => Promise<void>>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      resolve(() => new Promise((closed) => server.close(() => closed()))),
    );
  });

/** A base whose whole span is free now. */
const freeBase = async (): Promise<number> => {
  for (;;) {
    const base = 21_000 + Math.floor(Math.random() * 900) * 10;
    const all = Array.from({ length: PORT_SPAN }, (_, offset) => listen(base + offset));
    const done = await Promise.allSettled(all);
    await Promise.all(done.map((one) => (one.status === 'fulfilled' ? one.value() : null)));
    if (done.every(({ status }) => status === 'fulfilled')) return base;
  }
};

test('gives the wanted ports where they are free, and says nothing', async () => {
  const base = await freeBase();
  const take = portAllocator(base, () => {
    throw new Error('nothing moved');
  });
  expect([await take('gateway', 0), await take('gallery', 1), await take('scheduler', 5)]).toEqual([
    base,
    base + 1,
    base + 5,
  ]);
});

test('a busy port: the next free one that belongs to no neighbour, and it says so', async () => {
  const base = await freeBase();
  const closeGateway = await listen(base);
  const closeNext = await listen(base + 5);
  const moved: unknown[] = [];
  const take = portAllocator(base, (...move) => moved.push(move));
  expect(await take('gateway', 0)).toBe(base + 6);
  expect(moved).toEqual([['gateway', base, base + 6]]);
  // Its place is taken now, so the one who wanted it goes on to the next.
  expect(await take('actor-1', 6)).toBe(base + 7);
  await closeGateway();
  await closeNext();
});

test('when every port of the span is taken, it says what to do', async () => {
  const base = await freeBase();
  const take = portAllocator(base, () => {});
  for (let offset = 0; offset < PORT_SPAN; offset++) await take('all', offset);
  await expect(take('one more', PORT_SPAN - 1)).rejects.toThrow('give another --port-base');
});
