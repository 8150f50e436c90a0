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
  /** Second sentences, most of the time: as a few words of work, so open that they hardly come twice. */
  readonly afterthoughts: readonly string[];
  readonly imagePrompts: readonly string[];
  readonly titles: readonly string[];
};

/** What was done in between: every bank has these slots in its own words. */
const WORK = [
  '{did} {what} {when}; {undid} {other} {how}',
  '{did} {what}, {undid} {other}, {when}',
  '{undid} {other} {when}; {did} {what} {how}',
  '{what} {how}, {other} {when}',
  '{did} {what} {how}, {undid} {other} {when}',
] as const;
/** The slots that these need. */
export const WORK_SLOTS = ['did', 'what', 'undid', 'other', 'when', 'how'] as const;

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

const AFTERTHOUGHT_SHARE = 0.9;
/** Of the second sentences, those of the persona's work rather than one of its set remarks. */
const WORK_SHARE = 0.85;

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
      // A slot may be made of others, such as an object and its finish.
      const filled = value.includes('{') ? fill(value) : value;
      return article === undefined ? filled : withArticle(filled);
    });
  const alone = draw(bank.persona, bank.version, ...keys, 'alone') >= AFTERTHOUGHT_SHARE;
  const second = draw(bank.persona, bank.version, ...keys, 'work') < WORK_SHARE ? WORK : bank.afterthoughts;
  const first = sentence(fill(pick(bank.captions, 'caption')));
  const title = fill(pick(bank.titles, 'title'));
  return {
    imagePrompt: sentence(fill(pick(bank.imagePrompts, 'image prompt'))),
    title: title.charAt(0).toUpperCase() + title.slice(1),
    caption: alone ? first : `${first} ${sentence(fill(pick(second, 'afterthought')))}`,
  };
};
