import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { type EsdbServer, startEsdbServer } from '@fleet/testkit/esdb-server';
import { eventStoreContract } from '@fleet/testkit/eventstore-contract';
import { newEvents, newStream } from '@fleet/testkit/eventstore-contract/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEventStore } from './index.ts';

eventStoreContract('EventStoreDB client, in-test server', async () => {
  const server = await startEsdbServer();
  return {
    open: (options) => openEventStore(server.url, options),
    faults: {
      kill: server.kill,
      restart: server.restart,
      wipe: server.wipe,
      followers: async () => server.openReads(),
    },
    stop: server.stop,
  };
});

describe('EventStoreDB alone', () => {
  let server: EsdbServer;
  beforeAll(async () => {
    server = await startEsdbServer();
  });
  afterAll(() => server.stop());

  const event = (id: string = randomUUID(), data: Record<string, unknown> = {}) =>
    jsonEvent({ id, type: 'SomethingHappened', data });
  const stream = () => `agent-${randomUUID()}`;

  it('appends one by one, also to a server that offers batches', async () => {
    const store = await openEventStore(server.url);
    const before = server.appendCalls();
    await Promise.all(Array.from({ length: 20 }, () => store.append(newStream(), newEvents(2), 'noStream')));
    expect(server.appendCalls()).toEqual({ single: before.single + 20, batch: before.batch });
    await store.close();
  });

  it('has its in-test server take batches of the plain client by the rules of single appends', async () => {
    const client = EventStoreDBClient.connectionString(server.url);
    const before = server.appendCalls();
    const name = stream();
    const [a, b] = [event(), event()];
    const first = await client.appendToStream(name, [a, b], { expectedRevision: NO_STREAM });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await client.appendToStream(name, [a, b], { expectedRevision: NO_STREAM })).toEqual(first);
    const conflict = { type: 'wrong-expected-version', actualVersion: 1n };
    await expect(client.appendToStream(name, [event()], { expectedRevision: 7n })).rejects.toMatchObject(conflict);
    await expect(client.appendToStream(stream(), [event()], { expectedRevision: 0n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    const tooLarge = [event(randomUUID(), { text: 'x'.repeat(1_050_000) })];
    await expect(client.appendToStream(name, tooLarge, { expectedRevision: 1n })).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
    });
    await expect(client.appendToStream(name, [event()], { expectedRevision: 1n, deadline: -1 })).rejects.toMatchObject({
      type: 'deadline-exceeded',
    });
    await expect(client.appendToStream(name, [event('no uuid')], { expectedRevision: 1n })).rejects.toThrow(
      /BadRequest/,
    );
    const parts = Array.from({ length: 50 }, () => event(randomUUID(), { text: 'x'.repeat(2_000) }));
    const inParts = { expectedRevision: 1n, batchAppendSize: 10_000 } as const;
    expect(await client.appendToStream(name, parts, inParts)).toMatchObject({ nextExpectedRevision: 51n });
    const racing = await Promise.allSettled(
      Array.from({ length: 8 }, () => client.appendToStream(name, [event()], { expectedRevision: 51n })),
    );
    expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(server.log().stream(name)).toHaveLength(53);
    expect(server.appendCalls()).toEqual({ single: before.single, batch: before.batch + 1 });
    await client.dispose();
  });

  it('has it be a server before 21.10 on demand, which is appended to one by one', async () => {
    const old = await startEsdbServer({ batchAppends: false });
    const client = EventStoreDBClient.connectionString(old.url);
    await client.appendToStream(stream(), [event()], { expectedRevision: NO_STREAM });
    expect(old.appendCalls()).toEqual({ single: 1, batch: 0 });
    await client.dispose();
    await old.stop();
  });
});

const url = process.env.EVENT_STORE_TEST_URL;
if (url !== undefined)
  eventStoreContract('EventStoreDB client, real server', async () => ({
    open: (options) => openEventStore(url, options),
    stop: async () => undefined,
  }));
