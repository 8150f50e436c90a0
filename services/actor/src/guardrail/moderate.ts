import type { Verdict } from '@fleet/domain/content/verdict';
import { never } from '@fleet/domain/decision';
import type { Moderation } from '../ports.ts';

/** `answered` false: there is a moderation, and it did not say anything. */
export type Moderated = { readonly verdict: Verdict; readonly answered: boolean };
export type Moderate = (texts: readonly string[], signal: AbortSignal) => Promise<Moderated>;

const CHECK = 'moderation';
const MAX_NOTE_CHARS = 200;

const said = (ok: boolean, note?: string, answered = true): Moderated => ({
  verdict: { check: CHECK, ok, ...(note === undefined ? {} : { note: note.slice(0, MAX_NOTE_CHARS) }) },
  answered,
});

/** What the provider says of texts, all in one call. @param moderation null: the provider has none */
export const moderateBy =
  (moderation: Moderation | null): Moderate =>
  async (texts, signal) => {
    if (moderation === null) return said(true, 'not available');
    const answer = await moderation.check({ texts, imageUrls: [] }, signal);
    switch (answer.kind) {
      case 'allowed':
        return said(true);
      case 'flagged':
        return said(false, answer.categories.join(', '));
      case 'not_available':
        return said(true, `not available: ${answer.reason}`);
      case 'failed':
        return said(false, `no answer: ${answer.reason}`, false);
      default:
        return never(answer);
    }
  };

/** Of the built-in banks: they came with the code and were read by people before. */
export const builtInTexts: Moderate = async () => said(true, 'of the bank');
