import { createInbox, type Msg, type MsgHdrs, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import { EventStoreError } from '../port.ts';
import { STREAM_NAME } from './commit-message.ts';

/** More than this waiting for an answer is refused as unavailable: the caller retries with the same ids. */
export const MAX_IN_FLIGHT = 16_384;
const SWEEP_EVERY_MS = 100;
const WRONG_LAST_SEQUENCE = 10071;

export type Published =
  | { readonly kind: 'stored'; readonly seq: number; readonly duplicate: boolean }
  | { readonly kind: 'wrongSequence' };

type Waiting = {
  readonly deadline: number;
  readonly resolve: (published: Published) => void;
  readonly reject: (error: EventStoreError) => void;
};
type Answer = {
  stream?: string;
  seq?: number;
  duplicate?: boolean;
  error?: { err_code?: number; description?: string };
};

export type Publisher = {
  /** @throws EventStoreError `unavailable` when no answer came in time */
  publish(nc: NatsConnection, subject: string, payload: string, headers: MsgHdrs): Promise<Published>;
  /** Everything under way becomes `unavailable`. */
  failAll(reason: string): void;
};

const unavailable = (message: string): EventStoreError => new EventStoreError('unavailable', message);

/**
 * Publishes with one subscription for all acknowledgements: about twenty times the rate of one request per message.
 * One timer sweeps the overdue; insertion order is deadline order.
 */
export const createPublisher = (timeoutMs: number): Publisher => {
  const waiting = new Map<string, Waiting>();
  let inbox: { nc: NatsConnection; prefix: string; subscription: Subscription } | null = null;
  let counter = 0;
  let sweeper: NodeJS.Timeout | null = null;

  const take = (token: string): Waiting | undefined => {
    const entry = waiting.get(token);
    waiting.delete(token);
    if (waiting.size === 0 && sweeper !== null) {
      clearInterval(sweeper);
      sweeper = null;
    }
    return entry;
  };

  const sweep = (): void => {
    const now = performance.now();
    for (const [token, { deadline }] of waiting) {
      if (deadline > now) return;
      take(token)?.reject(unavailable(`no answer to an append within ${timeoutMs} ms`));
    }
  };

  const settle = (message: Msg): void => {
    const entry = take(message.subject.slice(message.subject.lastIndexOf('.') + 1));
    if (entry === undefined) return;
    const status = message.headers?.code ?? 0;
    const { error, stream, seq, duplicate }: Answer = status === 0 ? message.json() : {};
    if (status !== 0) entry.reject(unavailable(`append refused with status ${status}`));
    else if (error?.err_code === WRONG_LAST_SEQUENCE) entry.resolve({ kind: 'wrongSequence' });
    else if (error !== undefined)
      entry.reject(unavailable(`append refused: ${error.description ?? 'no reason given'}`));
    else if (stream !== STREAM_NAME || seq === undefined)
      entry.reject(unavailable('the answer to an append is not ours'));
    else entry.resolve({ kind: 'stored', seq, duplicate: duplicate === true });
  };

  const inboxOf = (nc: NatsConnection): string => {
    if (inbox?.nc === nc && !inbox.subscription.isClosed()) return inbox.prefix;
    const prefix = createInbox();
    const subscription = nc.subscribe(`${prefix}.*`, {
      callback: (error, message) => {
        if (error === null) settle(message);
      },
    });
    inbox = { nc, prefix, subscription };
    return prefix;
  };

  return {
    publish: (nc, subject, payload, headers) =>
      new Promise((resolve, reject) => {
        if (waiting.size >= MAX_IN_FLIGHT) return reject(unavailable(`${MAX_IN_FLIGHT} appends are under way`));
        try {
          const token = (counter++).toString(36);
          const reply = `${inboxOf(nc)}.${token}`;
          nc.publish(subject, payload, { reply, headers });
          waiting.set(token, { deadline: performance.now() + timeoutMs, resolve, reject });
          sweeper ??= setInterval(sweep, SWEEP_EVERY_MS);
        } catch (cause) {
          reject(new EventStoreError('unavailable', 'an append could not be sent', { cause }));
        }
      }),
    failAll: (reason) => {
      for (const token of [...waiting.keys()]) take(token)?.reject(unavailable(reason));
    },
  };
};
