import type { WorkflowKind } from '../../agent/agent-config.ts';
import { type DrawKey, draw } from '../../draws.ts';

/**
 * What a persona says and shows without any model: whole texts with slots, `{subject}` or, with its article,
 * `{a subject}`. Slots are filled once per post, so that picture, title and caption are of the same thing.
 */
export type TextBank = {
  readonly persona: string;
  /** Goes into events with each text; another number for other texts. */
  readonly version: number;
  readonly workflow: WorkflowKind;
  readonly slots: Readonly<Record<string, readonly string[]>>;
  /** One sentence each, about the picture. */
  readonly captions: readonly string[];
  /** Second sentences, some of the time. */
  readonly afterthoughts: readonly string[];
  readonly imagePrompts: readonly string[];
  readonly titles: readonly string[];
};

export type BankPost = { readonly imagePrompt: string; readonly title: string; readonly caption: string };

/** Sentences, one per line, without their full stop. */
export const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Words or phrases by commas. */
export const words = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim().replace(/\s+/g, ' '))
    .filter((word) => word !== '');

const AFTERTHOUGHT_SHARE = 0.65;

const withArticle = (word: string): string => `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
const sentence = (text: string): string => {
  const from = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(from) ? from : `${from}.`;
};

/**
 * The post that these keys name: the same keys, the same post, on every machine.
 * @throws when a text names a slot that the bank does not have: a bug, which a test finds
 */
export const drawPost = (bank: TextBank, keys: readonly DrawKey[]): BankPost => {
  const pick = (from: readonly string[], purpose: string): string => {
    const at = Math.floor(draw(bank.persona, bank.version, ...keys, purpose) * from.length);
    return from[at] ?? '';
  };
  const scene = new Map(Object.entries(bank.slots).map(([slot, values]) => [slot, pick(values, slot)]));
  const fill = (text: string): string =>
    text.replace(/\{(a )?(\w+)\}/g, (_, article: string | undefined, slot: string) => {
      const value = scene.get(slot);
      if (value === undefined) throw new Error(`the bank of ${bank.persona} has no slot ${slot}`);
      return article === undefined ? value : withArticle(value);
    });
  const alone = draw(bank.persona, bank.version, ...keys, 'alone') >= AFTERTHOUGHT_SHARE;
  const first = sentence(fill(pick(bank.captions, 'caption')));
  const title = fill(pick(bank.titles, 'title'));
  return {
    imagePrompt: sentence(fill(pick(bank.imagePrompts, 'image prompt'))),
    title: title.charAt(0).toUpperCase() + title.slice(1),
    caption: alone ? first : `${first} ${sentence(fill(pick(bank.afterthoughts, 'afterthought')))}`,
  };
};
