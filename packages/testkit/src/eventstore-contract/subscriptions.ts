import { expect, it, vi } from 'vitest';
import {
  caughtUp,
  commits,
  eventIds,
  idsOf,
  newCategory,
  newEvent,
  newEvents,
  newStream,
  streamsOf,
  take,
} from './events.ts';
import type { Context } from './fixture.ts';

const patience = { timeout: 20_000, interval: 20 };

export const subscriptionContract = ({ server, store }: Context): void => {
  it('gives whole commits in the order of their positions, then the caught up mark', async () => {
    const category = newCategory();
    const streams = [newStream(category), newStream(category), newStream(category)];
    const expected: string[] = [];
    for (const [n, stream] of streams.entries()) {
      const events = newEvents(n + 1);
      expected.push(...idsOf(events));
      await store().append(stream, events, 'noStream');
    }
    const items = await take(store(), { categories: [category] }, caughtUp);
    expect(streamsOf(items)).toEqual(streams);
    expect(eventIds(items)).toEqual(expected);
    const positions = items.flatMap((item) => (item.kind === 'commit' ? [item.commit.position] : []));
    expect(positions).toEqual([...positions].sort((a, b) => (a < b ? -1 : 1)));
    for (const item of items)
      if (item.kind === 'commit')
        for (const { position } of item.commit.events) expect(position).toBe(item.commit.position);
  });

  it('is caught up at once where there is nothing', async () => {
    expect(await take(store(), { categories: [newCategory()] }, caughtUp)).toEqual([{ kind: 'caughtUp' }]);
  });

  it('begins after a position, exclusively, and the position of an append is that of its commit', async () => {
    const category = newCategory();
    const [first, second, third] = [newStream(category), newStream(category), newStream(category)] as const;
    await store().append(first, newEvents(2), 'noStream');
    const result = await store().append(second, newEvents(3), 'noStream');
    await store().append(third, newEvents(2), 'noStream');
    if (result.kind !== 'appended') throw new Error('not appended');
    const items = await take(store(), { after: result.position, categories: [category] }, caughtUp);
    expect(streamsOf(items)).toEqual([third]);
    const all = await take(store(), { categories: [category] }, caughtUp);
    expect(all.flatMap((item) => (item.kind === 'commit' ? [item.commit.position] : []))[1]).toBe(result.position);
  });

  it('filters by one category and by several, and never gives what is not an event of the fleet', async () => {
    const [one, two, three] = [newCategory(), newCategory(), newCategory()] as const;
    const streams: string[] = [];
    for (const category of [one, two, three, one, `${one}x`, two]) {
      const stream = newStream(category);
      streams.push(stream);
      await store().append(stream, newEvents(1), 'noStream');
    }
    const of = (...wanted: string[]) => streams.filter((stream) => wanted.includes(stream.split('-')[0] ?? ''));
    expect(streamsOf(await take(store(), { categories: [one] }, caughtUp))).toEqual(of(one));
    expect(streamsOf(await take(store(), { categories: [one, three] }, caughtUp))).toEqual(of(one, three));
    const everything = streamsOf(await take(store(), {}, caughtUp));
    expect(everything.filter((stream) => streams.includes(stream))).toEqual(streams);
    expect(everything.filter((stream) => !/^[a-z][a-z0-9]*-/.test(stream))).toEqual([]);
  });

  it('goes on live after catching up', async () => {
    const category = newCategory();
    const stream = newStream(category);
    const events = newEvents(20);
    let appended = 0;
    const items = await take(store(), { categories: [category] }, (seen) => {
      const event = events[appended];
      if (seen.length > appended && event !== undefined) {
        const expected = appended === 0 ? 'noStream' : appended - 1;
        appended += 1;
        void store().append(stream, [event], expected);
      }
      return commits(20)(seen);
    });
    expect(items[0]).toEqual({ kind: 'caughtUp' });
    expect(eventIds(items)).toEqual(idsOf(events));
  });

  it('gives every commit once to a follower that starts amid concurrent appends', async () => {
    const category = newCategory();
    const appending = Promise.all(
      Array.from({ length: 200 }, () => store().append(newStream(category), newEvents(2), 'noStream')),
    );
    const items = await take(store(), { categories: [category] }, commits(200));
    await appending;
    expect(new Set(streamsOf(items))).toHaveLength(200);
    expect(eventIds(items)).toHaveLength(400);
  });

  it('hands over one at a time: a slow consumer makes the store wait and keeps its memory bounded', async () => {
    const category = newCategory();
    const body = 'x'.repeat(100_000);
    for (let n = 0; n < 15; n++)
      await Promise.all(
        Array.from({ length: 20 }, () => store().append(newStream(category), [newEvent(body)], 'noStream')),
      );
    const stop = new AbortController();
    let busy = 0;
    let seen = 0;
    for await (const item of store().subscribe({ categories: [category], signal: stop.signal })) {
      if (item.kind === 'caughtUp') break;
      busy += 1;
      expect(busy).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      seen += 1;
      if (seen === 1 && server().faults !== undefined) {
        const sent = (await server().faults?.followers()) ?? [];
        expect(Math.max(...sent)).toBeLessThan(150);
      }
      busy -= 1;
    }
    expect(seen).toBe(300);
    stop.abort();
  });

  it('ends when its signal aborts, at once and while waiting, and leaves nothing on the server', async () => {
    const faults = server().faults;
    const before = (await faults?.followers())?.length;
    const category = newCategory();
    await store().append(newStream(category), newEvents(1), 'noStream');
    const already = AbortSignal.abort();
    for await (const _ of store().subscribe({ categories: [category], signal: already })) expect.unreachable();
    const stop = new AbortController();
    const waiting = (async () => {
      for await (const item of store().subscribe({ categories: [category], signal: stop.signal }))
        if (item.kind === 'caughtUp') setImmediate(() => stop.abort());
    })();
    await waiting;
    for await (const item of store().subscribe({ categories: [category], signal: new AbortController().signal }))
      if (item.kind === 'commit') break;
    await vi.waitFor(async () => expect((await faults?.followers())?.length).toBe(before), patience);
  });

  it('ends its subscriptions when it is closed', async () => {
    const other = await server().open();
    const signal = new AbortController().signal;
    const following = (async () => {
      for await (const item of other.subscribe({ categories: [newCategory()], signal }))
        if (item.kind === 'caughtUp') void other.close();
    })();
    await following;
  });
};
