/**
 * Whether every text in a parsed JSON value can be stored: Postgres takes neither a zero character nor half a
 * surrogate pair, and what an event once holds it holds for ever. Walks without recursion: bodies may nest deeply.
 */
export const isStorable = (value: unknown): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (next.includes('\0') || !next.isWellFormed())) return false;
    if (next !== null && typeof next === 'object')
      for (const [key, inner] of Object.entries(next)) {
        if (key.includes('\0') || !key.isWellFormed()) return false;
        left.push(inner);
      }
  }
  return true;
};
