import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { idsOf, newEvents, newStream, readAll } from './events.ts';
import type { Context } from './fixture.ts';

export const readContract = ({ store }: Context): void => {
  it('reads a missing stream as an empty one, in both directions', async () => {
    expect(await readAll(store(), newStream(), { direction: 'forwards' })).toEqual([]);
    expect(await readAll(store(), newStream(), { direction: 'backwards', from: 3 })).toEqual([]);
  });

  it('reads forwards and backwards, from a revision (inclusive), up to a limit, across commits', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(3), 'noStream');
    await store().append(stream, newEvents(1), 2);
    await store().append(stream, newEvents(4), 3);
    const all = await readAll(store(), stream);
    expect(all.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 0, 0, 1, 2, 3]);
    expect(new Set(all.map(({ position }) => position))).toHaveLength(3);
    const forwards = (from?: number, limit?: number) =>
      readAll(store(), stream, { direction: 'forwards', ...(from !== undefined && { from }), ...(limit && { limit }) });
    const backwards = (from?: number, limit?: number) =>
      readAll(store(), stream, {
        direction: 'backwards',
        ...(from !== undefined && { from }),
        ...(limit && { limit }),
      });
    expect(await forwards(1, 4)).toEqual(all.slice(1, 5));
    expect(await forwards(7)).toEqual(all.slice(7));
    expect(await forwards(8)).toEqual([]);
    expect(await forwards(undefined, 1)).toEqual(all.slice(0, 1));
    expect(await backwards()).toEqual(all.toReversed());
    expect(await backwards(1)).toEqual([all[1], all[0]]);
    expect(await backwards(5, 3)).toEqual([all[5], all[4], all[3]]);
    expect(await backwards(99, 2)).toEqual([all[7], all[6]]);
    expect(await readAll(store(), stream, { direction: 'backwards', limit: 0 })).toEqual([]);
  });

  it('reads backwards from a revision at the position told before, and nothing where it does not stand there', async () => {
    const stream = newStream();
    const other = newStream();
    await store().append(stream, newEvents(3), 'noStream');
    await store().append(other, newEvents(4), 'noStream');
    await store().append(stream, newEvents(2), 2);
    const all = await readAll(store(), stream);
    const [first, , third, , fifth] = all;
    if (!first || !third || !fifth) throw new Error('nothing was read');
    const backwards = (from: number, position: bigint, limit?: number) =>
      readAll(store(), stream, { direction: 'backwards', from, position, ...(limit && { limit }) });
    for (const { revision, position } of all)
      expect(await backwards(revision, position)).toEqual(all.slice(0, revision + 1).toReversed());
    expect(await backwards(3, fifth.position, 2)).toEqual([all[3], all[2]]);
    const [elsewhere] = await readAll(store(), other);
    const wrong = [fifth.position, first.position - 1n, fifth.position + 1_000_000n, elsewhere?.position ?? 0n];
    for (const position of wrong) expect(await backwards(2, position), String(position)).toEqual([]);
    expect(await backwards(9, fifth.position)).toEqual([]);
    expect(await readAll(store(), newStream(), { direction: 'backwards', from: 0, position: third.position })).toEqual(
      [],
    );
  });

  it('tells whether an event still stands where it stood', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(3), 'noStream');
    await store().append(stream, newEvents(1), 2);
    const all = await readAll(store(), stream);
    for (const event of all) expect(await store().holds(event)).toBe(true);
    const [first, , , last] = all;
    if (first === undefined || last === undefined) throw new Error('nothing was read');
    const never = [
      { ...first, id: randomUUID() },
      { ...first, stream: newStream() },
      { ...first, position: last.position },
      { ...last, revision: 99 },
      { ...last, position: last.position + 1_000_000n },
    ];
    for (const place of never) expect(await store().holds(place)).toBe(false);
  });

  it('can be left early, and read again', async () => {
    const stream = newStream();
    const events = newEvents(50);
    await store().append(stream, events, 'noStream');
    for await (const event of store().read(stream, { direction: 'forwards' })) if (event.revision === 3) break;
    expect(idsOf(await readAll(store(), stream))).toEqual(idsOf(events));
  });
};
