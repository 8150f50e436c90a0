import type { NatsConnection } from '@nats-io/transport-node';
import type { Log } from '../log/index.ts';
import type { OnReconnect } from './key-value-watch.ts';

export type ConnectionState = { readonly connected: boolean /** Wall ms. */; readonly since: number };

/** Follows a connection's own events: whether it stands, since when, and who wants to know that it came back. */
export const followConnection = (
  connection: NatsConnection,
  log: Log,
): { state(): ConnectionState; onReconnect: OnReconnect } => {
  let state: ConnectionState = { connected: true, since: Date.now() };
  const listeners = new Set<() => void>();
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' && state.connected) {
        state = { connected: false, since: Date.now() };
        log.warn({ server: status.server }, 'the connection to NATS is lost; trying again');
      } else if (status.type === 'reconnect') {
        state = { connected: true, since: Date.now() };
        log.info({ server: status.server }, 'connected to NATS again');
        for (const listener of [...listeners]) listener();
      } else if (status.type === 'error') log.error({ err: status.error }, 'NATS reports an error');
      else if (status.type === 'slowConsumer') log.warn({ pending: status.pending }, 'a subscription falls behind');
    }
    if (state.connected) state = { connected: false, since: Date.now() };
  })();
  return {
    state: () => state,
    onReconnect: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
