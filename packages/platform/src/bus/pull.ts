import { createInbox, type Msg, type NatsConnection, nanos } from '@nats-io/transport-node';

/** How long the server keeps a request for messages open. */
const pullExpiresMs = 20_000;
const heartbeatMs = 4_000;
/** After this silence (two heartbeats and some) the request is taken for lost and made again. */
const silenceMs = 10_000;
const retryAfterMs = 1_000;

/**
 * Asks for messages, one request at a time and for no more than `free()` says at that moment, so that none lies in a
 * buffer while its ack wait runs out. `more()` is called when slots were freed.
 */
export const createPuller = (
  connection: NatsConnection,
  target: { stream: string; consumer: string },
  on: {
    free(): number;
    /** Requests made while disconnected would all be sent at once later. */
    isConnected(): boolean;
    message(message: Msg): void;
    problem(problem: string): void;
  },
): { more(): void; restart(): void; stop(): void } => {
  const inbox = createInbox();
  let serial = 0;
  let remaining = 0;
  let heardAt = performance.now();
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;

  const more = () => {
    if (stopped || remaining > 0 || retry || !on.isConnected()) return;
    const batch = on.free();
    if (batch <= 0) return;
    serial += 1;
    remaining = batch;
    heardAt = performance.now();
    const request = { batch, expires: nanos(pullExpiresMs), idle_heartbeat: nanos(heartbeatMs) };
    try {
      connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${target.stream}.${target.consumer}`, JSON.stringify(request), {
        reply: `${inbox}.${serial}`,
      });
    } catch {
      later('the connection is closed');
    }
  };
  const later = (problem: string) => {
    remaining = 0;
    on.problem(problem);
    retry ??= setTimeout(() => {
      retry = undefined;
      more();
    }, retryAfterMs);
  };
  const subscription = connection.subscribe(`${inbox}.*`, {
    callback: (error, message) => {
      if (error) return later(error.message);
      heardAt = performance.now();
      if (!message.subject.startsWith(`${inbox}.`)) {
        remaining = Math.max(0, remaining - 1);
        on.message(message);
        return more();
      }
      const code = message.headers?.code ?? 0;
      // 100 is a heartbeat; what an earlier request still has to say is of no interest.
      if (code === 100 || message.subject !== `${inbox}.${serial}`) return;
      // 404 and 408: nothing came in time. 409 says so too when the batch ended otherwise; else the consumer is gone.
      if (code === 404 || code === 408) {
        remaining = 0;
        return more();
      }
      later(message.headers?.description || (code === 503 ? 'the consumer or JetStream is missing' : `status ${code}`));
    },
  });
  const watchdog = setInterval(() => {
    if (remaining > 0 && on.isConnected() && performance.now() - heardAt > silenceMs) later('the server went silent');
  }, heartbeatMs);

  return {
    more,
    restart: () => {
      remaining = 0;
      more();
    },
    stop: () => {
      stopped = true;
      clearTimeout(retry);
      clearInterval(watchdog);
      subscription.unsubscribe();
    },
  };
};
