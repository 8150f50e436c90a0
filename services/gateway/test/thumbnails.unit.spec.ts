import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepFor } from '../src/http/keep-for.ts';
import { byteCache } from '../src/thumbnails/byte-cache.ts';
import { imageUrlOf } from '../src/thumbnails/image-source.ts';
import { slots } from '../src/thumbnails/slots.ts';
import { thumbnails } from '../src/thumbnails/thumbnails.ts';

describe('the address of an image', () => {
  const hosts = { gallery: 'studio.example', more: ['CDN.example:8443'] };

  it('lies on the gallery or on a host that was named, over http or https', () => {
    const href = (raw: string) => imageUrlOf(raw, hosts)?.href ?? null;
    expect(href('https://studio.example/a.png#x')).toBe('https://studio.example/a.png');
    expect(href('https://cdn.example:8443/a.png')).toBe('https://cdn.example:8443/a.png');
    for (const other of [
      ...['https://studio.example.evil.example/a', 'https://cdn.example/a', 'https://studio.example@evil.example/a'],
      ...[
        'https://user:word@studio.example/a',
        'ftp://studio.example/a',
        'data:image/png;base64,AA',
        '//studio.example/a',
      ],
      ...['javascript:alert(1)', '', `https://studio.example/${'a'.repeat(2_000)}`],
    ])
      expect(href(other), other).toBeNull();
  });

  it('is never on another host, whatever is asked', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (raw) => {
        const url = imageUrlOf(raw, hosts);
        expect(url === null || url.host === 'studio.example').toBe(true);
      }),
    );
  });
});

describe('the cache of thumbnails', () => {
  it('never holds more bytes than it may, and keeps what was asked for last', () => {
    const cache = byteCache(3_000);
    for (const key of ['a', 'b', 'c']) cache.set(key, Buffer.alloc(700));
    cache.get('a');
    cache.set('d', Buffer.alloc(700));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
    cache.set('huge', Buffer.alloc(5_000));
    expect(cache.get('huge')).toBeUndefined();
    cache.set('a', Buffer.alloc(10));
    expect(cache.bytes()).toBe(10 + 700 + 700 + 600);
  });
});

describe('slots', () => {
  it('run so much at a time, let so much wait, and turn the rest away', async () => {
    const two = slots(2, 3);
    let running = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running--;
      return 'done';
    };
    const all = Array.from({ length: 7 }, () => two.run(work));
    let ended = 0;
    for (const one of all) void one.then(() => ended++);
    while (ended < 7) {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(most).toBe(2);
    expect((await Promise.all(all)).map((result) => result ?? 'away').sort()).toEqual([
      ...['away', 'away', 'done', 'done', 'done', 'done', 'done'],
    ]);
  });

  it('are free again after work that failed', async () => {
    const one = slots(1, 0);
    await expect(one.run(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(await one.run(async () => 1)).toBe(1);
  });
});

describe('thumbnails', () => {
  it('try again after a while what did not work, and fetch once for all who ask at the same time', async () => {
    let now = 0;
    let fetched = 0;
    const made = thumbnails(
      async () => {
        fetched++;
        return { kind: 'missing' };
      },
      () => now,
    );
    const url = new URL('https://studio.example/a.png');
    const shape = { width: 96, fit: 'cover' } as const;
    await Promise.all([made.of(url, shape), made.of(url, shape)]);
    await made.of(url, shape);
    expect(fetched).toBe(1);
    now = 30_001;
    expect(await made.of(url, shape)).toEqual({ kind: 'missing' });
    expect(fetched).toBe(2);
  });
});

describe('answers that are kept', () => {
  it('are asked for once a while, never kept when they failed, and bounded in number', async () => {
    let now = 0;
    const asked: number[] = [];
    let broken = true;
    const kept = keepFor(
      async (question: number) => {
        asked.push(question);
        if (broken) throw new Error('broke');
        return question * 2;
      },
      { ms: 100, answers: 2, monotonicNow: () => now },
    );
    await expect(kept(1)).rejects.toThrow('broke');
    broken = false;
    expect(await Promise.all([kept(1), kept(1)])).toEqual([2, 2]);
    expect(asked).toEqual([1, 1]);
    now = 101;
    await kept(1);
    expect(asked).toEqual([1, 1, 1]);
    await kept(2);
    await kept(3);
    await kept(1);
    expect(asked).toEqual([1, 1, 1, 2, 3, 1]);
  });
});
