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

/** Texts, of 300 characters at most: some 80 of the longest banks. What was asked about longest ago is forgotten. */
const REMEMBERED = 20_000;

export type OnceModerated = {
  /** @param ask false: only what is remembered counts, since the provider did not answer a moment ago */
  moderate(ask: boolean): Moderate;
  isKnown(text: string): boolean;
};

/** For texts that stay the same: the provider is asked about each alone and once, while it is among the last 20,000. */
export const moderateOnce = (moderate: Moderate, remembered = REMEMBERED): OnceModerated => {
  const known = new Map<string, Moderated>();

  const one = async (text: string, ask: boolean, signal: AbortSignal): Promise<Moderated> => {
    const before = known.get(text);
    if (before) return before;
    if (!ask) return said(false, 'no answer: it gave none a moment ago', false);
    const now = await moderate([text], signal);
    // A provider that has no moderation now may have one later, and a note says that nobody looked.
    if (!now.answered || (now.verdict.ok && now.verdict.note !== undefined)) return now;
    known.set(text, now);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
    return now;
  };

  return {
    moderate: (ask) => async (texts, signal) => {
      const all = await Promise.all([...new Set(texts)].map((text) => one(text, ask, signal)));
      // A no stands before silence: it will not be another one later.
      return (
        all.find(({ verdict, answered }) => answered && !verdict.ok) ??
        all.find(({ verdict }) => !verdict.ok) ??
        all[0] ??
        said(true)
      );
    },
    isKnown: (text) => known.has(text),
  };
};
