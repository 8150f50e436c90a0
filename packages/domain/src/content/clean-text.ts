/**
 * Characters that show nothing or turn text around: controls, bidirectional marks, zero-width and tag characters,
 * byte order marks, interlinear and object marks. The zero-width joiner stays: it holds emoji together.
 */
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\u{e0000}-\u{e0fff}]/gu;

/** One line of text as people read it: NFC, no control or bidi characters, single spaces, trimmed. */
export const cleanText = (text: string): string =>
  text.toWellFormed().replace(/\s+/gu, ' ').replace(INVISIBLE, '').normalize('NFC').replace(/ {2,}/g, ' ').trim();

/** At most `max` code points, an ellipsis in place of what was cut. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const points = Array.from(text.slice(0, max * 2));
  return points.length <= max && text.length <= max * 2 ? text : `${points.slice(0, max - 1).join('')}…`;
};

const MAX_UNTRUSTED_CHARS = 500;
/** Read at most this much before cleaning, whatever the length of what came. */
const MAX_CLEANED_CHARS = 4_000;

/** Somebody else's words, delimited: cleaned, cut, and unable to close their own delimiter. */
export const untrusted = (text: string): string => {
  const inner = cut(cleanText(text.slice(0, MAX_CLEANED_CHARS)), MAX_UNTRUSTED_CHARS)
    .replaceAll('<', '‹')
    .replaceAll('>', '›');
  return `<untrusted>${inner}</untrusted>`;
};
