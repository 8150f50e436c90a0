import type { WorkflowKind } from '@fleet/domain/agent/agent-config';
import tracery from 'tracery-grammar';
import { type Draws, pick } from './draws.ts';
import { similarity } from './similarity.ts';
import type { Bank } from './words/bank.ts';
import { BANKS } from './words/index.ts';
import { COLOURS, COMMENT_TAILS, SHARED } from './words/shared.ts';

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

/** What this post is of: drawn once, shared by its picture, title and caption. */
const sceneOf = (bank: Bank, draws: Draws): Readonly<Record<string, readonly string[]>> => {
  const scene: Record<string, readonly string[]> = { colour: [pick(draws, COLOURS)], accent: [pick(draws, COLOURS)] };
  for (const symbol of bank.scene) {
    if (symbol !== 'colour' && symbol !== 'accent') scene[symbol] = [pick(draws, bank.words[symbol] ?? [])];
  }
  return scene;
};

const tooSimilar = (text: string, earlier: readonly string[]): boolean =>
  earlier.some((other) => similarity(text, other) > TOO_SIMILAR);

/** A picture, its title and its caption, all of one scene, unlike the earlier captions where that can be had. */
export const postText = (workflow: WorkflowKind, earlier: readonly string[], draws: Draws): PostText => {
  const bank = BANKS[workflow];
  let text: PostText | null = null;
  for (let i = 0; i < TRIES; i++) {
    const rules = rulesOf(bank, sceneOf(bank, draws));
    const say = (from: readonly string[]): string => grow(rules, pick(draws, from), draws);
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

/** One sentence about what `reference` names, which follows "the". */
export const commentText = (
  workflow: WorkflowKind,
  references: readonly string[],
  earlier: readonly string[],
  draws: Draws,
): string => {
  const bank = BANKS[workflow];
  let text = '';
  for (let i = 0; i < TRIES; i++) {
    const rules = rulesOf(bank, { ref: [pick(draws, references)], tail: COMMENT_TAILS });
    text = sentence(grow(rules, pick(draws, bank.comment), draws));
    if (!tooSimilar(text, earlier)) break;
  }
  return text;
};
