import { createHash } from 'node:crypto';

/** A stream of numbers in [0, 1) that depends on the words alone: the same words, the same numbers on every machine. */
export type Draws = () => number;

export const drawsOf = (...words: readonly string[]): Draws => {
  const digest = createHash('sha256').update(words.join('\u0000')).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let d = digest.readUInt32LE(12);
  // sfc32: small, fast, and good enough for choosing words.
  return () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4_294_967_296;
  };
};

/** @throws when there is nothing to choose from */
export const pick = <T>(draws: Draws, from: readonly T[]): T => {
  const one = from[Math.min(Math.floor(draws() * from.length), from.length - 1)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
};
