import { jetstream } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { asBusCall, isWrongSequence } from './errors.ts';
import { type OnReconnect, watchKeys } from './key-value-watch.ts';
import type { KeyValue } from './port.ts';

/** A request that a restarted server never got is given up after this: the latch that pauses the fleet lives here. */
export const KV_REQUEST_TIMEOUT_MS = 2_000;

/** A bucket that exists already. Reads ask the stream's leader, so what was just written is what is read. */
export const openKeyValue = async (
  connection: NatsConnection,
  bucket: string,
  onReconnect: OnReconnect,
): Promise<KeyValue> => {
  const kv: KV = await asBusCall(() => new Kvm(jetstream(connection, { timeout: KV_REQUEST_TIMEOUT_MS })).open(bucket));
  const orNull = (write: Promise<number>): Promise<number | null> =>
    write.catch((error: unknown) => {
      if (isWrongSequence(error)) return null;
      throw error;
    });
  const get: KeyValue['get'] = (key) =>
    asBusCall(async () => {
      const entry = await kv.get(key);
      return entry?.operation === 'PUT' ? { value: entry.string(), revision: entry.revision } : null;
    });
  const keys: KeyValue['keys'] = (filter) =>
    asBusCall(async () => {
      const found: string[] = [];
      for await (const key of await kv.keys(filter ?? '>')) found.push(key);
      return found;
    });
  return {
    get,
    keys,
    create: (key, value) => asBusCall(() => orNull(kv.create(key, value))),
    update: (key, value, revision) => asBusCall(() => orNull(kv.update(key, value, revision))),
    put: (key, value) => asBusCall(() => kv.put(key, value)),
    delete: (key) => asBusCall(() => kv.delete(key)),
    watch: (key, onChange, signal) => watchKeys(kv, { get, keys }, key, onChange, signal, onReconnect),
  };
};
