import type { Blocklist } from './blocklist.ts';
import {
  checkAddresses,
  checkContacts,
  checkHuman,
  checkLanguage,
  checkLength,
  checkRepeat,
  checkSentences,
  LOOKED_AT_CHARS,
} from './checks.ts';
import { type Verdict, verdict } from './verdict.ts';

export const TEXT_LIMITS = {
  titleChars: 80,
  captionChars: 400,
  captionSentences: 2,
  commentChars: 280,
  commentSentences: 1,
  imagePromptChars: 1_000,
} as const;

/** A text that is about to be shown (or, an image prompt, drawn). Clean and trimmed already. */
export type Text =
  | { readonly kind: 'post'; readonly imagePrompt: string; readonly title: string; readonly caption: string }
  | { readonly kind: 'comment'; readonly text: string };

type Shown = {
  readonly name: string;
  readonly text: string;
  readonly maxChars: number;
  readonly maxSentences: number | null;
};

/** What people will read, the longest last. */
const shownOf = (text: Text): readonly Shown[] =>
  text.kind === 'post'
    ? [
        { name: 'title', text: text.title, maxChars: TEXT_LIMITS.titleChars, maxSentences: null },
        {
          name: 'caption',
          text: text.caption,
          maxChars: TEXT_LIMITS.captionChars,
          maxSentences: TEXT_LIMITS.captionSentences,
        },
      ]
    : [
        {
          name: 'comment',
          text: text.text,
          maxChars: TEXT_LIMITS.commentChars,
          maxSentences: TEXT_LIMITS.commentSentences,
        },
      ];

/** The text by which two of the fleet are told apart. */
export const claimedText = (text: Text): string => (text.kind === 'post' ? text.caption : text.text);

const blocked = (name: string, text: string, blocklist: Blocklist): Verdict => {
  const list = blocklist(text.slice(0, LOOKED_AT_CHARS));
  return verdict(`${name}-blocklist`, list === null, `has words of the list "${list}"`);
};

/**
 * The guardrail up to its first outside call, in order: schema (with the language asked for), length, sentences, ways
 * to reach somebody, blocklist. All are said, so that one repair can mend them all. Moderation, the near-duplicate
 * claim and `judgeHuman` follow.
 */
export const judgeForm = (text: Text, blocklist: Blocklist): readonly Verdict[] => {
  const shown = shownOf(text);
  const drawn = text.kind === 'post' ? text.imagePrompt : null;
  return [
    { check: 'schema', ok: true },
    ...shown.slice(-1).map(({ name, text }) => checkLanguage(name, text)),
    ...(drawn === null ? [] : [checkLength('image-prompt', drawn, TEXT_LIMITS.imagePromptChars)]),
    ...shown.map(({ name, text, maxChars }) => checkLength(name, text, maxChars)),
    ...shown.flatMap(({ name, text, maxSentences }) =>
      maxSentences === null ? [] : [checkSentences(name, text, maxSentences)],
    ),
    ...(drawn === null ? [] : [checkAddresses('image-prompt', drawn)]),
    ...shown.flatMap(({ name, text }) => checkContacts(name, text)),
    ...(drawn === null ? [] : [blocked('image-prompt', drawn, blocklist)]),
    ...shown.map(({ name, text }) => blocked(name, text, blocklist)),
  ];
};

/** What this agent, or others under the same post, said in just these words. Before the fleet-wide claim. */
export const judgeRepeat = (text: Text, earlier: readonly string[]): Verdict =>
  checkRepeat(text.kind === 'post' ? 'caption' : 'comment', claimedText(text), earlier);

/** The last check: nothing of the fleet says or implies that it is a person. */
export const judgeHuman = (text: Text): readonly Verdict[] =>
  shownOf(text).map(({ name, text }) => checkHuman(name, text));
