import { lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type ImageHosts, mayConnect } from './image-source.ts';

/** An original that is larger is not fetched to its end. */
export const MAX_IMAGE_BYTES = 25_000_000;
export const FETCH_WITHIN_MS = 10_000;

export type FetchedImage =
  | { readonly kind: 'image'; readonly bytes: Buffer }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too_large' }
  /** Redirects, refused addresses, other answers, time-outs; `why` is for the operator. */
  | { readonly kind: 'unavailable'; readonly why: string };

export type FetchImage = (url: URL) => Promise<FetchedImage>;

export type FetchOptions = {
  readonly hosts: ImageHosts;
  readonly withinMs?: number;
  readonly maxBytes?: number;
  /** How names are looked up. */
  readonly lookup?: LookupFunction;
};

/** Looks a name up and refuses addresses that it must not come to, at the moment of connecting: no second look-up. */
const guardedLookup =
  (url: URL, hosts: ImageHosts, lookup: LookupFunction): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const addresses = typeof found === 'string' ? [{ address: found, family: 4 }] : found;
      const allowed = addresses.filter(({ address }) => mayConnect(url, address, hosts));
      const [first] = allowed;
      if (!first) return done(new Error(`${hostname} is at an address that images are not fetched from`), '');
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });

const read = async (response: IncomingMessage, maxBytes: number): Promise<FetchedImage> => {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) return { kind: 'too_large' };
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) return { kind: 'too_large' };
    parts.push(part);
  }
  return { kind: 'image', bytes: Buffer.concat(parts) };
};

/** Fetches originals: no redirects, no compression, bounded in size and time. Never rejects. */
export const imageFetcher =
  ({
    hosts,
    withinMs = FETCH_WITHIN_MS,
    maxBytes = MAX_IMAGE_BYTES,
    lookup = systemLookup,
  }: FetchOptions): FetchImage =>
  async (url) => {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(new Error(`no answer within ${withinMs} ms`)), withinMs);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'floimg-fleet' };
        const send = url.protocol === 'https:' ? overHttps : overHttp;
        const options = { headers, agent: false, signal: ending.signal, lookup: guardedLookup(url, hosts, lookup) };
        send(url, options).once('response', resolve).once('error', reject).end();
      });
      const { statusCode = 0 } = response;
      if (statusCode === 200) return await read(response, maxBytes);
      if (statusCode === 404 || statusCode === 410) return { kind: 'missing' };
      return { kind: 'unavailable', why: `it answered ${statusCode}` };
    } catch (error) {
      const cause = ending.signal.aborted ? ending.signal.reason : error;
      return { kind: 'unavailable', why: cause instanceof Error ? cause.message : String(cause) };
    } finally {
      clearTimeout(timer);
      // Ends the connection whatever was left of the answer.
      ending.abort();
    }
  };
