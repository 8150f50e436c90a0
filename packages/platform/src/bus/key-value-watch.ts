import type { KV, KvWatchEntry } from '@nats-io/kv';
import { asBusCall } from './errors.ts';
import type { KeyValue, KvEntry } from './port.ts';

/** A watch that its server forgot looks like a quiet one, so it is opened anew this often, and after a reconnect. */
const reopenEveryMs = 30_000;
const retryAfterMs = 1_000;

/** Calls back whenever the connection came back; gives the function that ends it. */
export type OnReconnect = (listener: () => void) => () => void;

/**
 * Follows keys until the signal aborts. Resolves when the current values have been given; goes on by itself after a
 * lost connection or a restarted server. A value may be given twice; the last one of a key is never left out.
 */
export const watchKeys = async (
  kv: KV,
  read: Pick<KeyValue, 'get' | 'keys'>,
  key: string,
  onChange: (key: string, entry: KvEntry | null) => void,
  signal: AbortSignal,
  onReconnect: OnReconnect,
): Promise<void> => {
  const seen = new Map<string, string>();
  const give = (name: string, revision: number, entry: KvEntry | null) => {
    // With the value, since revisions begin anew on an emptied disk.
    const mark = `${revision} ${entry?.value}`;
    if (signal.aborted || seen.get(name) === mark) return;
    seen.set(name, mark);
    onChange(name, entry);
  };
  for (const name of await read.keys(key)) {
    const entry = await read.get(name);
    if (entry) give(name, entry.revision, entry);
  }
  if (signal.aborted) return;
  let current = await opened(kv, key, give);
  void (async () => {
    while (!signal.aborted) {
      await happened(reopenEveryMs, signal, onReconnect, current.ended);
      // The old watch is closed after the new one is open, so that no change falls between them.
      let next: Opened | null = null;
      while (!signal.aborted && !next) {
        next = await opened(kv, key, give).catch(() => null);
        if (!next) await happened(retryAfterMs, signal, onReconnect);
      }
      if (next) {
        current.stop();
        current = next;
      }
    }
    current.stop();
  })();
};

type Opened = { readonly ended: Promise<void>; stop(): void };

const opened = async (
  kv: KV,
  key: string,
  give: (name: string, revision: number, entry: KvEntry | null) => void,
): Promise<Opened> => {
  const entries = await asBusCall(() => kv.watch({ key }));
  const given = (entry: KvWatchEntry) =>
    give(
      entry.key,
      entry.revision,
      entry.operation === 'PUT' ? { value: entry.string(), revision: entry.revision } : null,
    );
  const ended = (async () => {
    for await (const entry of entries) given(entry);
  })().catch(() => {});
  return { ended, stop: () => entries.stop() };
};

/** Time passed, the signal aborted, the connection came back, or `other` ended: whichever is first. */
const happened = (ms: number, signal: AbortSignal, onReconnect: OnReconnect, other?: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      forget();
      resolve();
    };
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
    const forget = onReconnect(done);
    if (signal.aborted) done();
    void other?.then(done);
  });
