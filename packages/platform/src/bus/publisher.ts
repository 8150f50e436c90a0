import { createInbox, headers, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { asBusError } from './errors.ts';
import { BusError, type Publish, type PublishAck } from './port.ts';

export const publishDefaults = { timeoutMs: 5_000, inFlight: 1_024, waiting: 50_000 } as const;
const sweepEveryMs = 250;

type Pending = { resolve(ack: PublishAck): void; reject(error: unknown): void; readonly deadline: number };

/**
 * A publisher with an ack inbox of its own: one subscription for all answers, `reply = inbox.N`, instead of a request
 * each. At most `inFlight` messages are unanswered at a time, at most `waiting` calls wait for their turn.
 * A message that timed out may still have landed: repeat it with the same `messageId`.
 */
export const createPublisher = (
  connection: NatsConnection,
  /** While it is not connected nothing is sent: the client would keep it all in memory until it is. */
  isConnected: () => boolean,
  limits: { readonly inFlight?: number; readonly waiting?: number } = {},
): { publish: Publish; close(): void; inFlight(): number } => {
  const maxInFlight = limits.inFlight ?? publishDefaults.inFlight;
  const maxWaiting = limits.waiting ?? publishDefaults.waiting;
  const inbox = createInbox();
  const pending = new Map<string, Pending>();
  const turns = createTurns();
  let next = 0;
  let closed = false;

  const subscription = connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error) return;
      settle(message.subject.slice(inbox.length + 1), (waiter) => answer(message, waiter));
    },
  });
  const settle = (key: string, how: (waiter: Pending) => void) => {
    const waiter = pending.get(key);
    if (!waiter) return; // it timed out before
    pending.delete(key);
    how(waiter);
    turns.next();
  };
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const [key, waiter] of pending)
      if (waiter.deadline <= now)
        settle(key, ({ reject }) => reject(new BusError('timeout', 'no acknowledgement in time; it may have landed')));
  }, sweepEveryMs);
  sweep.unref();

  const publish: Publish = async (subject, payload, options = {}) => {
    if (pending.size >= maxInFlight || turns.waiting() > 0) {
      if (turns.waiting() >= maxWaiting)
        throw new BusError('unavailable', `${maxWaiting} messages wait to be sent already`);
      await new Promise<void>((resolve) => turns.wait(resolve));
    }
    if (closed || !isConnected()) {
      turns.next();
      throw new BusError('unavailable', closed ? 'the bus is closed' : 'not connected to NATS');
    }
    return new Promise<PublishAck>((resolve, reject) => {
      const key = (next++).toString(36);
      pending.set(key, {
        resolve,
        reject,
        deadline: performance.now() + (options.timeoutMs ?? publishDefaults.timeoutMs),
      });
      try {
        const sent = publishHeaders(options);
        connection.publish(subject, payload, { reply: `${inbox}.${key}`, ...(sent ? { headers: sent } : {}) });
      } catch (error) {
        settle(key, (waiter) => waiter.reject(asBusError(error)));
      }
    });
  };

  return {
    publish,
    inFlight: () => pending.size,
    close: () => {
      closed = true;
      clearInterval(sweep);
      subscription.unsubscribe();
      for (const waiter of pending.values()) waiter.reject(new BusError('unavailable', 'the bus is closed'));
      pending.clear();
      while (turns.waiting() > 0) turns.next();
    },
  };
};

/** First come, first served. Not an array's `shift`, which moves all that wait behind. */
const createTurns = () => {
  let queue: (() => void)[] = [];
  let head = 0;
  return {
    waiting: () => queue.length - head,
    wait: (turn: () => void) => {
      queue.push(turn);
    },
    next: () => {
      const turn = queue[head];
      if (!turn) return;
      head += 1;
      if (head === queue.length || head > 10_000) {
        queue = queue.slice(head);
        head = 0;
      }
      turn();
    },
  };
};

const publishHeaders = (options: {
  messageId?: string;
  headers?: Readonly<Record<string, string>>;
}): MsgHdrs | null => {
  if (options.messageId === undefined && options.headers === undefined) return null;
  const sent = headers();
  for (const [name, value] of Object.entries(options.headers ?? {})) sent.set(name, value);
  if (options.messageId !== undefined) sent.set('Nats-Msg-Id', options.messageId);
  return sent;
};

const answer = (message: Msg, waiter: Pending): void => {
  const result = readAnswer(message);
  if (result instanceof BusError) waiter.reject(result);
  else waiter.resolve(result);
};

type ServerAnswer = { seq?: number; duplicate?: boolean; error?: { description?: string; err_code?: number } };

const readAnswer = (message: Msg): PublishAck | BusError => {
  if (message.data.length === 0)
    // 503: nobody listens. Else it is the confirmation of an ack, which says no more.
    return message.headers?.code === 503
      ? new BusError('unavailable', 'no stream takes this subject')
      : { seq: 0, duplicate: false };
  const ack = message.json<ServerAnswer>();
  if (!ack.error) return { seq: ack.seq ?? 0, duplicate: ack.duplicate === true };
  const { description = 'refused', err_code: code } = ack.error;
  return new BusError('refused', `${description}${code ? ` (${code})` : ''}`);
};
