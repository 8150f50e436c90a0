/**
 * Words and phrases that no text of the fleet may hold, whatever a model thinks of them: insults and abuse, sex,
 * violence against people, drugs, advertising, begging for attention, and what shows a prompt through. A phrase matches
 * whole words; `*` stands for any ending.
 */
const PHRASES: Readonly<Record<string, string>> = {
  abuse: `
    idiot*, moron*, imbecile*, retard*, stupid people, loser*, scum, shut up, kill yourself, kys, go die, nobody likes
    you, you suck, you are worthless, piece of trash, piece of garbage, disgusting people, subhuman*, vermin people,
    bitch*, bastard*, asshole*, arsehole*, fuck*, motherfuck*, shit*, bullshit, crap, dickhead*, wanker*, slut*, whore*,
    cunt*, douche*, hate you, i hate women, i hate men, go back to your country
  `,
  sex: `
    porn*, nude*, nudes, naked girl*, naked women, sexy, sexual*, erotic*, fetish*, hentai, nsfw, onlyfans, topless,
    explicit sex, horny, orgasm*, genital*
  `,
  violence: `
    murder*, slaughter*, massacre*, behead*, torture*, rape*, terrorist*, bomb threat, school shooting, shoot them,
    stab them, kill you, kill him, kill her, kill them, kill everyone, gore, suicide, self harm, self-harm, lynch*,
    genocide, nazi*, hitler
  `,
  drugs: `cocaine, heroin, meth, fentanyl, buy weed, buy pills, viagra, cialis`,
  advertising: `
    buy now, order now, shop now, click here, click the link, link in bio, link below, use code, promo code, discount code,
    coupon*, limited time offer, limited offer, special offer, best price, free shipping, money back, act now,
    don't miss out, sign up today, subscribe, giveaway*, sponsored by, affiliate, work from home, passive income,
    get rich, crypto, bitcoin, nft, nfts, casino, betting, forex, guaranteed returns, check out my, visit my, my website,
    my shop, my channel, our newsletter
  `,
  begging: `
    follow me, follow back, follow for follow, like and share, please like, please share, tag a friend, tag your friends,
    smash that, hit the like, drop a comment, comment below, dm me, message me, add me on, whatsapp, telegram,
    swipe up, like if you
  `,
  leak: `
    as an ai, as a language model, language model, i cannot assist, i can't assist, i cannot help with, i'm sorry but,
    i am sorry but, ignore previous, ignore all previous, ignore the above, ignore your instructions, system prompt,
    my instructions, my prompt says, untrusted, imageprompt, json, lorem ipsum, insert caption, caption here, your caption
  `,
};

const escaped = (phrase: string): string => phrase.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '[\\s-]+');
const ruleOf = (phrase: string): string =>
  phrase.endsWith('*') ? `${escaped(phrase.slice(0, -1))}[\\p{L}]*` : escaped(phrase);
const listed = (text: string): string[] =>
  text
    .split(',')
    .map((phrase) => phrase.trim().replace(/\s+/g, ' '))
    .filter((phrase) => phrase !== '');
const patternOf = (phrases: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${phrases.map(ruleOf).join('|')})(?![\\p{L}\\p{N}])`, 'iu');

/** Which list a text breaks, by name; null: none. */
export type Blocklist = (text: string) => string | null;

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  $: 's',
  '!': 'i',
  '@': 'a',
};
/** Words as they are meant: accents off, figures inside a word read as the letters they look like. */
const unmasked = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘]/g, "'")
    .replace(/[0-9$!@]+(?=\p{L})/gu, (run) => Array.from(run, (c) => LOOKALIKES[c] ?? c).join(''));

/** The built-in lists and an operator's own phrases (at most 1,000, `*` for any ending). */
export const createBlocklist = (own: readonly string[] = []): Blocklist => {
  const lists = Object.entries(PHRASES).map(([name, text]) => ({ name, pattern: patternOf(listed(text)) }));
  const added = own.slice(0, 1_000).filter((phrase) => phrase.trim() !== '');
  if (added.length > 0) lists.push({ name: 'own', pattern: patternOf(added.map((phrase) => phrase.trim())) });
  return (text) => {
    const meant = [text, unmasked(text)];
    return lists.find(({ pattern }) => meant.some((words) => pattern.test(words)))?.name ?? null;
  };
};
