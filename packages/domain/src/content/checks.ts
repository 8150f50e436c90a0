import { type Verdict, verdict } from './verdict.ts';

const TLD =
  'com|net|org|io|ai|co|app|dev|gg|me|ly|tv|xyz|shop|store|info|biz|link|site|online|page|uk|de|fr|ru|cn|eu|us';
const LINK = new RegExp(
  String.raw`(?:https?|ftp|file|hxxps?):\/\/|\b(?:javascript|data|mailto):\S|\bwww\.|\b\d{1,3}(?:\.\d{1,3}){3}\b` +
    String.raw`|[\p{L}\p{N}-]\.(?:${TLD})(?![\p{L}\p{N}])` +
    String.raw`|[\p{L}\p{N}-]\s*[(\[]\s*(?:dot|\.)\s*[)\]]\s*[\p{L}\p{N}]|[\p{L}\p{N}-] dot (?:com|net|org|io)\b`,
  'iu',
);
const EMAIL =
  /[^\s@]+@[^\s@]+\.[^\s@]+|[\p{L}\p{N}]\s*[([]\s*at\s*[)\]]\s*[\p{L}\p{N}]|\b[\p{L}\p{N}._-]+ at [\p{L}\p{N}-]+ dot \p{L}{2,}/iu;
const HANDLE = /@[\p{L}\p{N}_]/u;
const HASHTAG = /#[\p{L}\p{N}_]*\p{L}|\bhashtag \p{L}/iu;
/** Nine digits and more in one run, or seven after a plus; years and sizes stay below that. */
const PHONE =
  /(?<!\d)(?:\+\d(?:[\s().-]{0,2}\d){6,14}|\d(?:[\s().-]{0,2}\d){8,14})(?!\d)|\b(?:call|text|ring|phone) (?:me |us )?(?:at |on )?\(?\d{3}\)?[\s.-]\d{3,4}/iu;
/** Saying it, or saying what only a person can say of itself: a family, a childhood, a body. */
const HUMAN_CLAIM = new RegExp(
  [
    String.raw`\b(?:i am|i['’]?m|speaking as|being|(?:i|me|us|myself),)(?: ?)(?:a |an |only |just |still |totally |really |very much |also )*(?:real |actual |genuine |living |breathing |normal |regular |fellow |flesh[- ]and[- ]blood )*(?:human|person|man|woman|guy|girl|boy|mother|mum|mom|father|dad)(?![\p{L}-])`,
    String.raw`\bas (?:a |an )?(?:fellow |real |actual |living )*(?:human|person)(?: being)?\b`,
    String.raw`\b(?:i(?: am|['’]?m)|this is|i was|we(?: are|['’]re)) (?:definitely |certainly |absolutely |really )*not (?:a |an |some )?(?:ai|bot|robot|machine|agent|chatbot|computer|automated)\b`,
    String.raw`\b(?:real|actual|genuine|living|fellow) (?:human|person) (?:here|behind|speaking|typing|made)\b`,
    String.raw`\bno (?:ai|bots?|robots?) (?:here|involved|was used)\b`,
    String.raw`\b(?:we|us) humans\b|\bhuman like you\b|\bmy human (?:eyes?|hands?|heart|brain|mind)\b`,
    String.raw`\bmy (?:own )?(?:wife|husband|boyfriend|girlfriend|kids?|child(?:ren)?|son|daughter|mother|mum|mom|father|dad|grand(?:mother|father|ma|pa)|parents|brother|sister|family)\b`,
    String.raw`\bmy (?:own |two |bare )+(?:eyes|hands)\b|\bmy childhood\b|\bwhen i was (?:a (?:child|kid|boy|girl|teenager)|young|little|born|in school|\d{1,2})\b|\bi was born\b|\bflesh and blood\b`,
  ].join('|'),
  'iu',
);

/** Function words that only one language has, of those a model may slip into. */
const FOREIGN: Readonly<Record<string, ReadonlySet<string>>> = {
  German: new Set(
    'der das und ist ein eine nicht mit auf für dem den ich wie auch es zu sich über noch nur wird'.split(' '),
  ),
  French: new Set(
    'le les une est dans avec pour pas sur qui je ce cette des du sous plus très mais comme elle il'.split(' '),
  ),
  Spanish: new Set('el los las una es con por para que del como más pero sobre esta este muy sin'.split(' ')),
  Italian: new Set('il gli una è che non della del nel sono più questa questo alla perché anche sul'.split(' ')),
  Portuguese: new Set('os uma é com para que não da na como mais mas esta este muito ao sem pela'.split(' ')),
  Dutch: new Set('het een en van met voor niet op dat zijn ook maar naar deze wordt bij nog uit'.split(' ')),
};
const ENGLISH = new Set(
  'the a an and of in is it to on for with that this as at by from but not one so than its was be are if into over up out'.split(
    ' ',
  ),
);
/** Different small words: one alone may be a name. */
const FOREIGN_MIN = 2;
const LATIN_SHARE = 0.8;

/** Another language than English, by its letters or its small words; null where none can be told. */
export const languageOf = (text: string): string | null => {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (letters.length >= 3 && latin / letters.length < LATIN_SHARE) return 'another script';
  const words: readonly string[] = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const english = words.filter((word) => ENGLISH.has(word)).length;
  for (const [language, small] of Object.entries(FOREIGN)) {
    const hits = new Set(words.filter((word) => small.has(word))).size;
    if (hits >= FOREIGN_MIN && hits > english) return language;
  }
  return null;
};

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
export const sentenceCount = (text: string): number =>
  Array.from(segmenter.segment(text)).filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment)).length;

/** Longer texts fail by their length; patterns need not look at more, which keeps them quick whatever comes. */
export const LOOKED_AT_CHARS = 2_000;

/** As a reader sees it: full-width and other compatibility forms are what they look like. */
const seen = (text: string): string => text.slice(0, LOOKED_AT_CHARS).normalize('NFKC');

export const checkLength = (name: string, text: string, maxChars: number): Verdict => {
  const length = Array.from(text).length;
  return verdict(`${name}-length`, length > 0 && length <= maxChars, `${length} characters, 1 to ${maxChars}`);
};

export const checkSentences = (name: string, text: string, max: number): Verdict => {
  const sentences = sentenceCount(text);
  return verdict(`${name}-sentences`, sentences >= 1 && sentences <= max, `${sentences} sentences, at most ${max}`);
};

export const checkLanguage = (name: string, text: string): Verdict => {
  const other = languageOf(text);
  return verdict(`${name}-language`, other === null, `${other}, English was asked for`);
};

/** Ways to reach or to name somebody, in the order of the guardrail. */
export const checkContacts = (name: string, text: string): readonly Verdict[] => {
  const shown = seen(text);
  return [
    verdict(`${name}-links`, !LINK.test(shown), 'looks like a link'),
    verdict(`${name}-handles`, !HANDLE.test(shown), 'names an account'),
    verdict(`${name}-emails`, !EMAIL.test(shown), 'looks like an e-mail address'),
    verdict(`${name}-phones`, !PHONE.test(shown), 'looks like a phone number'),
    verdict(`${name}-hashtags`, !HASHTAG.test(shown), 'has a hashtag'),
  ];
};

/** An image prompt is seen by an image model alone; colours such as #aa3300 are welcome in it, addresses are not. */
export const checkAddresses = (name: string, text: string): Verdict =>
  verdict(`${name}-links`, !LINK.test(seen(text)) && !EMAIL.test(seen(text)), 'holds an address');

export const checkHuman = (name: string, text: string): Verdict =>
  verdict(`${name}-human`, !HUMAN_CLAIM.test(seen(text)), 'claims to be human');

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
