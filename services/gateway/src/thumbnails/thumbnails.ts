import { createHash } from 'node:crypto';
import { byteCache } from './byte-cache.ts';
import type { FetchImage } from './fetch-image.ts';
import { type Shape, shrink } from './shrink.ts';
import { slots } from './slots.ts';

const CACHE_BYTES = 64_000_000;
const FETCHES_AT_ONCE = 6;
/** Each holds one processor, and a thread of the pool that look-ups of names need as well. */
const SHRINKS_AT_ONCE = 2;
/** A page shows at most a few hundred pictures. */
const MAX_WAITING = 500;
/** What did not work is not tried again for so long: a page that shows it asks again and again. */
const FAILED_FOR_MS = 30_000;
const MAX_FAILED = 1_000;

export type Thumbnail =
  | { readonly kind: 'webp'; readonly bytes: Buffer }
  | { readonly kind: 'missing' | 'too_large' | 'busy' }
  | { readonly kind: 'unavailable' | 'no_image'; readonly why: string };

export type Thumbnails = {
  /** Never rejects. */
  of(url: URL, shape: Shape): Promise<Thumbnail>;
  /** Made of address and shape: an image never changes under its address. */
  tagOf(url: URL, shape: Shape): string;
};

/** Makes thumbnails and keeps them; the same one asked for by many at once is made once. */
export const thumbnails = (fetchImage: FetchImage, monotonicNow: () => number): Thumbnails => {
  const cache = byteCache(CACHE_BYTES);
  const failed = new Map<string, { readonly until: number; readonly thumbnail: Thumbnail }>();
  const making = new Map<string, Promise<Thumbnail>>();
  const fetching = slots(FETCHES_AT_ONCE, MAX_WAITING);
  const shrinking = slots(SHRINKS_AT_ONCE, MAX_WAITING);

  const tagOf = (url: URL, shape: Shape) =>
    createHash('sha256').update(`1 ${shape.width} ${shape.fit} ${url.href}`).digest('base64url').slice(0, 27);

  const make = async (url: URL, shape: Shape): Promise<Thumbnail> => {
    const fetched = await fetching.run(() => fetchImage(url));
    if (fetched === null) return { kind: 'busy' };
    if (fetched.kind !== 'image') return fetched;
    return (await shrinking.run(() => shrink(fetched.bytes, shape))) ?? { kind: 'busy' };
  };

  const makeAndKeep = async (key: string, url: URL, shape: Shape): Promise<Thumbnail> => {
    const thumbnail = await make(url, shape);
    if (thumbnail.kind === 'webp') cache.set(key, thumbnail.bytes);
    else if (thumbnail.kind !== 'busy') {
      failed.delete(key);
      failed.set(key, { until: monotonicNow() + FAILED_FOR_MS, thumbnail });
      const oldest = failed.keys().next().value;
      if (failed.size > MAX_FAILED && oldest !== undefined) failed.delete(oldest);
    }
    return thumbnail;
  };

  return {
    tagOf,
    of: async (url, shape) => {
      const key = tagOf(url, shape);
      const bytes = cache.get(key);
      if (bytes) return { kind: 'webp', bytes };
      const before = failed.get(key);
      if (before && before.until > monotonicNow()) return before.thumbnail;
      const under = making.get(key) ?? makeAndKeep(key, url, shape).finally(() => making.delete(key));
      making.set(key, under);
      return under;
    },
  };
};
