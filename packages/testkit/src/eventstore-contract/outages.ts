import { expect, it } from 'vitest';
import { commits, eventIds, idsOf, newCategory, newEvents, newStream, readAll, take } from './events.ts';
import type { Context } from './fixture.ts';

export const outageContract = ({ server, store }: Context): void => {
  it('follows on after the server is killed and restarted mid-stream: nothing lost, nothing doubled', async () => {
    const category = newCategory();
    const stream = newStream(category);
    const events = newEvents(300);
    const appendAll = async (): Promise<void> => {
      for (const [n, event] of events.entries()) {
        for (;;) {
          const result = await store()
            .append(stream, [event], n === 0 ? 'noStream' : n - 1)
            .catch(() => null);
          if (result?.kind === 'conflict') throw new Error(`conflict at ${n}, stream is at ${result.current}`);
          if (result !== null) break;
        }
      }
    };
    let outage: Promise<void> | undefined;
    const following = take(store(), { categories: [category] }, (items) => {
      if (commits(100)(items))
        outage ??= (async () => {
          await server().faults?.kill();
          await server().faults?.restart();
        })();
      return commits(300)(items);
    });
    await Promise.all([appendAll(), following]);
    await outage;
    expect(eventIds(await following)).toEqual(idsOf(events));
    expect(idsOf(await readAll(store(), stream))).toEqual(idsOf(events));
  });

  it('says unavailable in bounded time while the server is away, and recovers by itself', async () => {
    const impatient = await server().open({ requestTimeoutMs: 400 });
    const stream = newStream();
    await impatient.append(stream, newEvents(1), 'noStream');
    await server().faults?.kill();
    try {
      const next = newEvents(1);
      await expect(impatient.append(stream, next, 0)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(readAll(impatient, stream)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(impatient.ping()).rejects.toMatchObject({ code: 'unavailable' });
      await server().faults?.restart();
      await expect.poll(() => impatient.ping().then(() => 'well', String), { timeout: 20_000 }).toBe('well');
      await expect
        .poll(() => impatient.append(stream, next, 0).catch(String), { timeout: 20_000 })
        .toMatchObject({ kind: 'appended', revision: 1 });
      expect(await readAll(impatient, stream)).toHaveLength(2);
    } finally {
      await server().faults?.restart();
      await impatient.close();
    }
  });

  it('opens while no server is there and works as soon as one is', async () => {
    await server().faults?.kill();
    const early = await server().open({ requestTimeoutMs: 300 });
    const following = take(early, { categories: [newCategory()] }, (items) => items.length > 0);
    await expect(early.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await server().faults?.restart();
    expect(await following).toEqual([{ kind: 'caughtUp' }]);
    await early.close();
  });

  it('begins anew on an empty volume: it can be written and followed, and holds nothing of before', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(2), 'noStream');
    const [before] = await readAll(store(), stream);
    if (before === undefined) throw new Error('nothing was read');
    await server().faults?.wipe();
    await expect.poll(() => store().holds(before).catch(String), { timeout: 20_000 }).toBe(false);
    expect(await readAll(store(), stream)).toEqual([]);
    expect(await store().append(stream, newEvents(1), 1)).toEqual({ kind: 'conflict', current: null });
    const again = newEvents(1);
    expect(await store().append(stream, again, 'noStream')).toMatchObject({ kind: 'appended', revision: 0 });
    expect(await store().holds(before)).toBe(false);
    expect(eventIds(await take(store(), { categories: ['agent'] }, commits(1)))).toEqual(idsOf(again));
  });

  it('makes a short outage unseen by an append that is under way', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(1), 'noStream');
    await server().faults?.kill();
    const appending = store().append(stream, newEvents(1), 0);
    await server().faults?.restart();
    expect(await appending).toMatchObject({ kind: 'appended', revision: 1 });
  });
};
