import { describe, expect, it } from 'vitest';
import { createBlocklist } from '../../content/blocklist.ts';
import { judgeForm, judgeHuman, TEXT_LIMITS } from '../../content/guardrail.ts';
import { NEAR_DUPLICATE, overlap, trigramsOf } from '../../content/similarity.ts';
import { BUILT_IN_PERSONAS } from '../catalogue.ts';
import { WORK_SLOTS } from './bank.ts';
import { BANKS, bankFor, drawPost } from './banks.ts';

const blocklist = createBlocklist();
const DRAWN = 1_500;

describe('the built-in banks', () => {
  it('are one for each built-in persona, with its own kind of picture', () => {
    expect(BANKS.map(({ persona }) => persona).sort()).toEqual(BUILT_IN_PERSONAS.map(({ id }) => id).sort());
    for (const { id, workflow } of BUILT_IN_PERSONAS) {
      expect(bankFor(id, workflow).workflow).toBe(workflow);
      expect(bankFor(null, workflow).persona).toBe(id);
      expect(bankFor('of_an_operator', workflow).persona).toBe(id);
    }
  });

  it.each(BANKS)('$persona: 60 captions and 40 image prompts at least, each of them once', (bank) => {
    expect(bank.captions.length).toBeGreaterThanOrEqual(60);
    expect(bank.imagePrompts.length).toBeGreaterThanOrEqual(40);
    for (const texts of [bank.captions, bank.imagePrompts, bank.afterthoughts, bank.titles])
      expect(new Set(texts).size).toBe(texts.length);
  });

  it('share no text', () => {
    const texts = (of: (bank: (typeof BANKS)[number]) => readonly string[]) => BANKS.flatMap(of);
    for (const all of [
      texts(({ captions }) => captions),
      texts(({ imagePrompts }) => imagePrompts),
      texts(({ afterthoughts }) => afterthoughts.filter((text) => !text.includes('{'))),
    ])
      expect(all.filter((text, i) => all.indexOf(text) !== i)).toEqual([]);
  });

  it.each(BANKS)('$persona: whatever is drawn passes the guardrail', (bank) => {
    for (let i = 0; i < DRAWN; i++) {
      const text = { kind: 'post', ...drawPost(bank, ['spec', i]) } as const;
      const failed = [...judgeForm(text, blocklist), ...judgeHuman(text)].filter(({ ok }) => !ok);
      expect(failed, JSON.stringify(text)).toEqual([]);
      expect(text.imagePrompt.length).toBeLessThanOrEqual(500);
      expect(text.title.length).toBeLessThanOrEqual(TEXT_LIMITS.titleChars);
      expect(JSON.stringify(text)).not.toMatch(/[{}]{1}\w+\}|undefined| {2}| a a | a [aeio]\w+ing /);
    }
  });

  it.each(BANKS)('$persona: every slot is used, and none is missing', (bank) => {
    const nested = Object.values(bank.slots).flat();
    const work = WORK_SLOTS.map((slot) => `{${slot}}`);
    const all = [
      ...bank.captions,
      ...bank.imagePrompts,
      ...bank.afterthoughts,
      ...bank.titles,
      ...nested,
      ...work,
    ].join(' ');
    const used = new Set(Array.from(all.matchAll(/\{(?:a )?(\w+)\}/g), ([, slot]) => slot));
    expect([...used].sort()).toEqual(Object.keys(bank.slots).sort());
  });

  it('give the same post for the same moment, and hardly ever the same twice', () => {
    for (const bank of BANKS) {
      expect(drawPost(bank, ['a', 1])).toEqual(drawPost(bank, ['a', 1]));
      const drawn = Array.from({ length: 300 }, (_, i) => trigramsOf(drawPost(bank, ['agent', i]).caption));
      const twins = drawn.filter((one, i) => drawn.slice(0, i).some((other) => overlap(one, other) > NEAR_DUPLICATE));
      expect(twins.length / drawn.length, bank.persona).toBeLessThan(0.08);
    }
  });
});
