import {
  BusError,
  type Consume,
  type Delivery,
  type Publish,
  STREAMS,
  type StoredMessage,
  type StoredMessages,
} from '@fleet/platform/bus';
import type { FaultDesk } from './fault-desk.ts';
import { EPOCH_MS, type SimulatedProcess } from './process.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

const DEDUPE_MS = 120_000;
const NO_ACK_MS = 5_000;
const ACK_GIVEN_UP_MS = 2_000;
const PREFIX: Readonly<Record<string, string>> = {
  [STREAMS.ticks]: 'fleet.tick.',
  [STREAMS.jobs]: 'fleet.job.',
  [STREAMS.dead]: 'fleet.dead.',
};

type Message = {
  readonly subject: string;
  readonly payload: string;
  readonly messageId: string | null;
  /** Virtual ms at which it was taken. */
  readonly at: number;
  deliveries: number;
  state: 'waiting' | 'out' | 'done';
};
type Consumer = {
  readonly process: SimulatedProcess;
  readonly prefix: string;
  readonly ackWaitMs: number;
  readonly handle: Parameters<Consume>[1];
  readonly waiting: (() => void)[];
  readonly running: Set<Promise<void>>;
  free: number;
};

/** The work queues of a NATS server: at least once, to whoever has a free slot, again when no ack came in time. */
export const simulatedQueue = (time: VirtualTime, random: Random, desk: FaultDesk) => {
  const messages: Message[] = [];
  const firstSeen = new Map<string, { at: number; seq: number }>();
  const consumers = new Set<Consumer>();
  let down = false;
  let planned = false;

  const wire = () => random.between(0, 20);
  const look = () => {
    if (planned) return;
    planned = true;
    time.after(wire(), '', () => {
      planned = false;
      dispatch();
    });
  };

  const handOver = (message: Message, to: Consumer): void => {
    message.state = 'out';
    message.deliveries++;
    const claim = message.deliveries;
    const { process } = to;
    let deadline = time.now() + to.ackWaitMs;
    const mine = () => message.state === 'out' && message.deliveries === claim;
    const back = () => {
      if (!mine()) return;
      message.state = 'waiting';
      look();
    };
    const guard = () => {
      if (!mine() || deadline === Number.POSITIVE_INFINITY) return;
      if (time.now() >= deadline) back();
      else time.after(deadline - time.now(), '', guard);
    };
    guard();
    const send = (label: string, arrive: () => void) => {
      if (process.state() === 'runs') time.after(wire(), label, () => !down && arrive());
    };
    const delivery: Delivery = {
      subject: message.subject,
      payload: new TextEncoder().encode(message.payload),
      messageId: message.messageId,
      deliveries: claim,
      headers: {},
      ack: () =>
        new Promise((resolve) => {
          const lost = message.subject.startsWith('fleet.tick.') && desk.count('lost-ack').length > 0;
          const arrives = !lost && !down;
          // An ack is no fence: one of an older delivery counts too.
          if (arrives)
            send(`ack ${message.messageId}`, () => {
              message.state = 'done';
            });
          process.run(arrives ? 30 : ACK_GIVEN_UP_MS, 'acked', resolve);
        }),
      retry: (delayMs) =>
        send(`retry ${message.messageId} in ${delayMs}`, () => {
          if (!mine()) return;
          deadline = Number.POSITIVE_INFINITY;
          time.after(delayMs, '', back);
        }),
      working: () =>
        send('', () => {
          if (mine() && deadline !== Number.POSITIVE_INFINITY) deadline = time.now() + to.ackWaitMs;
        }),
    };
    begin(delivery, to);
  };

  const begin = (delivery: Delivery, to: Consumer): void => {
    to.free--;
    let holds = true;
    const release = () => {
      if (!holds) return;
      holds = false;
      to.free++;
      to.waiting.shift()?.();
      look();
    };
    const reacquire = async () => {
      while (to.free <= 0) await new Promise<void>((resolve) => to.waiting.push(resolve));
      to.free--;
      holds = true;
    };
    to.process.run(wire(), `takes ${delivery.messageId} (${delivery.deliveries})`, () => {
      const work = to.handle(delivery, { release, reacquire }).finally(() => {
        release();
        to.running.delete(work);
      });
      to.running.add(work);
    });
  };

  const dispatch = (): void => {
    if (down) return;
    for (const message of messages) {
      if (message.state !== 'waiting') continue;
      const able = [...consumers].filter(
        ({ free, prefix, process }) => free > 0 && process.state() !== 'dead' && message.subject.startsWith(prefix),
      );
      if (able.length === 0) continue;
      const first = random.pick(able);
      if (!message.subject.startsWith('fleet.tick.') || message.deliveries > 0) {
        handOver(message, first);
        continue;
      }
      for (const { byMs } of desk.count('late-delivery')) {
        message.state = 'out';
        time.after(byMs, `late ${message.messageId}`, () => {
          message.state = 'waiting';
          look();
        });
      }
      if (message.state !== 'waiting') continue;
      handOver(message, first);
      for (const { copies, withinMs } of desk.count('duplicate'))
        for (let i = 0; i < copies; i++)
          time.after(random.between(0, withinMs), `${message.messageId} once more`, () => {
            const others = [...consumers].filter(({ free, process }) => free > 0 && process.state() !== 'dead');
            const ticks = others.filter(({ prefix }) => prefix === PREFIX[STREAMS.ticks]);
            if (ticks.length > 0 && message.state === 'out') handOver(message, random.pick(ticks));
          });
    }
  };

  const store = (subject: string, payload: string | Uint8Array, messageId: string | null) => {
    if (down) throw new BusError('unavailable', 'NATS does not answer');
    const seen = messageId === null ? undefined : firstSeen.get(messageId);
    if (seen && time.now() - seen.at < DEDUPE_MS) return { seq: seen.seq, duplicate: true };
    const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
    messages.push({ subject, payload: text, messageId, at: time.now(), deliveries: 0, state: 'waiting' });
    if (messageId !== null) firstSeen.set(messageId, { at: time.now(), seq: messages.length });
    look();
    return { seq: messages.length, duplicate: false };
  };

  const publishOf =
    (process: SimulatedProcess): Publish =>
    async (subject, payload, options = {}) => {
      const lost = desk.count('lost-publish').length > 0;
      const answer = await process.call(`publish ${options.messageId ?? subject}`, () =>
        store(subject, payload, options.messageId ?? null),
      );
      if (!lost) return answer;
      await process.turn(NO_ACK_MS, 'no ack came');
      throw new BusError('timeout', 'no ack came');
    };

  const consumeOf =
    (process: SimulatedProcess): Consume =>
    async ({ stream, concurrency, ackWaitMs, signal }, handle) => {
      const prefix = PREFIX[stream] ?? 'fleet.';
      const consumer: Consumer = {
        ...{ process, prefix, ackWaitMs, handle, free: concurrency },
        waiting: [],
        running: new Set(),
      };
      consumers.add(consumer);
      look();
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      consumers.delete(consumer);
      await Promise.all(consumer.running);
    };

  /** What lies in a stream, by its number; done with is what was removed. */
  const lying = (stream: string): readonly StoredMessage[] =>
    messages.flatMap(({ subject, payload, at, state }, i) =>
      state === 'done' || !subject.startsWith(PREFIX[stream] ?? 'fleet.')
        ? []
        : [{ seq: i + 1, subject, payload: new TextEncoder().encode(payload), at: EPOCH_MS + at }],
    );
  const storedOf = (process: SimulatedProcess, stream: string): StoredMessages => {
    const ask = <T>(label: string, serve: () => T) =>
      process.call(`${label} in ${stream}`, () => {
        if (down) throw new BusError('unavailable', 'NATS does not answer');
        return serve();
      });
    return {
      count: () => ask('count', () => lying(stream).length),
      before: (seq, limit) =>
        ask('list', () => {
          const older = lying(stream).filter((one) => seq === null || one.seq < seq);
          return {
            messages: older.reverse().slice(0, limit),
            next: older.length > limit ? (older[limit - 1]?.seq ?? null) : null,
          };
        }),
      get: (seq) => ask(`get ${seq}`, () => lying(stream).find((one) => one.seq === seq) ?? null),
      remove: (seq) =>
        ask(`remove ${seq}`, () => {
          const message = messages[seq - 1];
          if (!message || message.state === 'done') return false;
          message.state = 'done';
          return true;
        }),
    };
  };

  return {
    publishOf,
    consumeOf,
    storedOf,
    /** Into the queue as it is. @throws BusError */
    put: store,
    /** The dead letters that lie there now. */
    letters: () => lying(STREAMS.dead),
    /** A process that is gone takes nothing more. */
    forget: (process: SimulatedProcess) => {
      for (const consumer of consumers) if (consumer.process === process) consumers.delete(consumer);
    },
    setDown: (value: boolean) => {
      down = value;
      look();
    },
    unfinished: () => messages.filter(({ subject, state }) => state !== 'done' && !subject.startsWith('fleet.dead.')),
    all: messages as readonly Message[],
  };
};
export type SimulatedQueue = ReturnType<typeof simulatedQueue>;
