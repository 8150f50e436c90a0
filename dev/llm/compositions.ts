import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import { similarity } from '@fleet/domain/content/similarity';
import tracery from 'tracery-grammar';
import { type Draws, pick } from './draws.ts';
import type { Bank } from './words/bank.ts';
import { CHARACTER, PERSONALITY } from './words/characters.ts';
import { BANKS } from './words/index.ts';
import { COLOURS, COMMENT_LEADS, COMMENT_WORDS, SHARED } from './words/shared.ts';

export type PostText = { readonly imagePrompt: string; readonly title: string; readonly caption: string };

const SINGLE_SENTENCE_SHARE = 0.35;
const MAX_TITLE_CHARS = 60;
/** A text this close to an earlier one is told anew, a few times at most. */
const TOO_SIMILAR = 0.45;
const TRIES = 8;

/** Grows one rule. Draws are consumed in order, so the whole text hangs on them alone. */
const grow = (rules: Readonly<Record<string, readonly string[]>>, rule: string, draws: Draws): string => {
  const grammar = tracery.createGrammar(rules);
  grammar.addModifiers(tracery.baseEngModifiers);
  tracery.setRng(draws);
  const text = grammar.flatten(rule).replace(/\s+/g, ' ').trim();
  if (/#|\(\(/.test(text)) throw new Error(`a rule names a symbol that does not exist: ${text}`);
  return text;
};

const sentence = (text: string): string => {
  const from = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(from) ? from : `${from}.`;
};

const rulesOf = (bank: Bank, fixed: Readonly<Record<string, readonly string[]>>) => ({
  ...SHARED,
  ...bank.words,
  ...fixed,
});

const baseOf = (colour: string): string => colour.slice(colour.lastIndexOf(' ') + 1);

/** What this post is of: drawn once, shared by its picture, title and caption. Two colours, never of one kind. */
const sceneOf = (bank: Bank, draws: Draws): Readonly<Record<string, readonly string[]>> => {
  const colour = pick(draws, COLOURS);
  const contrasting = COLOURS.filter((other) => baseOf(other) !== baseOf(colour));
  const scene: Record<string, readonly string[]> = { colour: [colour], accent: [pick(draws, contrasting)] };
  const rules = rulesOf(bank, {});
  for (const symbol of bank.scene) scene[symbol] ??= [grow(rules, `#${symbol}#`, draws)];
  return scene;
};

/** How much of a rule is left to the words: such rules can be used more often without being recognised. */
const openness = (rule: string): number => (rule.match(/#\w/g)?.length ?? 0) / rule.split(/\s+/).length;

/** Of two rules, the more open one. */
const pickRule = (draws: Draws, from: readonly string[]): string => {
  const [one, other] = [pick(draws, from), pick(draws, from)];
  return openness(one) >= openness(other) ? one : other;
};

const tooSimilar = (text: string, earlier: readonly string[]): boolean =>
  earlier.some((other) => similarity(text, other) > TOO_SIMILAR);

/** A picture, its title and its caption, all of one scene, unlike the earlier captions where that can be had. */
export const postText = (workflow: WorkflowKind, earlier: readonly string[], draws: Draws): PostText => {
  const bank = BANKS[workflow];
  let text: PostText | null = null;
  for (let i = 0; i < TRIES; i++) {
    const rules = rulesOf(bank, sceneOf(bank, draws));
    const say = (from: readonly string[]): string => grow(rules, pickRule(draws, from), draws);
    const alone = draws() < SINGLE_SENTENCE_SHARE;
    const caption = sentence(say(bank.opening)) + (alone ? '' : ` ${sentence(say(bank.remark))}`);
    const titles = bank.title
      .map((rule) => grow(rules, rule, draws))
      .filter((title) => title.length <= MAX_TITLE_CHARS);
    text = { imagePrompt: sentence(say(bank.imagePrompt)), title: pick(draws, titles), caption };
    if (!tooSimilar(caption, earlier)) break;
  }
  if (text === null) throw new Error('no try was made');
  return text;
};

/** What an agent is like, and one thing it is fond of. */
export const personalityText = (draws: Draws): string => grow(CHARACTER, pick(draws, PERSONALITY), draws);
export const interestText = (draws: Draws): string => pick(draws, CHARACTER.narrower ?? []);

/** One sentence about one or two of `references`, each of which can follow "the". */
export const commentText = (
  workflow: WorkflowKind,
  references: readonly string[],
  earlier: readonly string[],
  draws: Draws,
): string => {
  const bank = BANKS[workflow];
  let text = '';
  for (let i = 0; i < TRIES; i++) {
    const ref = pick(draws, references);
    const others = references.filter((other) => other !== ref);
    const rules = rulesOf(bank, {
      ...COMMENT_WORDS,
      ref: [ref],
      other: others.length > 0 && draws() < 0.7 ? others : (COMMENT_WORDS.somewhere ?? []),
      tail: [pickRule(draws, bank.comment)],
    });
    text = sentence(grow(rules, pickRule(draws, COMMENT_LEADS), draws));
    if (!tooSimilar(text, earlier)) break;
  }
  return text;
};
