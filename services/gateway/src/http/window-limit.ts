import type { FastifyInstance } from 'fastify';
import { HttpProblem } from './problem.ts';

const MAX_ADDRESSES = 10_000;

export type WindowLimit = {
  /** Milliseconds until an address may go on; 0 while it is under the limit. */
  waitMs(address: string): number;
  count(address: string): void;
};

/** Counts per address in fixed windows; who has reached the limit waits until the window is over. */
export const windowLimit = (limit: number, windowMs: number, now: () => number): WindowLimit => {
  const counts = new Map<string, { count: number; readonly until: number }>();

  const current = (address: string) => {
    const known = counts.get(address);
    if (known && known.until > now()) return known;
    counts.delete(address);
    return null;
  };

  return {
    waitMs: (address) => {
      const known = current(address);
      return known && known.count >= limit ? known.until - now() : 0;
    },
    count: (address) => {
      const known = current(address);
      if (known) known.count++;
      else counts.set(address, { count: 1, until: now() + windowMs });
      const oldest = counts.keys().next().value;
      if (counts.size > MAX_ADDRESSES && oldest !== undefined) counts.delete(oldest);
    },
  };
};

export const tooMany = (code: string, detail: string, waitMs: number) =>
  new HttpProblem(429, code, detail, { headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } });

/** A hundred a second: many times what a dashboard and a few scripts need. */
const REQUESTS = 6_000;
const WINDOW_MS = 60_000;

/** Counts every request for the API and for sessions, known or not, let in or not; call before the guard. */
export const limitRequests = (app: FastifyInstance, monotonicNow: () => number) => {
  const requests = windowLimit(REQUESTS, WINDOW_MS, monotonicNow);
  app.addHook('onRequest', async ({ url, ip }) => {
    if (!/^\/(api|docs|session)(\/|\?|$)/.test(url)) return;
    const waitMs = requests.waitMs(ip);
    if (waitMs > 0) throw tooMany('too_many_requests', `At most ${REQUESTS} requests a minute.`, waitMs);
    requests.count(ip);
  });
};
