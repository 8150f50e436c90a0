import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '@fleet/platform/eventstore';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { describe, expect, it, vi } from 'vitest';
import { openIntake } from '../src/run/intake.ts';

const event = (): NewEvent => ({
  ...{ id: randomUUID(), type: 'Happened', occurredAt: new Date(0).toISOString(), data: {} },
  metadata: { correlationId: 'c', causationId: null, traceparent: null, schemaVersion: 1, synthetic: true },
});
const fill = async (store: EventStore, commits: number, events = 1): Promise<void> => {
  for (let n = 0; n < commits; n++)
    await store.append(
      `agent-${randomUUID()}`,
      Array.from({ length: events }, () => event()),
      'noStream',
    );
};
const now = { maxEvents: 10, fillMs: 0, waitMs: 2_000 };

describe('intake', () => {
  it('gives commits in order, as many as fit, and a commit that is larger than a batch alone', async () => {
    const store = fakeEventStore();
    await fill(store, 3, 4);
    await fill(store, 1, 25);
    const stop = new AbortController();
    const intake = openIntake(store, 0n, stop.signal);
    const sizes: number[] = [];
    for (let n = 0; n < 3; n++) {
      const batch = await intake.next({ ...now, fillMs: 20 });
      sizes.push(batch.reduce((sum, { events }) => sum + events.length, 0));
    }
    expect(sizes).toEqual([8, 4, 25]);
    stop.abort();
  });

  it('is caught up when what existed has been given, not when it has been received', async () => {
    const store = fakeEventStore();
    await fill(store, 2, 10);
    const stop = new AbortController();
    const intake = openIntake(store, 0n, stop.signal);
    await intake.next(now);
    expect(intake.caughtUp()).toBe(false);
    await intake.next(now);
    await vi.waitFor(() => expect(intake.caughtUp()).toBe(true));
    stop.abort();
  });

  it('holds a bounded number of events while nobody takes them', async () => {
    const store = fakeEventStore();
    await fill(store, 60, 400);
    const stop = new AbortController();
    let taken = 0;
    const counting: EventStore = {
      ...store,
      subscribe: async function* (options) {
        for await (const item of store.subscribe(options)) {
          taken += 1;
          yield item;
        }
      },
    };
    const intake = openIntake(counting, 0n, stop.signal);
    await vi.waitFor(() => expect(taken).toBe(30));
    let given = 0;
    while (given < 60) given += (await intake.next({ ...now, maxEvents: 4_000 })).length;
    expect(given).toBe(60);
    stop.abort();
  });

  it('gives nothing after its wait, and ends its waits when aborted', async () => {
    const stop = new AbortController();
    const intake = openIntake(fakeEventStore(), 0n, stop.signal);
    expect(await intake.next({ ...now, waitMs: 1 })).toEqual([]);
    const waiting = intake.next({ ...now, waitMs: 60_000 });
    stop.abort();
    expect(await waiting).toEqual([]);
  });

  it('passes on what breaks the subscription', async () => {
    const broken: EventStore = {
      ...fakeEventStore(),
      subscribe: () => {
        throw new Error('broken');
      },
    };
    const intake = openIntake(broken, 0n, new AbortController().signal);
    await expect(intake.next(now)).rejects.toThrow('broken');
  });
});
