import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUCKETS, type KvEntry, LEASE_TTL_MS } from '../../src/bus/index.ts';
import { KV_REQUEST_TIMEOUT_MS } from '../../src/bus/key-value.ts';
import { until, useBus } from './bus-fixture.ts';

/** SIGSTOP stops a process's threads one after the other: until the last one stands, it may still answer. */
const standsStill = (pid: number): boolean => {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return true;
  return readdirSync(tasks).every((task) => /\) T /.test(readFileSync(`${tasks}/${task}/stat`, 'utf8')));
};

describe('key-value buckets', () => {
  const { bus, connect, nats } = useBus();

  it('let one of many create a key, and only who knows the last revision change it', async () => {
    const buckets = await Promise.all(Array.from({ length: 8 }, async () => (await connect()).kv(BUCKETS.cursor)));
    const created = await Promise.all(buckets.map((kv, index) => kv.create('p1', `${index}`)));
    const revisions = created.filter((revision) => revision !== null);
    expect(revisions).toHaveLength(1);
    const updated = await Promise.all(buckets.map((kv) => kv.update('p1', 'new', revisions[0] ?? 0)));
    expect(updated.filter((revision) => revision !== null)).toHaveLength(1);
    const kv = await bus().kv(BUCKETS.cursor);
    expect(await kv.get('p1')).toEqual({ value: 'new', revision: updated.find((revision) => revision !== null) });
  });

  it('can be created again after deletion, and list their keys', async () => {
    const kv = await bus().kv(BUCKETS.cursor);
    await kv.put('list.a', '1');
    await kv.put('list.b', '2');
    await kv.delete('list.a');
    expect(await kv.get('list.a')).toBeNull();
    expect(await kv.keys('list.*')).toEqual(['list.b']);
    expect(await kv.keys('nothing.*')).toEqual([]);
    expect(await kv.create('list.a', '3')).toBeGreaterThan(0);
    expect((await kv.keys('list.*')).sort()).toEqual(['list.a', 'list.b']);
  });

  it('free a lease that is not renewed, and keep one that is', async () => {
    const kv = await bus().kv(BUCKETS.lease);
    const kept = await kv.create('kept', 'me');
    const lost = await kv.create('lost', 'me');
    let revision = kept ?? 0;
    const renewing = setInterval(() => {
      void kv.update('kept', 'me', revision).then((next) => {
        revision = next ?? -1;
      });
    }, 1_000);
    expect(await kv.create('lost', 'another')).toBeNull();
    const since = performance.now();
    await until(async () => (await kv.create('lost', 'another')) !== null, 'the lease to expire');
    expect(performance.now() - since).toBeGreaterThan(LEASE_TTL_MS / 2);
    clearInterval(renewing);
    expect((await kv.get('kept'))?.value).toBe('me');
    // The old holder's renewal is refused.
    expect(await kv.update('lost', 'me', lost ?? 0)).toBeNull();
  });

  it('give a watcher the current values first, then changes and deletions', async () => {
    const kv = await bus().kv(BUCKETS.control);
    await kv.put('latch', 'first');
    const seen: (string | null)[] = [];
    const stopper = new AbortController();
    const note = (_key: string, entry: KvEntry | null) => seen.push(entry?.value ?? null);
    await kv.watch('latch', note, stopper.signal);
    expect(seen).toEqual(['first']);
    await kv.put('latch', 'second');
    await kv.delete('latch');
    await until(() => seen.length === 3);
    expect(seen).toEqual(['first', 'second', null]);
    stopper.abort();
    await kv.put('latch', 'unheard');
    await kv.watch('latch', note, AbortSignal.abort());
    expect(seen).toHaveLength(3);
  });

  it('give up soon on a server that does not answer, so that whoever asks can ask again', async () => {
    const kv = await bus().kv(BUCKETS.control);
    await kv.put('latch', 'before');
    process.kill(nats().pid(), 'SIGSTOP');
    await until(() => standsStill(nats().pid()));
    try {
      for (const call of [() => kv.get('latch'), () => kv.put('latch', 'meanwhile')]) {
        const since = performance.now();
        await expect(call()).rejects.toMatchObject({ name: 'BusError', code: 'timeout' });
        expect(performance.now() - since).toBeLessThan(2 * KV_REQUEST_TIMEOUT_MS);
      }
    } finally {
      process.kill(nats().pid(), 'SIGCONT');
    }
    expect(await kv.get('latch')).not.toBeNull();
  });

  it('go on telling a watcher after the server restarted, and after it lost its disk', async () => {
    const own = await connect();
    await own.ensureTopology();
    const kv = await own.kv(BUCKETS.control);
    const seen: (string | null)[] = [];
    const stopper = new AbortController();
    await kv.watch('>', (_key, entry) => seen.push(entry?.value ?? null), stopper.signal);
    for (const wiped of [false, true]) {
      await nats().restart({ wiped });
      const value = `after restart, wiped: ${wiped}`;
      await until(async () => (await kv.put('clock', value).catch(() => null)) !== null, 'a bucket again');
      await until(() => seen.includes(value), value);
    }
    stopper.abort();
  });
});
