import { BusError, type Consume, type Delivery, type Publish, STREAMS } from '@fleet/platform/bus';

export type FakeMessage = {
  readonly subject: string;
  readonly payload: string;
  readonly messageId: string | null;
  readonly headers: Readonly<Record<string, string>>;
};

export type FakeBus = {
  readonly publish: Publish;
  readonly consume: Consume;
  /** What the server stored, in order: repeats within the dedupe window are not among them. */
  readonly published: readonly FakeMessage[];
  /** Publishes that were dropped as repeats. */
  repeats(): number;
  /** While true, publishing rejects with `unavailable` and nothing is stored. */
  setDown(down: boolean): void;
  /** The next `times` publishes are stored, but their acks are lost (`timeout`). */
  loseAcks(times: number): void;
  /** Publishes wait for their ack until this is lifted. */
  holdAcks(hold: boolean): void;
};

const DEDUPE_MS = 120_000;
const PREFIX: Readonly<Record<string, string>> = {
  [STREAMS.ticks]: 'fleet.tick.',
  [STREAMS.jobs]: 'fleet.job.',
  [STREAMS.dead]: 'fleet.dead.',
};

type Clock = { monotonicNow(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
type Queued = FakeMessage & { deliveries: number; state: 'waiting' | 'out' | 'done' };

/** Streams of a NATS server in memory, under a manual clock: deduplicated publishing and work queues. */
export const fakeBus = (clock: Clock): FakeBus => {
  const published: Queued[] = [];
  const firstSeen = new Map<string, { at: number; seq: number }>();
  const waiters = new Set<() => void>();
  let held: (() => void)[] | null = null;
  let down = false;
  let acksToLose = 0;
  let repeats = 0;

  const changed = () => {
    for (const wake of [...waiters]) wake();
  };

  const publish: Publish = async (subject, payload, options = {}) => {
    if (down) throw new BusError('unavailable', 'NATS does not answer');
    const messageId = options.messageId ?? null;
    const seen = messageId === null ? undefined : firstSeen.get(messageId);
    const duplicate = seen !== undefined && clock.monotonicNow() - seen.at < DEDUPE_MS;
    const seq = duplicate ? seen.seq : published.length + 1;
    if (duplicate) repeats++;
    else {
      if (messageId !== null) firstSeen.set(messageId, { at: clock.monotonicNow(), seq });
      const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
      published.push({
        subject,
        payload: text,
        messageId,
        headers: options.headers ?? {},
        deliveries: 0,
        state: 'waiting',
      });
      changed();
    }
    if (held) await new Promise<void>((resolve) => held?.push(resolve));
    if (acksToLose > 0) {
      acksToLose--;
      throw new BusError('timeout', 'no ack came');
    }
    return { seq, duplicate };
  };

  const deliver = (message: Queued, ackWaitMs: number): Delivery => {
    message.state = 'out';
    message.deliveries++;
    const claim = message.deliveries;
    let deadline = clock.monotonicNow() + ackWaitMs;
    const mine = () => message.state === 'out' && message.deliveries === claim;
    const back = () => {
      if (!mine()) return;
      message.state = 'waiting';
      changed();
    };
    const guard = async (): Promise<void> => {
      while (mine() && clock.monotonicNow() < deadline) await clock.sleep(deadline - clock.monotonicNow());
      back();
    };
    void guard();
    return {
      subject: message.subject,
      payload: new TextEncoder().encode(message.payload),
      messageId: message.messageId,
      deliveries: claim,
      headers: message.headers,
      // An ack is no fence: a late one of an older delivery counts too.
      ack: async () => {
        message.state = 'done';
      },
      retry: (delayMs) => {
        deadline = Number.POSITIVE_INFINITY;
        void clock.sleep(delayMs).then(back);
      },
      working: () => {
        deadline = clock.monotonicNow() + ackWaitMs;
      },
    };
  };

  const consume: Consume = async ({ stream, concurrency, ackWaitMs, signal }, handle) => {
    const prefix = PREFIX[stream] ?? 'fleet.';
    const running = new Set<Promise<void>>();
    let slots = concurrency;
    const run = async (message: Queued) => {
      let holds = true;
      slots--;
      const release = () => {
        if (holds) slots++;
        holds = false;
        changed();
      };
      const reacquire = async () => {
        while (slots <= 0) await next();
        slots--;
        holds = true;
      };
      await handle(deliver(message, ackWaitMs), { release, reacquire });
      release();
    };
    const next = () =>
      new Promise<void>((resolve) => {
        const wake = () => {
          waiters.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        waiters.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    while (!signal.aborted) {
      const message = published.find(({ state, subject }) => state === 'waiting' && subject.startsWith(prefix));
      if (message && slots > 0) {
        const work = run(message).finally(() => running.delete(work));
        running.add(work);
      } else await next();
    }
    await Promise.all(running);
  };

  return {
    publish,
    consume,
    published,
    repeats: () => repeats,
    setDown: (value) => {
      down = value;
    },
    loseAcks: (times) => {
      acksToLose = times;
    },
    holdAcks: (hold) => {
      const waiting = held ?? [];
      held = hold ? waiting : null;
      if (!hold) for (const answer of waiting) answer();
    },
  };
};
