import { describe, expect, it } from 'vitest';
import { type Look, whileItMoves } from './progress.ts';

const PATIENCE = { stillMs: 10_000, allMs: 60_000 };

/** A clock that only waiting moves on, and what is there to be seen at each of its moments. */
const stage = (seen: (atMs: number) => Look) => {
  let at = 0;
  const wait = async (ms: number) => {
    at += ms;
  };
  const time = { now: () => at, wait };
  const waiting = whileItMoves('every process to die', async () => seen(at), PATIENCE, time);
  return waiting.then(
    () => ({ said: 'done', at }),
    (error: Error) => ({ said: error.message, at }),
  );
};

describe('waiting while something moves', () => {
  it('is over as soon as it is done', async () => {
    expect(await stage((at) => ({ done: at >= 3_000, moves: 'same' }))).toEqual({ said: 'done', at: 3_000 });
  });

  it('goes on for as long as something moves, however slowly', async () => {
    const slow = (at: number) => ({ done: at >= 50_000, moves: String(Math.floor(at / 9_000)) });
    expect(await stage(slow)).toEqual({ said: 'done', at: 50_000 });
  });

  it('fails when nothing moved for a while, and says what was seen last', async () => {
    const stuck = await stage((at) => ({ done: false, moves: `${Math.min(3, Math.floor(at / 1_000))} dead` }));
    expect(stuck.at).toBe(13_000);
    expect(stuck.said).toBe('every process to die: nothing moved for 10 s; last seen: 3 dead');
  });

  it('fails in the end although it moves', async () => {
    const endless = await stage((at) => ({ done: false, moves: String(at) }));
    expect(endless.at).toBe(60_000);
    expect(endless.said).toContain('not done after 60 s');
  });

  it('takes a look that throws for one at which nothing moved', async () => {
    const broken = await stage(() => {
      throw new Error('refused');
    });
    expect(broken).toEqual({ said: 'every process to die: nothing moved for 10 s; last seen: nothing', at: 10_000 });
  });
});
