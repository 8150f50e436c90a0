import { setTimeout as timer } from 'node:timers/promises';

/** What a look found. `moves`: anything that is another text whenever something has moved on. */
export type Look = { readonly done: boolean; readonly moves: string };

/** Limits in ms of monotonic time: without any move, and in all. */
export type Patience = { readonly stillMs: number; readonly allMs: number };
/** `now`: monotonic ms. */
export type Waiting = { readonly now: () => number; readonly wait: (ms: number) => Promise<unknown> };

const LOOK_EVERY_MS = 200;
const REAL: Waiting = { now: () => performance.now(), wait: timer };

/**
 * Waits for as long as something moves, however slowly: a loaded machine is no failure, standing still is. A look that
 * throws saw nothing move.
 * @throws when nothing moved for `stillMs`, or it is not done after `allMs`
 */
export const whileItMoves = async (
  what: string,
  look: () => Promise<Look>,
  { stillMs, allMs }: Patience,
  { now, wait }: Waiting = REAL,
): Promise<void> => {
  const began = now();
  let movedAt = began;
  let seen = '';
  for (;;) {
    const looked = await look().catch(() => null);
    if (looked?.done) return;
    if (looked && looked.moves !== seen) {
      seen = looked.moves;
      movedAt = now();
    }
    const seconds = (ms: number) => Math.round(ms / 1_000);
    const last = `last seen: ${seen || 'nothing'}`;
    if (now() - movedAt >= stillMs) throw new Error(`${what}: nothing moved for ${seconds(stillMs)} s; ${last}`);
    if (now() - began >= allMs) throw new Error(`${what}: not done after ${seconds(allMs)} s; ${last}`);
    await wait(LOOK_EVERY_MS);
  }
};
