export type Trigrams = ReadonlySet<string>;

/** Trigrams of a text's letters, as the gallery's near-duplicate check sees it. */
export const trigramsOf = (text: string): Trigrams => {
  const plain = `  ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= plain.length; i++) found.add(plain.slice(i, i + 3));
  return found;
};

/** Shared trigrams over all trigrams, 0 to 1 (what Postgres calls similarity). */
export const overlap = (one: Trigrams, other: Trigrams): number => {
  let shared = 0;
  for (const trigram of one) if (other.has(trigram)) shared += 1;
  return shared / (one.size + other.size - shared);
};

export const similarity = (one: string, other: string): number => overlap(trigramsOf(one), trigramsOf(other));
