import { describe, expect, it } from 'vitest';
import { type Bus, CONSUMERS, type ConsumeOptions, type Delivery, STREAMS, SUBJECTS } from '../../src/bus/index.ts';
import { until, useBus } from './bus-fixture.ts';

type Handler = Parameters<Bus['consume']>[1];

describe('consuming a work queue', () => {
  const { bus, connect } = useBus();

  const consuming = (handle: Handler, options: Partial<ConsumeOptions> = {}, on: Bus = bus()) => {
    const stopper = new AbortController();
    const ended = on.consume(
      {
        stream: STREAMS.ticks,
        consumer: CONSUMERS.ticks,
        concurrency: 4,
        ackWaitMs: 30_000,
        maxAckPending: 1_000,
        signal: stopper.signal,
        ...options,
      },
      handle,
    );
    return {
      ended,
      stop: async () => {
        stopper.abort();
        await ended;
      },
    };
  };
  const tick = (id: string, partition = 1) => bus().publish(SUBJECTS.tick(partition), id, { messageId: id });
  const text = (delivery: Delivery) => Buffer.from(delivery.payload).toString();
  const empty = async () => {
    const status = await bus().consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    return status?.pending === 0 && status.ackPending === 0;
  };

  it('gives each message once and takes acked ones out of the queue', async () => {
    const got: string[] = [];
    const worker = consuming(async (delivery) => {
      got.push(`${text(delivery)} ${delivery.messageId} ${delivery.deliveries} ${delivery.subject}`);
      await delivery.ack();
    });
    await Promise.all(Array.from({ length: 50 }, (_, index) => tick(`once-${index}`, index % 64)));
    await until(() => got.length === 50 && empty(), '50 messages');
    expect(new Set(got).size).toBe(50);
    expect(got).toContain('once-7 once-7 1 fleet.tick.7');
    expect((await bus().streamStatus(STREAMS.ticks))?.messages).toBe(0);
    await worker.stop();
  });

  it('never runs or holds more than its slots, and a released slot works on another message', async () => {
    let running = 0;
    let most = 0;
    const finish: (() => void)[] = [];
    const worker = consuming(
      async (delivery) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => finish.push(resolve));
        running -= 1;
        await delivery.ack();
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 10 }, (_, index) => tick(`slots-${index}`)));
    await until(() => running === 3);
    const status = await bus().consumerStatus(STREAMS.ticks, CONSUMERS.ticks);
    expect(status).toMatchObject({ ackPending: 3, pending: 7 });
    while (finish.length > 0 || !(await empty())) finish.shift()?.();
    expect(most).toBe(3);
    await worker.stop();
  });

  it('lets a parked message give its slot away and take one again', async () => {
    const order: string[] = [];
    let wake = () => {};
    const worker = consuming(
      async (delivery, slot) => {
        const name = text(delivery);
        order.push(`${name} begins`);
        if (name === 'parked') {
          slot.release();
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          await slot.reacquire();
        }
        order.push(`${name} ends`);
        await delivery.ack();
      },
      { concurrency: 1 },
    );
    await tick('parked');
    await tick('next');
    await until(() => order.includes('next ends'));
    wake();
    await until(empty);
    expect(order).toEqual(['parked begins', 'next begins', 'next ends', 'parked ends']);
    await worker.stop();
  });

  it('brings a message back only after its delay, with its deliveries counted', async () => {
    const seen: { deliveries: number; at: number }[] = [];
    const worker = consuming(async (delivery) => {
      seen.push({ deliveries: delivery.deliveries, at: performance.now() });
      if (delivery.deliveries < 3) delivery.retry(400);
      else await delivery.ack();
    });
    await tick('delayed');
    await until(async () => seen.length === 3 && (await empty()));
    expect(seen.map(({ deliveries }) => deliveries)).toEqual([1, 2, 3]);
    for (const index of [1, 2]) expect((seen[index]?.at ?? 0) - (seen[index - 1]?.at ?? 0)).toBeGreaterThan(350);
    await worker.stop();
  });

  it('keeps a message that is worked on beyond its ack wait, and gives a forgotten one again', async () => {
    const seen: string[] = [];
    let free = () => {};
    const worker = consuming(
      async (delivery) => {
        seen.push(`${text(delivery)} ${delivery.deliveries}`);
        if (delivery.deliveries > 1) return delivery.ack();
        const beat = setInterval(() => text(delivery) === 'kept' && delivery.working(), 200);
        await new Promise<void>((resolve) => {
          free = resolve;
          if (text(delivery) === 'forgotten') resolve();
        });
        clearInterval(beat);
        // A worker that died ends nothing: here it only waits for the delivery after it.
        if (text(delivery) === 'forgotten') await until(() => seen.includes('forgotten 2'));
        await delivery.ack();
      },
      { ackWaitMs: 1_000 },
    );
    await tick('kept');
    await until(() => seen.includes('kept 1'));
    const freeKept = free;
    await tick('forgotten');
    await until(() => seen.includes('forgotten 2'), 'the redelivery of what was forgotten');
    await until(async () => (await bus().consumerStatus(STREAMS.ticks, CONSUMERS.ticks))?.ackPending === 1);
    expect(seen).not.toContain('kept 2');
    freeKept();
    await until(empty);
    expect(seen).not.toContain('kept 2');
    await worker.stop();
  });

  it('gives a message back slowly when its handler throws', async () => {
    let calls = 0;
    const worker = consuming(async () => {
      calls += 1;
      throw new Error('a bug');
    });
    await tick('bug');
    await until(() => calls === 1);
    expect(await empty()).toBe(false);
    await worker.stop();
    const rest = consuming((delivery) => delivery.ack());
    await until(empty);
    expect(calls).toBe(1);
    await rest.stop();
  });

  it('waits for its handlers when stopped and takes nothing new', async () => {
    let finish = () => {};
    const seen: string[] = [];
    const worker = consuming(
      async (delivery) => {
        seen.push(text(delivery));
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        await delivery.ack();
      },
      { concurrency: 1 },
    );
    await tick('stop-1');
    await until(() => seen.length === 1);
    let ended = false;
    const stopping = worker.stop().then(() => {
      ended = true;
    });
    await tick('stop-2');
    expect(ended).toBe(false);
    finish();
    await stopping;
    expect(seen).toEqual(['stop-1']);
    const other = consuming((delivery) => delivery.ack(), {}, await connect());
    await until(empty);
    await other.stop();
  });
});
