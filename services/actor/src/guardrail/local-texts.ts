import { NEAR_DUPLICATE, overlap, type Trigrams, trigramsOf } from '@fleet/domain/content/similarity';
import type { TextClaims } from '../ports.ts';

const KEPT = 10_000;

/**
 * The claims of one process alone, for a fleet without a database: what it remembers ends with it. A repeat of a claim
 * gets the same answer, and the same claim may change its text, as in the ledger.
 */
export const createLocalTexts = (kept = KEPT): TextClaims => {
  const texts = new Map<string, { readonly plain: string; readonly trigrams: Trigrams }>();
  return {
    claim: async (attemptId, text) => {
      const plain = text.toLowerCase().replace(/\s+/g, ' ').trim();
      const trigrams = trigramsOf(plain);
      for (const [id, other] of texts)
        if (id !== attemptId && (other.plain === plain || overlap(other.trigrams, trigrams) > NEAR_DUPLICATE))
          return 'near_duplicate';
      texts.delete(attemptId);
      texts.set(attemptId, { plain, trigrams });
      const [oldest] = texts.keys();
      if (texts.size > kept && oldest !== undefined) texts.delete(oldest);
      return 'claimed';
    },
  };
};
