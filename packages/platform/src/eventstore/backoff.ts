import { setTimeout as delay } from 'node:timers/promises';

export const FIRST_RETRY_MS = 50;
export const LAST_RETRY_MS = 2_000;

/** Waits before attempt `n` (from 1), doubling up to two seconds; returns early, without throwing, when aborted. */
export const backOff = async (n: number, signal: AbortSignal): Promise<void> => {
  const ms = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(n - 1, 10));
  await delay(ms, undefined, { signal }).catch(() => undefined);
};
