import { BusError, type KeyValue, type KvEntry } from '@fleet/platform/bus';

export type FakeKeyValue = KeyValue & {
  /** While true every call rejects with `unavailable`. */
  setDown(down: boolean): void;
  /** Every entry that stands. */
  entries(): ReadonlyMap<string, string>;
};

/** A KV bucket in memory. `ttlMs` as the server has it: for the whole bucket, counted from the last write. */
export const fakeKeyValue = (
  options: { readonly ttlMs?: number; readonly nowMs?: () => number } = {},
): FakeKeyValue => {
  const now = options.nowMs ?? (() => 0);
  const entries = new Map<string, KvEntry & { readonly writtenAt: number }>();
  const watchers = new Set<(key: string, entry: KvEntry | null) => void>();
  let revision = 0;
  let down = false;

  const mustBeUp = () => {
    if (down) throw new BusError('unavailable', 'NATS does not answer');
  };
  const standing = (key: string): KvEntry | null => {
    const entry = entries.get(key);
    if (!entry || (options.ttlMs !== undefined && now() - entry.writtenAt >= options.ttlMs)) return null;
    return { value: entry.value, revision: entry.revision };
  };
  const write = (key: string, value: string): number => {
    revision++;
    entries.set(key, { value, revision, writtenAt: now() });
    for (const tell of watchers) tell(key, { value, revision });
    return revision;
  };
  const matches = (pattern: string, key: string) =>
    pattern === '>' || pattern === key || (pattern.endsWith('.>') && key.startsWith(pattern.slice(0, -1)));

  return {
    get: async (key) => {
      mustBeUp();
      return standing(key);
    },
    create: async (key, value) => {
      mustBeUp();
      return standing(key) ? null : write(key, value);
    },
    update: async (key, value, last) => {
      mustBeUp();
      return standing(key)?.revision === last ? write(key, value) : null;
    },
    put: async (key, value) => {
      mustBeUp();
      return write(key, value);
    },
    delete: async (key) => {
      mustBeUp();
      entries.delete(key);
      for (const tell of watchers) tell(key, null);
    },
    keys: async (filter = '>') => {
      mustBeUp();
      return [...entries.keys()].filter((key) => standing(key) && matches(filter, key));
    },
    watch: async (pattern, onChange, signal) => {
      mustBeUp();
      for (const key of entries.keys()) if (matches(pattern, key)) onChange(key, standing(key));
      const tell = (key: string, entry: KvEntry | null) => {
        if (matches(pattern, key)) onChange(key, entry);
      };
      if (signal.aborted) return;
      watchers.add(tell);
      signal.addEventListener('abort', () => watchers.delete(tell), { once: true });
    },
    setDown: (value) => {
      down = value;
    },
    entries: () =>
      new Map(
        [...entries.keys()].flatMap((key) => {
          const entry = standing(key);
          return entry ? [[key, entry.value] as const] : [];
        }),
      ),
  };
};
