import { EventStoreError } from '../port.ts';

/** HTTP/2 connections break under thousands of open streams; more than this brings no higher rate. */
const MAX_IN_FLIGHT = 256;
const MAX_WAITING = 16_384;

export type Gate = { pass<T>(work: () => Promise<T>): Promise<T> };

/** Lets so many appends through at a time, in the order they came. @throws EventStoreError `unavailable` when too many wait */
export const createGate = (): Gate => {
  const waiting: (() => void)[] = [];
  let inFlight = 0;
  return {
    pass: async (work) => {
      if (waiting.length >= MAX_WAITING) throw new EventStoreError('unavailable', `${MAX_WAITING} appends are waiting`);
      if (inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => waiting.push(resolve));
      else inFlight += 1;
      try {
        return await work();
      } finally {
        // The place goes on to the next one, so that nobody can slip in between.
        const next = waiting.shift();
        if (next === undefined) inFlight -= 1;
        else next();
      }
    },
  };
};
