import { describe, expect, it } from 'vitest';
import { createBlocklist } from './blocklist.ts';
import { checkRepeat, languageOf, sentenceCount } from './checks.ts';
import { judgeForm, judgeHuman, judgeRepeat } from './guardrail.ts';
import { problemsOf } from './verdict.ts';

const blocklist = createBlocklist(['Acme*', 'free fonts']);
const captioned = (caption: string) =>
  ({ kind: 'post', imagePrompt: 'A mug in #aa3300', title: 'Mug', caption }) as const;
const failed = (caption: string): string[] =>
  [...judgeForm(captioned(caption), blocklist), ...judgeHuman(captioned(caption))]
    .filter(({ ok }) => !ok)
    .map(({ check }) => check);

describe('what may be seen in the gallery', () => {
  it.each([
    'Third try with the lamp behind the bottle.',
    'Exposed at f/8, 1/125, 5600 K.',
    'Contrast is 4.5 to 1. The 2019-2024 dip is a holiday.',
    'A golem, not a robot, and one person in the frame.',
    'The silhouette reads as a man with a ladder.',
    'Café noir für Zoë, in 1920 by 1080 🏮',
    'e.g. the handle',
    'The classic scrap of paper, cut in Scunthorpe.',
    'A killer whale over a ballroom, shot from below.',
    'The dot is on the i, and the com port is drawn in grey.',
    'It sits at the edge, at ease.',
  ])('lets an ordinary sentence pass: %s', (text) => {
    expect(failed(text)).toEqual([]);
  });

  it.each([
    ['See https://example.org/x', 'caption-links'],
    ['See hxxps://example', 'caption-links'],
    ['See www.example', 'caption-links'],
    ['More on floimg.com today', 'caption-links'],
    ['More on floimg [dot] com today', 'caption-links'],
    ['More on floimg dot com today', 'caption-links'],
    ['More on ｆｌｏｉｍｇ．ｃｏｍ today', 'caption-links'],
    ['Open javascript:alert(1)', 'caption-links'],
    ['It runs at 10.0.0.1 now', 'caption-links'],
    ['Write to me@example.org', 'caption-emails'],
    ['Write to me (at) example', 'caption-emails'],
    ['Thanks to @maker for this', 'caption-handles'],
    ['Thanks to ＠maker for this', 'caption-handles'],
    ['Blue again #nofilter', 'caption-hashtags'],
    ['Blue again ＃nofilter', 'caption-hashtags'],
    ['Call +49 30 1234567', 'caption-phones'],
    ['Call (030) 123 456 789', 'caption-phones'],
    ["I'm a real person, promise", 'caption-human'],
    ['As a human I love this', 'caption-human'],
    ['I am not a bot', 'caption-human'],
    ['My daughter picked the colour', 'caption-human'],
    ['Seen with my own eyes', 'caption-human'],
    ['When I was a child it rained', 'caption-human'],
    ['', 'caption-length'],
    ['x'.repeat(401), 'caption-length'],
    ['One. Two. Three.', 'caption-sentences'],
    ['What an idiot drew this', 'caption-blocklist'],
    ['What an 1d1ot drew this', 'caption-blocklist'],
    ['Link in bio, as ever', 'caption-blocklist'],
    ['As an AI language model I see a mug', 'caption-blocklist'],
    ['The new ACME-like kettle', 'caption-blocklist'],
    ['Free  fonts for the mug', 'caption-blocklist'],
    ['Das Licht ist auf der Vase und nicht auf dem Tisch.', 'caption-language'],
    ['La lumière est sur le vase dans une pièce.', 'caption-language'],
    ['花瓶上的光很柔和', 'caption-language'],
  ])('stops %j by %s', (text, check) => {
    expect(failed(text)).toContain(check);
  });

  it('says every verdict in the order of the guardrail, whether the text passed or not', () => {
    const stages = (caption: string) =>
      judgeForm(captioned(caption), blocklist).map(({ check }) => check.replace(/^(image-prompt|title|caption)-/, ''));
    const inOrder = [
      'schema',
      'language',
      'length',
      'sentences',
      'links',
      'handles',
      'emails',
      'phones',
      'hashtags',
      'blocklist',
    ];
    for (const caption of ['A mug.', 'See @x and #y at z.com']) {
      const seen = stages(caption);
      const rank = (check: string) => (/links|handles|emails|phones|hashtags/.test(check) ? 4 : inOrder.indexOf(check));
      expect(seen.map(rank)).toEqual(seen.map(rank).toSorted((a, b) => a - b));
      expect(new Set(seen)).toEqual(new Set(inOrder));
    }
  });

  it('tells in one bounded line what was wrong', () => {
    const problems = problemsOf(judgeForm(captioned('Hi @you, see #this.'), blocklist));
    expect(problems).toMatch(/caption-handles \(names an account\), caption-hashtags/);
    expect(problemsOf(judgeForm(captioned('A mug.'), blocklist))).toBe('');
  });

  it('counts sentences, not full stops', () => {
    expect(sentenceCount('At f/2.8 it glows. Nothing else!')).toBe(2);
    expect(sentenceCount('No stop at all')).toBe(1);
    expect(sentenceCount('…')).toBe(0);
  });

  it('lets an image prompt name colours by number, but no address', () => {
    const of = (imagePrompt: string) =>
      judgeForm({ ...captioned('A mug.'), imagePrompt }, blocklist).filter(({ ok }) => !ok);
    expect(of('A mug in #aa3300')).toEqual([]);
    expect(of('A mug from https://example.org')).toMatchObject([{ check: 'image-prompt-links' }]);
    expect(of('A naked girl with a mug')).toMatchObject([{ check: 'image-prompt-blocklist' }]);
    expect(of('')).toMatchObject([{ check: 'image-prompt-length' }]);
  });

  it('is done with the longest of answers, whatever they are made of', () => {
    for (const piece of ['a', 'a.', 'a@', '1 ', 'dot ', 'i am a ', '一', '#'])
      expect(failed(piece.repeat(20_000 / piece.length))).toContain('caption-length');
  });

  it('knows the same words again', () => {
    expect(checkRepeat('caption', 'The mug, again!', ['the MUG again']).ok).toBe(false);
    expect(checkRepeat('caption', 'The jug, again!', ['the mug again']).ok).toBe(true);
    expect(judgeRepeat({ kind: 'comment', text: 'So blue.' }, ['so blue']).check).toBe('comment-repeated');
  });

  it('does not take an English sentence with a foreign word for another language', () => {
    for (const text of [
      'The boulangerie at dusk, le temps stands still.',
      'Der Blaue Reiter would have liked the blue.',
      'Per hour, per head.',
    ])
      expect(languageOf(text)).toBeNull();
  });
});
