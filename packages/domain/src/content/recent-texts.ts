import { NEAR_DUPLICATE, overlap, type Trigrams, trigramsOf } from './similarity.ts';

export type RecentTexts = {
  /** Whether this text may be said: nothing nearly the same is held by another claim. It is then held by this one. */
  claim(id: string, text: string): 'claimed' | 'near_duplicate';
};

/** The last texts, the oldest making room. The same claim may be repeated, or change its text, as in the ledger. */
export const createRecentTexts = (kept = 10_000): RecentTexts => {
  const texts = new Map<string, { readonly plain: string; readonly trigrams: Trigrams }>();
  return {
    claim: (id, text) => {
      const plain = text.toLowerCase().replace(/\s+/g, ' ').trim();
      const trigrams = trigramsOf(plain);
      for (const [other, held] of texts)
        if (other !== id && (held.plain === plain || overlap(held.trigrams, trigrams) > NEAR_DUPLICATE))
          return 'near_duplicate';
      texts.delete(id);
      texts.set(id, { plain, trigrams });
      const [oldest] = texts.keys();
      if (texts.size > kept && oldest !== undefined) texts.delete(oldest);
      return 'claimed';
    },
  };
};
