import { setTimeout as wait } from 'node:timers/promises';
import { draw } from '@fleet/domain/draws';
import { FAULTS, type SoakFault } from './faults.ts';
import type { SoakFleet } from './fleet.ts';
import type { SoakOptions } from './options.ts';

const NEXT_AFTER_MS = { from: 5_000, to: 10_000 };
const ATTEMPTS = 3;

export type Disturbed = {
  /** How often each fault hit work in flight. */
  readonly hits: Readonly<Record<string, number>>;
  /** Faults that found nobody at work, or nobody there. */
  readonly missed: number;
};

type Heard = {
  /** Before each fault. */
  readonly every: (nth: number) => Promise<void>;
  readonly say: (what: string) => void;
};

/** A fault every five to ten seconds, which and when by the seed alone; those that last overlap, but never on one part. */
export const disturb = async (
  fleet: SoakFleet,
  { minutes, seed }: Pick<SoakOptions, 'minutes' | 'seed'>,
  { every, say }: Heard,
): Promise<Disturbed> => {
  const over = performance.now() + minutes * 60_000;
  const hits: Record<string, number> = {};
  const suffering = new Set<SoakFault['part']>();
  let missed = 0;

  const strike = async (fault: SoakFault, chance: (what: string) => number): Promise<boolean> => {
    // A part that just fell over may not even be there to be hit; then it does not count.
    const hit = await fault.strike({ fleet, chance }).catch((error: unknown) => {
      say(`${fault.name}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
    if (hit) hits[fault.name] = (hits[fault.name] ?? 0) + 1;
    else missed++;
    say(`${fault.name}${hit ? '' : ' (hit nobody at work)'}`);
    return hit;
  };
  /** Where nobody was at work, another part is struck instead. */
  const strikeSomebody = async (chance: (what: string) => number): Promise<void> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const free = FAULTS.filter(({ part }) => !suffering.has(part));
      const fault = free[Math.floor(chance(`which ${attempt}`) * free.length)];
      if (!fault) return;
      suffering.add(fault.part);
      const hit = await strike(fault, chance);
      suffering.delete(fault.part);
      if (hit) return;
    }
  };

  const underway = new Set<Promise<void>>();
  for (let nth = 0; ; nth++) {
    const chance = (what: string) => draw(seed, nth, what);
    const pauseMs = NEXT_AFTER_MS.from + chance('when') * (NEXT_AFTER_MS.to - NEXT_AFTER_MS.from);
    if (performance.now() + pauseMs >= over) break;
    await wait(pauseMs);
    await every(nth);
    const striking = strikeSomebody(chance).finally(() => underway.delete(striking));
    underway.add(striking);
  }
  await Promise.all(underway);
  return { hits, missed };
};
