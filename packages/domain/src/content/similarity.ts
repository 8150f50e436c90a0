export type Trigrams = ReadonlySet<string>;

/** Texts more alike than this are the same text to a reader, and to the ledger's claim (Postgres' pg_trgm). */
export const NEAR_DUPLICATE = 0.6;
/** The check that keeps them out, by its name among the verdicts. */
export const NEAR_DUPLICATE_CHECK = 'near-duplicate';

/** Trigrams of a text's words as pg_trgm counts them: each word with two blanks before and one after it. */
export const trigramsOf = (text: string): Trigrams => {
  const found = new Set<string>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3));
  }
  return found;
};

/** Shared trigrams over all trigrams, 0 to 1 (what Postgres calls similarity). Two texts without letters share none. */
export const overlap = (one: Trigrams, other: Trigrams): number => {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const trigram of fewer) if (more.has(trigram)) shared += 1;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
};

export const similarity = (one: string, other: string): number => overlap(trigramsOf(one), trigramsOf(other));
