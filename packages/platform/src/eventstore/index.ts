import { tellingAppends } from './append-health.ts';
import { openEsdbStore } from './esdb/store.ts';
import { openJetStreamStore } from './jetstream/store.ts';
import type { EventStoreOptions } from './options.ts';
import type { EventStore } from './port.ts';

export type { EventStoreOptions } from './options.ts';
export * from './port.ts';
export { MAX_APPEND_EVENTS } from './validate.ts';

/**
 * The event store a URL names: `nats://` and `tls://` JetStream, `esdb://` and `esdb+discover://` EventStoreDB.
 * Resolves without waiting for a server: each call connects when it must and fails as `unavailable` within
 * `requestTimeoutMs`; subscriptions wait for as long as it takes.
 * @throws Error for a URL that names no event store; credentials in it are never shown
 */
export const openEventStore = async (url: string, options: EventStoreOptions = {}): Promise<EventStore> => {
  const store = tellingAppends(adapterFor(url, options));
  if (options.signal?.aborted === true) await store.close();
  options.signal?.addEventListener('abort', () => void store.close(), { once: true });
  return store;
};

const adapterFor = (url: string, options: EventStoreOptions): EventStore => {
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  switch (scheme) {
    case 'nats:':
    case 'tls:':
      return openJetStreamStore(url, options);
    case 'esdb:':
    case 'esdb+discover:':
      return openEsdbStore(url, options);
    default:
      throw new Error(
        `EVENT_STORE_URL must start with nats://, tls://, esdb:// or esdb+discover://, not ${scheme === '' ? 'something that is no URL' : `${scheme}//`}`,
      );
  }
};
