import type { Supervised } from './supervised.ts';

const POLL_MS = 60;

/** Waits until a URL answers 200. @throws with the last reason after `withinMs`, or at once when the process ended for good */
export const untilReady = async (
  service: Supervised,
  url: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const until = performance.now() + withinMs;
  let reason = 'no answer';
  let endedNow = false;
  void service.ended.then(() => {
    endedNow = true;
  });
  for (;;) {
    if (endedNow) throw new Error(`${service.name} stopped:\n${service.lastLines().join('\n')}`);
    signal.throwIfAborted();
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
      if (answer.ok) {
        await answer.body?.cancel();
        return;
      }
      reason = `${answer.status} ${(await answer.text()).slice(0, 500)}`;
    } catch (error) {
      signal.throwIfAborted();
      reason = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > until) {
      throw new Error(
        `${service.name} is not ready after ${Math.round(withinMs / 1_000)} s (${url}: ${reason}):\n${service.lastLines().join('\n')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
