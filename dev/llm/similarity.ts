/** Trigrams of a text's letters, as the gallery's near-duplicate check sees it. */
const trigramsOf = (text: string): ReadonlySet<string> => {
  const plain = `  ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= plain.length; i++) found.add(plain.slice(i, i + 3));
  return found;
};

/** Shared trigrams over all trigrams, 0 to 1 (what Postgres calls similarity). */
export const similarity = (one: string, other: string): number => {
  const a = trigramsOf(one);
  const b = trigramsOf(other);
  let shared = 0;
  for (const trigram of a) if (b.has(trigram)) shared += 1;
  return shared / (a.size + b.size - shared);
};
