import { eventStoreContract } from '@fleet/testkit/eventstore-contract';
import {
  caughtUp,
  newCategory,
  newEvents,
  newStream,
  readAll,
  streamsOf,
  take,
} from '@fleet/testkit/eventstore-contract/events';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EventStore, openEventStore } from './index.ts';

type Listed = { consumers?: { delivered: { consumer_seq: number } }[] };

eventStoreContract('JetStream', async () => {
  const nats = await startNats();
  const followers = async (): Promise<number[]> => {
    const nc = await connect({ servers: nats.url });
    const answer = await nc.request('$JS.API.CONSUMER.LIST.FLEET_EVENTS', '{}');
    await nc.close();
    return (answer.json<Listed>().consumers ?? []).map(({ delivered }) => delivered.consumer_seq);
  };
  return {
    open: (options) => openEventStore(nats.url, options),
    faults: {
      kill: () => nats.kill(),
      restart: () => nats.restart(),
      wipe: () => nats.restart({ wiped: true }),
      followers,
    },
    stop: () => nats.stop(),
  };
});

describe('JetStream alone', () => {
  const windowMs = 100;
  let nats: TestNats;
  let store: EventStore;
  beforeAll(async () => {
    nats = await startNats({ auth: true });
    store = await openEventStore(nats.url, { duplicateWindowMs: windowMs });
  });
  afterAll(async () => {
    await store?.close();
    await nats?.stop();
  });

  /** Restarting takes longer than the window, and the server fills its memory of ids from the window alone. */
  const forgetRepeats = async (): Promise<void> => {
    const since = performance.now();
    await nats.restart();
    await vi.waitUntil(() => performance.now() - since > 2 * windowMs);
  };

  it('tells a repeat from a conflict by the ids at the head, past the window in which the server does', async () => {
    const stream = newStream();
    const [mine, theirs] = [newEvents(2), newEvents(2)];
    const first = await store.append(stream, mine, 'noStream');
    await forgetRepeats();
    expect(await store.append(stream, theirs, 'noStream')).toEqual({ kind: 'conflict', current: 1 });
    expect(await store.append(stream, mine, 'noStream')).toEqual(first);
    await store.append(stream, newEvents(1), 1);
    await forgetRepeats();
    const fresh = await openEventStore(nats.url);
    expect(await fresh.append(stream, mine, 'noStream')).toEqual(first);
    expect(await readAll(fresh, stream)).toHaveLength(3);
    await fresh.close();
  });

  it('refuses to delete or purge events', async () => {
    const nc = await connect({
      servers: nats.url.replace(/\/\/.*@/, '//'),
      user: 'fleet',
      pass: new URL(nats.url).password,
    });
    for (const [subject, body] of [
      ['$JS.API.STREAM.PURGE.FLEET_EVENTS', '{}'],
      ['$JS.API.STREAM.MSG.DELETE.FLEET_EVENTS', '{"seq":1}'],
    ] as const) {
      const answer = (await nc.request(subject, body)).json<{ error?: { description: string } }>();
      expect(answer.error?.description).toMatch(/not permitted|denied|not allowed/i);
    }
    await nc.close();
  });

  it('passes over a message in its stream that no adapter wrote', async () => {
    const nc = await connect({
      servers: nats.url.replace(/\/\/.*@/, '//'),
      user: 'fleet',
      pass: new URL(nats.url).password,
    });
    const category = newCategory();
    await nc.request(`fleet.event.${category}.forged`, 'not a commit');
    await nc.close();
    const stream = newStream(category);
    await store.append(stream, newEvents(1), 'noStream');
    expect(streamsOf(await take(store, { categories: [category] }, caughtUp))).toEqual([stream]);
  });
});

describe('opening an event store', () => {
  it('refuses a URL that names none, without showing its password', async () => {
    await expect(openEventStore('redis://user:secret@host')).rejects.toThrow(/EVENT_STORE_URL must start with nats/);
    await expect(openEventStore('redis://user:secret@host')).rejects.not.toThrow(/secret/);
    await expect(openEventStore('what')).rejects.toThrow(/EVENT_STORE_URL/);
  });

  it('says unavailable when the password is wrong', async () => {
    const nats = await startNats({ auth: true });
    const store = await openEventStore(nats.url.replace(/:[^:@]+@/, ':wrong@'), { requestTimeoutMs: 300 });
    await expect(store.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await store.close();
    await nats.stop();
  });
});
