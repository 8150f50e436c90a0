import { describe, expect, it } from 'vitest';
import { checkImagePrompt, checkRepeat, checkText, sentenceCount } from './checks.ts';

const failed = (text: string, maxSentences: number | null = 2): string[] =>
  checkText('caption', text, { maxChars: 200, maxSentences })
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
  ])('lets an ordinary sentence pass: %s', (text) => {
    expect(failed(text)).toEqual([]);
  });

  it.each([
    ['See https://example.org/x', 'caption-links'],
    ['See www.example', 'caption-links'],
    ['More on floimg.com today', 'caption-links'],
    ['Open javascript:alert(1)', 'caption-links'],
    ['It runs at 10.0.0.1 now', 'caption-links'],
    ['Write to me@example.org', 'caption-emails'],
    ['Thanks to @maker for this', 'caption-handles'],
    ['Thanks to ＠maker for this', 'caption-handles'],
    ['Blue again #nofilter', 'caption-hashtags'],
    ['Blue again ＃nofilter', 'caption-hashtags'],
    ['Call +49 30 1234567', 'caption-phones'],
    ['Call (030) 123 456 789', 'caption-phones'],
    ["I'm a real person, promise", 'caption-human'],
    ['As a human I love this', 'caption-human'],
    ['I am not a bot', 'caption-human'],
    ['', 'caption-length'],
    ['x'.repeat(201), 'caption-length'],
    ['One. Two. Three.', 'caption-sentences'],
  ])('stops %j by %s', (text, check) => {
    expect(failed(text)).toContain(check);
  });

  it('counts sentences, not full stops', () => {
    expect(sentenceCount('At f/2.8 it glows. Nothing else!')).toBe(2);
    expect(sentenceCount('No stop at all')).toBe(1);
    expect(sentenceCount('…')).toBe(0);
  });

  it('lets an image prompt name colours by number, but no address', () => {
    expect(checkImagePrompt('A mug in #aa3300', 100).every(({ ok }) => ok)).toBe(true);
    expect(checkImagePrompt('A mug from https://example.org', 100).every(({ ok }) => ok)).toBe(false);
  });

  it('knows the same words again', () => {
    expect(checkRepeat('caption', 'The mug, again!', ['the MUG again']).ok).toBe(false);
    expect(checkRepeat('caption', 'The jug, again!', ['the mug again']).ok).toBe(true);
  });
});
