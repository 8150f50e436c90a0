import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log/index.ts';
import { type ConfirmAck, createDelivery, type TrackedDelivery } from './delivery.ts';
import { asBusCall } from './errors.ts';
import type { OnReconnect } from './key-value-watch.ts';
import type { Consume } from './port.ts';
import { createPuller } from './pull.ts';
import { createSlots } from './slots.ts';
import { ensureConsumer } from './topology.ts';

/** A handler that threw, or ended nothing: a bug, so the message comes back slowly. */
const afterBugMs = 5_000;
/** A message that arrived while we were stopping goes to another worker after this. */
const handBackMs = 500;

const prepareAgainMs = 1_000;

/** The server may just be restarting: no reason for a worker to end. */
const unprepared = (log: Log, stream: string) => (error: unknown) => {
  log.warn({ err: error, stream }, 'the consumer cannot be prepared yet; trying again');
  return false;
};

/** The real `Consume`: pulls by hand, because the client's own loop takes more than there are slots. */
export const createConsume =
  (bus: {
    connection: NatsConnection;
    confirmAck: ConfirmAck;
    onReconnect: OnReconnect;
    isConnected(): boolean;
    log: Log;
  }): Consume =>
  async (options, handle) => {
    if (options.signal.aborted) return;
    const { connection, log } = bus;
    const ensured = () =>
      asBusCall(async () => {
        const manager = await jetstreamManager(connection, { checkAPI: false });
        await ensureConsumer(manager, { ...options, name: options.consumer }, 'set');
      });
    while (!(await ensured().then(() => true, unprepared(log, options.stream)))) {
      await delay(prepareAgainMs, undefined, { signal: options.signal }).catch(() => {});
      if (options.signal.aborted) return;
    }
    const slots = createSlots(options.concurrency);
    const running = new Set<Promise<void>>();

    const run = async (delivery: TrackedDelivery) => {
      let held = true;
      // Its turn may come late, when a parked one took its slot back meanwhile: it must not be given to another.
      const waiting = slots.free() === 0 ? setInterval(delivery.working, options.ackWaitMs / 3) : undefined;
      await slots.take();
      clearInterval(waiting);
      const slot = {
        release: () => {
          if (!held) return;
          held = false;
          slots.give();
          puller.more();
        },
        reacquire: async () => {
          if (held) return;
          await slots.take();
          held = true;
        },
      };
      try {
        if (options.signal.aborted) delivery.retry(handBackMs);
        else await handle(delivery, slot);
        if (!delivery.ended()) {
          log.error({ subject: delivery.subject, messageId: delivery.messageId }, 'a handler ended no delivery');
          delivery.retry(afterBugMs);
        }
      } catch (error) {
        log.error({ err: error, subject: delivery.subject, messageId: delivery.messageId }, 'a handler threw');
        delivery.retry(afterBugMs);
      }
      slot.release();
    };
    const onMessage = (message: Msg) => {
      const work = run(createDelivery(message, bus.confirmAck)).finally(() => running.delete(work));
      running.add(work);
    };
    let lastProblem = '';
    const puller = createPuller(connection, options, {
      free: slots.free,
      isConnected: bus.isConnected,
      message: (message) => {
        lastProblem = '';
        onMessage(message);
      },
      problem: (problem) => {
        if (problem !== lastProblem) log.warn({ stream: options.stream, problem }, 'no messages at the moment');
        lastProblem = problem;
        // The consumer may be gone with its server's disk; while its stream is missing too, this fails and is repeated.
        ensured().catch(() => {});
      },
    });
    const forget = bus.onReconnect(puller.restart);
    puller.more();
    await new Promise<void>((resolve) => {
      if (options.signal.aborted) resolve();
      options.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    forget();
    puller.stop();
    while (running.size > 0) await Promise.all(running);
  };
