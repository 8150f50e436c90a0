import { describe, expect, it } from 'vitest';
import { BUCKETS, BusError, CONSUMERS, connectBus, STREAMS, SUBJECTS } from '../../src/bus/index.ts';
import { silentLog } from '../../src/log/index.ts';
import { until, useBus } from './bus-fixture.ts';

describe('the bus', () => {
  const { bus, connect, nats } = useBus();

  it('makes streams, consumers and buckets once, however many processes begin at the same time', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, connect));
    await nats().restart({ wiped: true });
    await until(() => others.every((other) => other.state().connected), 'eight reconnects');
    await Promise.all(others.map((other) => other.ensureTopology()));
    for (const stream of [STREAMS.ticks, STREAMS.jobs, STREAMS.dead])
      expect(await bus().streamStatus(stream)).toMatchObject({ messages: 0 });
    expect(await bus().consumerStatus(STREAMS.ticks, CONSUMERS.ticks)).toMatchObject({ pending: 0 });
    expect(await bus().consumerStatus(STREAMS.jobs, CONSUMERS.jobs)).toMatchObject({ pending: 0 });
    for (const bucket of Object.values(BUCKETS)) expect(await (await bus().kv(bucket)).get('nothing')).toBeNull();
    await Promise.all(others.map((other) => other.close()));
  });

  it('says that a repeated message is a duplicate, and stores it once', async () => {
    const first = await bus().publish(SUBJECTS.tick(3), 'x', { messageId: 'same' });
    const again = await bus().publish(SUBJECTS.tick(3), 'x', { messageId: 'same' });
    expect(first.duplicate).toBe(false);
    expect(again).toEqual({ seq: first.seq, duplicate: true });
    expect((await bus().streamStatus(STREAMS.ticks))?.messages).toBe(1);
  });

  it('answers thousands of publishes at once, each with its own sequence', async () => {
    const before = (await bus().streamStatus(STREAMS.jobs))?.lastSeq ?? 0;
    const acks = await Promise.all(Array.from({ length: 5_000 }, () => bus().publish(SUBJECTS.job('probe'), '{}')));
    expect(new Set(acks.map((ack) => ack.seq)).size).toBe(5_000);
    expect((await bus().streamStatus(STREAMS.jobs))?.lastSeq).toBe(before + 5_000);
  });

  it('refuses what no stream takes and what is too large, and says which', async () => {
    await expect(bus().publish('fleet.nowhere', 'x')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bus().publish(SUBJECTS.tick(1), 'x'.repeat(70_000))).rejects.toMatchObject({ code: 'refused' });
  });

  it('keeps a dead letter once', async () => {
    const letter = { source: 'tick' as const, messageId: 'a.1', deliveries: 6, reason: 'poison' };
    await bus().deadLetter(letter);
    await bus().deadLetter(letter);
    await bus().deadLetter({ ...letter, messageId: null });
    expect((await bus().streamStatus(STREAMS.dead))?.messages).toBe(2);
  });

  it('carries broadcasts to whoever listens', async () => {
    const other = await connect();
    const heard: string[] = [];
    const listening = other.listen('fleet.feed.>', (payload, subject) => heard.push(`${subject} ${payload}`));
    await other.ping();
    bus().broadcast(SUBJECTS.feed, 'hello');
    await until(() => heard.length === 1);
    expect(heard).toEqual(['fleet.feed.batch hello']);
    listening.stop();
  });

  it('answers the NATS tools as a micro service, with its own figures', async () => {
    const service = await bus().registerService({
      name: 'fleet-spec',
      version: '1.2.3',
      description: 'a spec',
      metadata: { instance: 'one' },
      stats: () => ({ backlog: 7 }),
      endpoints: [
        {
          name: 'echo',
          subject: SUBJECTS.command('echo'),
          handler: async (payload) => {
            if (payload === 'throw') throw new Error('secret detail');
            return payload === ''
              ? { ok: false, code: 422, message: 'a text is needed' }
              : { ok: true, body: { said: payload } };
          },
        },
      ],
    });
    const other = await connect();
    const pings = await other.requestMany('$SRV.PING', '', { waitMs: 500 });
    expect(pings.map((answer) => JSON.parse(answer).name)).toEqual(['fleet-spec']);
    expect(await other.services(500)).toMatchObject([{ name: 'fleet-spec', version: '1.2.3', data: { backlog: 7 } }]);
    expect(await other.services(300, 'somebody-else')).toEqual([]);
    expect(await other.request('fleet-spec.status', '', 2_000)).toEqual({ payload: '{"backlog":7}', error: null });
    const echo = (payload: string) => other.request(SUBJECTS.command('echo'), payload, 2_000);
    expect(await echo('hi')).toEqual({ payload: '{"said":"hi"}', error: null });
    expect((await echo('')).error).toEqual({ code: 422, message: 'a text is needed' });
    expect((await echo('throw')).error).toEqual({ code: 500, message: 'internal error' });
    await service.stop();
    await expect(other.request('fleet-spec.status', '', 2_000)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('tells of a message whose deliveries are used up', async () => {
    const { jetstreamManager, AckPolicy } = await import('@nats-io/jetstream');
    const manager = await jetstreamManager(bus().connection);
    await manager.streams.add({ name: 'OTHER', subjects: ['other'] });
    await manager.consumers.add('OTHER', {
      durable_name: 'limited',
      ack_policy: AckPolicy.Explicit,
      max_deliver: 1,
      ack_wait: 200_000_000,
    });
    const told: unknown[] = [];
    const listening = bus().onMaxDeliveries((exhausted) => told.push(exhausted));
    await bus().publish('other', 'x');
    const pull = () => bus().connection.publish('$JS.API.CONSUMER.MSG.NEXT.OTHER.limited', '1', { reply: '_INBOX.no' });
    bus().listen('_INBOX.no', () => {});
    await until(async () => {
      pull();
      return told.length > 0;
    }, 'the advisory');
    expect(told[0]).toEqual({ stream: 'OTHER', consumer: 'limited', seq: 1, deliveries: 1 });
    listening.stop();
  });

  it('knows when the server is away, fails fast meanwhile, and comes back by itself', async () => {
    const own = await connect();
    await nats().kill();
    await until(() => !own.state().connected, 'the loss to be seen');
    await expect(own.publish(SUBJECTS.tick(1), 'x')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(own.ping()).rejects.toBeInstanceOf(BusError);
    await expect(own.services(100)).rejects.toMatchObject({ code: 'unavailable' });
    await nats().restart();
    await until(() => own.state().connected, 'the reconnect');
    const ack = await own.publish(SUBJECTS.tick(1), 'x', { messageId: 'after-restart' });
    expect(ack.duplicate).toBe(false);
  });

  it('goes on consuming after a restart, also of a server that lost its disk', async () => {
    const own = await connect();
    await own.ensureTopology();
    const stopper = new AbortController();
    const got = new Set<string>();
    const ended = own.consume(
      {
        stream: 'FLEET_JOBS',
        consumer: 'jobs',
        concurrency: 4,
        ackWaitMs: 5_000,
        maxAckPending: 100,
        signal: stopper.signal,
      },
      async (delivery) => {
        got.add(Buffer.from(delivery.payload).toString());
        await delivery.ack();
      },
    );
    for (const wiped of [false, true]) {
      await nats().restart({ wiped });
      await until(async () => {
        const published = await own.publish(SUBJECTS.job('probe'), `after ${wiped}`).catch(() => null);
        return published !== null;
      }, 'a stream again');
      await until(() => got.has(`after ${wiped}`), `a message after wiped=${wiped}`);
    }
    stopper.abort();
    await ended;
  });

  it('waits for a server that is not there yet, until it is told to give up', async () => {
    const options = { url: 'nats://127.0.0.1:1', name: 'spec', log: silentLog() };
    const giveUp = new AbortController();
    const waiting = connectBus({ ...options, signal: giveUp.signal });
    giveUp.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    await expect(connectBus({ ...options, withinMs: 100 })).rejects.toThrow(/127\.0\.0\.1:1 cannot be reached/);
    await expect(connectBus({ ...options, url: 'http://x' })).rejects.toMatchObject({ code: 'refused' });
  });
});
