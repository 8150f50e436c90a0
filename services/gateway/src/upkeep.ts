import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';

type Log = Pick<FastifyBaseLogger, 'warn'>;

const RETRY_MS = 1_000;
/** A job that goes on failing is told again after so many tries. */
const TOLD_EVERY = 30;
const KEEP_HOUSE_EVERY_MS = 30_000;

/** Tries until it works or the signal comes: what a job needs may come up after the gateway. */
export const surely = async (log: Log, name: string, job: () => Promise<unknown>, signal: AbortSignal) => {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      return await job();
    } catch (error) {
      if (tries % TOLD_EVERY === 0) log.warn({ err: error }, `${name} does not work yet; trying again`);
      await pause(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
};

/** Runs the jobs one after the other, again and again, until the signal comes. One that fails waits for its next turn. */
export const keepHouse = async (log: Log, jobs: readonly (() => Promise<unknown>)[], signal: AbortSignal) => {
  while (!signal.aborted) {
    for (const job of jobs)
      await job().catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed; trying again later'));
    await pause(KEEP_HOUSE_EVERY_MS, undefined, { signal }).catch(() => {});
  }
};
