import { describe, expect, test } from 'vitest';
import { parseContentOptions, showContent } from './content.ts';
import { contentGates, measureContent, selfBleu } from './content-measures.ts';
import { makeTexts, SOURCES } from './content-texts.ts';
import { UsageError } from './options.ts';

const failedOf = (seed: string, source: (typeof SOURCES)[number], count: number) =>
  contentGates(measureContent(makeTexts(source, seed, count)), source).filter(({ held, met }) => held && !met);

describe('the words of an offline fleet', () => {
  test.each(['floimg', 'another seed'])('meet every gate, seed "%s"', (seed) => {
    for (const source of SOURCES) expect(failedOf(seed, source, 300), source).toEqual([]);
  });

  test('of the stand-in hardly ever repeat each other to begin with', () => {
    expect(measureContent(makeTexts('model', 'floimg', 300)).twinsWritten).toBeLessThanOrEqual(0.005);
  });

  test('are told apart from words that repeat, reach out or run on', () => {
    const same = Array.from(
      { length: 50 },
      (_, i) => ({ kind: 'comment', text: `Lovely lamp number ${i}, truly.` }) as const,
    );
    const texts = [...same, { kind: 'comment', text: 'See x.com. Now.' } as const];
    const failed = contentGates(measureContent({ written: texts, published: texts }), 'model').filter(
      ({ met }) => !met,
    );
    expect(failed).toHaveLength(4);
  });

  test('are the same every time', () => {
    expect(makeTexts('model', 's', 50)).toEqual(makeTexts('model', 's', 50));
    expect(makeTexts('bank', 's', 50)).not.toEqual(makeTexts('bank', 't', 50));
  });
});

describe('the measures', () => {
  test('self-BLEU is 1 for copies and near 0 for strangers', () => {
    const copy = 'the lamp stands on the slate tonight';
    expect(selfBleu([copy, copy, copy])).toBeCloseTo(1);
    expect(selfBleu(['one two three four five', 'six seven eight nine ten'])).toBeLessThan(0.25);
  });
});

describe('the flags', () => {
  test('have defaults, and a number of texts', () => {
    expect(parseContentOptions(['--content'])).toEqual({ count: 1_000, seed: 'floimg', source: 'model' });
    expect(parseContentOptions(['--content', '300', '--source', 'bank'])).toMatchObject({ count: 300, source: 'bank' });
    const said: string[] = [];
    expect(showContent({ count: 120, seed: 's', source: 'bank' }, (text) => said.push(text))).toBe(true);
    expect(said.join('')).toMatch(/120 texts of the built-in banks.*\n\n.*near-duplicates as written.*no gate/s);
  });

  test.each([
    [['--content', '5'], '--content is "5": give a whole number from 100 to 5000'],
    [['--content', '300', '--source', 'people'], '--source is "people": give model or bank'],
    [['--content', '--seed='], '--seed is empty'],
    [['--content', '--what'], '--what'],
    [['--content', '--help'], 'npm run realism'],
  ])('%j is told: %s', (args, message) => {
    expect(() => parseContentOptions(args)).toThrow(UsageError);
    expect(() => parseContentOptions(args)).toThrow(message);
  });
});
