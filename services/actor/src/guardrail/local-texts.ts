import { createRecentTexts } from '@fleet/domain/content/recent-texts';
import type { TextClaims } from '../ports.ts';

/** The claims of one process alone, for a fleet without a database: what it remembers ends with it. */
export const createLocalTexts = (): TextClaims => {
  const texts = createRecentTexts();
  return { claim: async (attemptId, text) => texts.claim(attemptId, text) };
};
