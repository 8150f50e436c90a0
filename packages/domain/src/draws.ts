/**
 * Chance without state: a draw is a hash of what it is for, so the same seed and keys give the same number on every
 * machine, in any order, however often. Two 32-bit lanes with murmur3's finaliser give 53 bits.
 */

export type DrawKey = string | number;

const TWO_53 = 2 ** 53;
const TWO_32 = 2 ** 32;

const mix = (value: number): number => {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

const unit = (high: number, low: number): number => ((high >>> 11) * TWO_32 + (low >>> 0)) / TWO_53;

/** Both lanes over all keys; each key ends in a separator, so that ('a', 'bc') is not ('ab', 'c'). */
const lanes = (seed: string, keys: readonly DrawKey[]): readonly [number, number] => {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  const eat = (code: number) => {
    a = Math.imul(a ^ code, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ code, 0x5f356495);
    b ^= b >>> 13;
  };
  for (const key of [seed, ...keys]) {
    const text = String(key);
    for (let i = 0; i < text.length; i++) eat(text.charCodeAt(i));
    eat(0x1ffff);
  }
  return [mix(a ^ (b >>> 5)), mix(b ^ (a << 7))];
};

/** A number in [0, 1), uniform over keys. */
export const draw = (seed: string, ...keys: readonly DrawKey[]): number => {
  const [a, b] = lanes(seed, keys);
  return unit(a, b);
};

/** The same for many draws under one prefix, by two integers each: no string is hashed per draw. */
export const drawer = (seed: string, ...keys: readonly DrawKey[]): ((i: number, k: number) => number) => {
  const [a, b] = lanes(seed, keys);
  return (i, k) => {
    const x = mix(a ^ Math.imul(i, 0x9e3779b1) ^ Math.imul(k + 1, 0x27d4eb2f));
    const y = mix(b + Math.imul(k + 1, 0x85ebca77) + Math.imul(x ^ i, 0x165667b1));
    return unit(mix(x ^ y), y);
  };
};

/** Hex digits, 8 per word: a name for what the keys say, not a secret and no proof of anything. */
export const hexOf = (words: number, seed: string, ...keys: readonly DrawKey[]): string => {
  const drawn = drawer(seed, ...keys);
  let hex = '';
  for (let i = 0; i < words; i++) {
    const word = Math.floor(TWO_32 * drawn(i, 0));
    // In halves: small integers are written much faster than large ones.
    hex += (0x10000 + (word >>> 16)).toString(16).slice(1) + (0x10000 + (word & 0xffff)).toString(16).slice(1);
  }
  return hex;
};

/** Index chosen with chance proportional to its weight; null when nothing has any. `at` in [0, 1). */
export const weightedIndex = (weights: readonly number[], at: number): number | null => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return null;
  let left = at * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.findLastIndex((weight) => weight > 0);
};
