import type { ComposeResult } from '@fleet/domain/activity/activity-events';

export type Verdict = ComposeResult['verdicts'][number];

const verdict = (check: string, ok: boolean, note: string): Verdict => (ok ? { check, ok } : { check, ok, note });

const LINK =
  /(?:https?|ftp|file):\/\/|\bjavascript:|\bwww\.|\b\d{1,3}(?:\.\d{1,3}){3}\b|[\p{L}\p{N}-]\.(?:com|net|org|io|ai|co|app|dev|gg|me|ly|tv|xyz|shop|store|info|biz|link|site|online|page|uk|de|fr|ru|cn|eu|us)(?![\p{L}\p{N}])/iu;
const EMAIL = /[^\s@＠]+[@＠][^\s@＠]+\.[^\s@＠]+/u;
const HANDLE = /[@＠][\p{L}\p{N}_]/u;
const HASHTAG = /[#＃][\p{L}\p{N}_]*\p{L}/u;
/** Nine digits and more in one run, or seven after a plus; years and sizes stay below that. */
const PHONE = /(?<!\d)(?:\+\d(?:[\s().-]{0,2}\d){6,14}|\d(?:[\s().-]{0,2}\d){8,14})(?!\d)/u;
const HUMAN_CLAIM =
  /\b(?:i am|i['’]?m|speaking as|being) (?:a |an |only |just |still )*(?:real |actual |genuine |living )*(?:human|person|man|woman)\b|\bas (?:a )?(?:fellow |real |actual )*human\b|\bi(?: am|['’]?m) not (?:a |an )?(?:ai|bot|robot|machine|agent|chatbot)\b|\b(?:real|actual) (?:human|person) here\b/iu;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
export const sentenceCount = (text: string): number =>
  Array.from(segmenter.segment(text)).filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment)).length;

/** Checks of one text that will be seen in the gallery. Each gives one verdict, named after what it keeps out. */
export const checkText = (
  name: string,
  text: string,
  limits: { readonly maxChars: number; readonly maxSentences: number | null },
): readonly Verdict[] => {
  const length = Array.from(text).length;
  const sentences = sentenceCount(text);
  return [
    verdict(`${name}-length`, length > 0 && length <= limits.maxChars, `${length} characters`),
    ...(limits.maxSentences === null
      ? []
      : [
          verdict(
            `${name}-sentences`,
            sentences >= 1 && sentences <= limits.maxSentences,
            `${sentences} sentences, at most ${limits.maxSentences}`,
          ),
        ]),
    verdict(`${name}-links`, !LINK.test(text), 'looks like a link'),
    verdict(`${name}-emails`, !EMAIL.test(text), 'looks like an e-mail address'),
    verdict(`${name}-handles`, !HANDLE.test(text), 'names an account'),
    verdict(`${name}-hashtags`, !HASHTAG.test(text), 'has a hashtag'),
    verdict(`${name}-phones`, !PHONE.test(text), 'looks like a phone number'),
    verdict(`${name}-human`, !HUMAN_CLAIM.test(text), 'claims to be human'),
  ];
};

/** An image prompt is seen by an image model alone; colours such as #aa3300 are welcome in it, addresses are not. */
export const checkImagePrompt = (text: string, maxChars: number): readonly Verdict[] => [
  verdict('image-prompt-length', text.length > 0 && text.length <= maxChars, `${text.length} characters`),
  verdict('image-prompt-links', !LINK.test(text) && !EMAIL.test(text), 'holds an address'),
];

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The same words again, whatever their case and punctuation. Similar ones are the near-duplicate claim's business. */
export const checkRepeat = (name: string, text: string, earlier: readonly string[]): Verdict => {
  const said = plain(text);
  return verdict(`${name}-repeated`, !earlier.some((other) => plain(other) === said), 'said before');
};
