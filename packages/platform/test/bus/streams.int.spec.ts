import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import { describe, expect, it } from 'vitest';
import { CONSUMERS, STREAMS, SUBJECTS } from '../../src/bus/index.ts';
import { until, useBus } from './bus-fixture.ts';

const { bus, connect, nats } = useBus();

describe('figures of streams', () => {
  it('tell messages, bytes and their own limits', async () => {
    expect(await bus().streamStatus(STREAMS.ticks)).toMatchObject({
      messages: 0,
      maxMessages: 1_000_000,
      maxBytes: null,
    });
    await bus().publish(SUBJECTS.tick(1), 'x'.repeat(1_000));
    const status = await bus().streamStatus(STREAMS.ticks);
    expect(status?.messages).toBe(1);
    expect(status?.bytes).toBeGreaterThan(1_000);
    const manager = await jetstreamManager(bus().connection);
    await manager.streams.add({ name: 'LIMITED', subjects: ['limited'], max_bytes: 4_096 });
    expect(await bus().streamStatus('LIMITED')).toMatchObject({ maxMessages: null, maxBytes: 4_096 });
    expect(await bus().streamStatus('NOT_THERE')).toBeNull();
  });

  it('name the consumers that last, and how much waits for them', async () => {
    const manager = await jetstreamManager(bus().connection);
    await manager.consumers.add(STREAMS.dead, { name: 'follows', ack_policy: AckPolicy.None });
    expect(await bus().durableConsumers(STREAMS.dead)).toEqual([]);
    expect(await bus().durableConsumers(STREAMS.ticks)).toEqual([
      { name: CONSUMERS.ticks, pending: 1, ackPending: 0, redelivered: 0, waiting: 0 },
    ]);
    expect(await bus().durableConsumers('NOT_THERE')).toBeNull();
  });

  it('are not waited for while the server is away', async () => {
    const own = await connect();
    await nats().kill();
    await until(() => !own.state().connected, 'the loss to be seen');
    await expect(own.durableConsumers(STREAMS.ticks)).rejects.toMatchObject({ code: 'unavailable' });
    await nats().restart();
    await until(() => own.state().connected, 'the reconnect');
    expect(await own.durableConsumers(STREAMS.ticks)).toMatchObject([{ name: CONSUMERS.ticks }]);
  });
});
