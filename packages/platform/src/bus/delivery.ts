import { type Msg, nanos } from '@nats-io/transport-node';
import type { Delivery } from './port.ts';

/** `retry(0)` would be a bare nak: back at once, and to the next one, until the deliveries are used up. */
export const shortestRetryMs = 100;

/** Sends `+ACK` and hears whether the server has it. */
export type ConfirmAck = (replySubject: string) => Promise<void>;

export type TrackedDelivery = Delivery & { readonly ended: () => boolean };

/**
 * A delivered message. Its reply subject says how often it was delivered:
 * `$JS.ACK.<stream>.<consumer>.<deliveries>.…`, or with domain and account before the stream in newer servers.
 */
export const createDelivery = (message: Msg, confirmAck: ConfirmAck): TrackedDelivery => {
  const reply = message.reply ?? '';
  const tokens = reply.split('.');
  let ended = false;
  const once = <T>(otherwise: T, action: () => T): T => {
    if (ended) return otherwise;
    ended = true;
    return action();
  };
  return {
    subject: message.subject,
    payload: message.data,
    messageId: message.headers?.get('Nats-Msg-Id') || null,
    deliveries: Number(tokens.length === 9 ? tokens[4] : tokens[6]),
    headers: headersOf(message),
    ended: () => ended,
    ack: () => once(Promise.resolve(), () => confirmAck(reply)),
    retry: (delayMs) =>
      once(undefined, () => {
        message.respond(`-NAK ${JSON.stringify({ delay: nanos(Math.max(shortestRetryMs, Math.round(delayMs))) })}`);
      }),
    working: () => {
      if (!ended) message.respond('+WPI');
    },
  };
};

const headersOf = (message: Msg): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) found[name] = message.headers?.get(name) ?? '';
  return found;
};
