import { cleanText, cut } from '../../content/clean-text.ts';
import { TEXT_LIMITS } from '../../content/guardrail.ts';
import { type DrawKey, draw } from '../../draws.ts';
import type { Persona } from '../persona-events.ts';
import type { BankPost } from './bank.ts';

/** Texts that an operator gave a persona: whole sentences, without slots. */
export type OwnBank = NonNullable<Persona['bank']>;

const TITLE_CHARS = 60;
/** How image prompts begin: the kind of picture, which a title need not say. */
const KIND =
  /^(?:[\p{L}\d-]+ ){0,4}(?:photo|photograph|picture|image|sprite|art|chart|map|graph|mock-?up|post|square|illustration) of /iu;
const ARTICLE = /^(?:an?|the) /i;

/** What a picture is of, from its prompt: up to the first comma, at most 60 characters in whole words. */
const titleOf = (imagePrompt: string): string => {
  const first = imagePrompt.split(/[,.;:!?(]/)[0]?.trim() ?? '';
  const subject = first.replace(KIND, '').replace(ARTICLE, '');
  const points = Array.from(subject);
  const fits = points.length <= TITLE_CHARS;
  const title = fits
    ? subject
    : cut(
        points
          .slice(0, TITLE_CHARS + 1)
          .join('')
          .replace(/\s+\S*$/, ''),
        TITLE_CHARS,
      );
  return title.charAt(0).toUpperCase() + title.slice(1);
};

/**
 * A post of the persona's own texts. The same keys, the same post; `again`, from 0, goes on to the next caption, so that
 * no text is tried twice before each was tried once. What is drawn is cleaned, and judged by whoever shows it.
 */
export const drawOwnPost = (bank: OwnBank, keys: readonly DrawKey[], again: number): BankPost => {
  const pick = (from: readonly string[], purpose: string): string => {
    const at = Math.floor(draw('own bank', ...keys, purpose) * from.length) + again;
    return cleanText(from[at % from.length] ?? '');
  };
  const imagePrompt = cut(pick(bank.imagePrompts, 'image prompt'), TEXT_LIMITS.imagePromptChars);
  const caption = cut(pick(bank.captions, 'caption'), TEXT_LIMITS.captionChars);
  return { imagePrompt, title: titleOf(imagePrompt) || cut(caption, TITLE_CHARS), caption };
};
