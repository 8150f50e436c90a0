import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { idsOf, newEvent, newEvents, newStream, readAll } from './events.ts';
import type { Context } from './fixture.ts';

const WRITERS = 8;

export const appendContract = ({ server, store }: Context): void => {
  it('appends to a new stream, and after the revision last read', async () => {
    const stream = newStream();
    const first = await store().append(stream, newEvents(1), 'noStream');
    const second = await store().append(stream, newEvents(2), 0);
    expect(first).toMatchObject({ kind: 'appended', revision: 0 });
    expect(second).toMatchObject({ kind: 'appended', revision: 2 });
    if (first.kind === 'appended' && second.kind === 'appended')
      expect(second.position).toBeGreaterThan(first.position);
  });

  it('answers a conflict as a value, with the current revision', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(2), 'noStream');
    expect(await store().append(stream, newEvents(1), 'noStream')).toEqual({ kind: 'conflict', current: 1 });
    expect(await store().append(stream, newEvents(1), 0)).toEqual({ kind: 'conflict', current: 1 });
    expect(await store().append(stream, newEvents(1), 7)).toEqual({ kind: 'conflict', current: 1 });
    expect(await store().append(newStream(), newEvents(1), 0)).toEqual({ kind: 'conflict', current: null });
  });

  it('finds the end of a stream that another process has moved', async () => {
    const stream = newStream();
    const other = await server().open();
    await store().append(stream, newEvents(1), 'noStream');
    await other.append(stream, newEvents(1), 0);
    expect(await store().append(stream, newEvents(1), 0)).toEqual({ kind: 'conflict', current: 1 });
    expect(await store().append(stream, newEvents(1), 1)).toMatchObject({ kind: 'appended', revision: 2 });
    await other.close();
  });

  it('lets one of eight writers with different ids win', async () => {
    const stream = newStream();
    await store().append(stream, newEvents(1), 'noStream');
    const writers = await Promise.all(Array.from({ length: WRITERS }, () => server().open()));
    const results = await Promise.all(writers.map((writer) => writer.append(stream, newEvents(2), 0)));
    expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(await readAll(store(), stream)).toHaveLength(3);
    await Promise.all(writers.map((writer) => writer.close()));
  });

  it('takes eight writers with the same ids for one append', async () => {
    const stream = newStream();
    const events = newEvents(2);
    const writers = await Promise.all(Array.from({ length: WRITERS }, () => server().open()));
    const results = await Promise.all(writers.map((writer) => writer.append(stream, events, 'noStream')));
    expect(new Set(results.map((result) => JSON.stringify(result, (_, value) => String(value))))).toHaveLength(1);
    expect(results[0]).toMatchObject({ kind: 'appended', revision: 1 });
    expect(await readAll(store(), stream)).toHaveLength(2);
    await Promise.all(writers.map((writer) => writer.close()));
  });

  it('answers a repeat as it answered the first time, later appends notwithstanding', async () => {
    const stream = newStream();
    const events = newEvents(2);
    const first = await store().append(stream, events, 'noStream');
    expect(await store().append(stream, events, 'noStream')).toEqual(first);
    await store().append(stream, newEvents(3), 1);
    expect(await store().append(stream, events, 'noStream')).toEqual(first);
    const other = await server().open();
    expect(await other.append(stream, events, 'noStream')).toEqual(first);
    expect(await readAll(store(), stream)).toHaveLength(5);
    await other.close();
  });

  it('does not take an append for a repeat when its ids stand elsewhere, or only some of them', async () => {
    const stream = newStream();
    const [a, b, c] = [newEvent(), newEvent(), newEvent()] as const;
    await store().append(stream, [a, b], 'noStream');
    await store().append(stream, [c], 1);
    expect(await store().append(stream, [b], 'noStream')).toEqual({ kind: 'conflict', current: 2 });
    expect(await store().append(stream, [a, c], 'noStream')).toEqual({ kind: 'conflict', current: 2 });
    expect(await store().append(stream, [c, newEvent()], 1)).toEqual({ kind: 'conflict', current: 2 });
  });

  it('writes all events of an append or none', async () => {
    const stream = newStream();
    const events = newEvents(40);
    await Promise.all([store().append(stream, events, 'noStream'), store().append(stream, newEvents(40), 'noStream')]);
    const stored = await readAll(store(), stream);
    expect(stored).toHaveLength(40);
    expect(new Set(stored.map(({ position }) => position))).toHaveLength(1);
    expect(stored.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('keeps every field of an event', async () => {
    const stream = newStream();
    const event = newEvent({ text: 'Grüße 🎨', list: [1, null, { deep: true }], big: 'x'.repeat(10_000) });
    const before = new Date().toISOString();
    await store().append(stream, [event], 'noStream');
    const [stored] = await readAll(store(), stream);
    expect(stored).toMatchObject({ ...event, stream, revision: 0, index: 0 });
    expect(Object.keys(stored?.metadata ?? {}).sort()).toEqual(Object.keys(event.metadata).sort());
    expect(stored?.recordedAt ?? '').toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((stored?.recordedAt ?? '') >= before).toBe(true);
  });

  it('takes an append just below 1 MB and refuses one above it, before anything is sent', async () => {
    const stream = newStream();
    const fits = newEvent('x'.repeat(999_000));
    expect(await store().append(stream, [fits], 'noStream')).toMatchObject({ kind: 'appended' });
    const tooLarge = store().append(stream, [newEvent('x'.repeat(1_000_000))], 0);
    await expect(tooLarge).rejects.toMatchObject({ code: 'too_large' });
    const many = store().append(stream, newEvents(501), 0);
    await expect(many).rejects.toMatchObject({ code: 'too_large' });
    expect(idsOf(await readAll(store(), stream))).toEqual([fits.id]);
  });

  it('takes 500 events with the longest bodies that fit', async () => {
    const stream = newStream();
    const events = Array.from({ length: 500 }, () => newEvent('x'.repeat(1_640)));
    expect(await store().append(stream, events, 'noStream')).toMatchObject({ kind: 'appended', revision: 499 });
  });

  it('refuses what would be a bug: no event, an id that is no UUID, an id twice, a name that is no stream', async () => {
    const same = randomUUID();
    const refused = (...[stream, events, expected]: Parameters<ReturnType<typeof store>['append']>) =>
      expect(store().append(stream, events, expected)).rejects.toMatchObject({ code: 'invalid' });
    await refused(newStream(), [], 'noStream');
    await refused(newStream(), [newEvent({}, 'tick.1')], 'noStream');
    await refused(newStream(), [newEvent({}, same), newEvent({}, same.toUpperCase())], 'noStream');
    await refused(newStream(), newEvents(1), -1);
    for (const name of ['', 'agent', 'agent-', '-x', '$agent-x', 'agent-a.b', 'agent-*', 'agent->', 'agent-a b'])
      await refused(name, newEvents(1), 'noStream');
  });
};
