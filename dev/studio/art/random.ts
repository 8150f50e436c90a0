export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  readonly between: (least: number, most: number) => number;
  /** Whole number, both ends included. */
  readonly int: (least: number, most: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly shuffle: <T>(from: readonly T[]) => T[];
  /** Around 0, mostly within ±1. */
  readonly bell: () => number;
};

function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i += 1) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h ^= h >>> 15;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Random numbers that a text decides: everything in a picture is drawn from these, so the same prompt is the same picture. */
export function randomOf(text: string): Random {
  let state = hash(text, 0x811c9dc5);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + next() * (most - least);
  const int = (least: number, most: number) => Math.floor(between(least, most + 1));
  return {
    next,
    between,
    int,
    chance: (share) => next() < share,
    pick: <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T,
    shuffle: <T>(from: readonly T[]): T[] => {
      const all = [...from];
      for (let i = all.length - 1; i > 0; i -= 1) {
        const j = int(0, i);
        [all[i], all[j]] = [all[j] as T, all[i] as T];
      }
      return all;
    },
    bell: () => (next() + next() + next() + next() - 2) / 1.15,
  };
}
