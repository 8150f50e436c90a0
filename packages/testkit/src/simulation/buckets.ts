import type { KeyValue } from '@fleet/platform/bus';
import { fakeKeyValue } from '../fake-key-value.ts';
import type { SimulatedProcess } from './process.ts';
import type { VirtualTime } from './virtual-time.ts';

const LEASE_TTL_MS = 6_000;

/** The buckets of a NATS server: leases that expire, cursors, and the emergency latch. */
export const simulatedBuckets = (time: VirtualTime) => {
  const all = {
    leases: fakeKeyValue({ ttlMs: LEASE_TTL_MS, nowMs: time.now }),
    cursors: fakeKeyValue(),
    control: fakeKeyValue(),
  };

  const portOf = (process: SimulatedProcess, name: keyof typeof all): KeyValue => {
    const bucket = all[name];
    const ask = <T>(label: string, serve: () => Promise<T>) => process.call(`${label} in ${name}`, serve);
    return {
      get: (key) => ask(`get ${key}`, () => bucket.get(key)),
      create: (key, value) => ask(`create ${key}`, () => bucket.create(key, value)),
      update: (key, value, revision) => ask(`update ${key}`, () => bucket.update(key, value, revision)),
      put: (key, value) => ask(`put ${key}`, () => bucket.put(key, value)),
      delete: (key) => ask(`delete ${key}`, () => bucket.delete(key)),
      keys: (filter) => ask('keys', () => bucket.keys(filter)),
      watch: async (key, onChange, signal) => {
        const tell = (changed: string, entry: Parameters<typeof onChange>[1]) =>
          void process.run(1, '', () => onChange(changed, entry));
        await bucket.watch(key, tell, signal);
      },
    };
  };

  return {
    portOf,
    ...all,
    setDown: (down: boolean) => {
      for (const bucket of Object.values(all)) bucket.setDown(down);
    },
  };
};
