import { NEAR_DUPLICATE_CHECK } from './similarity.ts';
import type { Verdict } from './verdict.ts';

/** How varied a fleet's words and posters are. Measures and human values: Li et al. 2016 (distinct-n), Pew, GNIP. */

/** Texts that are looked at, at most: distinct-n falls with every text more, and its gate is for so many. */
export const MEASURED_TEXTS = 1_000;
/** Fewer say nothing of a fleet. */
const TEXTS_MIN = 20;
const POSTERS_MIN = 10;

const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}'’/.-]*[\p{L}\p{N}])?/gu) ?? [];
const gramsOf = (words: readonly string[], n: number): string[] =>
  words.slice(n - 1).map((_, i) => words.slice(i, i + n).join(' '));

/** n-grams of one text's words, lower case, in order. */
export const textGrams = (text: string, n: number): string[] => gramsOf(wordsOf(text), n);

/** Different n-grams by all n-grams, 0 to 1; 1 where there are none, since nothing is repeated. */
export const distinct = (texts: readonly string[], n: number): number => {
  const grams = texts.flatMap((text) => textGrams(text, n));
  return grams.length === 0 ? 1 : new Set(grams).size / grams.length;
};

/** Different word pairs by all of them; null of fewer than 20 texts. */
export const distinct2 = (texts: readonly string[]): number | null =>
  texts.length < TEXTS_MIN ? null : distinct(texts, 2);

/**
 * Share of all posts by the busiest tenth of those that posted (rounded, one at least), 0 to 1; null of fewer than ten.
 * @param byCount how many posted so many times, each `posts` once
 */
export const busiestTenthShare = (
  byCount: readonly { readonly posts: number; readonly agents: number }[],
): number | null => {
  const posters = byCount.reduce((sum, { agents }) => sum + agents, 0);
  const all = byCount.reduce((sum, { posts, agents }) => sum + posts * agents, 0);
  if (posters < POSTERS_MIN || all === 0) return null;
  let left = Math.round(posters / 10);
  let theirs = 0;
  for (const { posts, agents } of byCount.toSorted((a, b) => b.posts - a.posts)) {
    const taken = Math.min(left, agents);
    theirs += taken * posts;
    left -= taken;
  }
  return theirs / all;
};

/** Whether words were turned down because they, or nearly they, were said before: by their writer or by the fleet. */
export const saidBefore = (verdicts: readonly Verdict[]): boolean =>
  verdicts.some(({ check, ok }) => !ok && (check === NEAR_DUPLICATE_CHECK || check.endsWith('-repeated')));
