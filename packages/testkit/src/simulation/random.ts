/** Chance of one history: everything drawn from it is the same for the same seed. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** Whole, in [0, below). */
  int(below: number): number;
  between(from: number, to: number): number;
  chance(of: number): boolean;
  pick<T>(list: readonly T[]): T;
};

/** Folds a text into 32 bits (FNV-1a), from where an earlier one left off. */
export const hashText = (text: string, from = 0x811c9dc5): number => {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32; `purpose` keeps what is drawn for one thing apart from what is drawn for another. */
export const randomOf = (seed: number, purpose: string): Random => {
  let state = hashText(`${seed}|${purpose}`);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    between: (from, to) => Math.round(from + next() * (to - from)),
    chance: (of) => next() < of,
    pick: <T>(list: readonly T[]): T => {
      const picked = list[int(list.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
};
