import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../content/clean-text.ts';
import { TEXT_LIMITS } from '../../content/guardrail.ts';
import { drawOwnPost } from './own-bank.ts';

const of = (imagePrompt: string, caption = 'A calm one.') =>
  drawOwnPost({ captions: [caption], imagePrompts: [imagePrompt] }, ['p', 1], 0);

describe('a post of a persona’s own bank', () => {
  it.each([
    ['Product photo of a copper pot, on slate', 'Copper pot'],
    ['Pixel art sprite of the sleepy golem. Eight colours', 'Sleepy golem'],
    ['Mobile app screen mock-up of a ticket machine', 'Ticket machine'],
    ['Wide surreal tide of clocks, violet', 'Wide surreal tide of clocks'],
    ['Bar chart of how long every bus of the northern lines waited at the depot', /^How long .{20,55}[a-z]$/],
    [`${'🏮'.repeat(90)}`, /^🏮+…$/u],
  ])('takes its title from the picture: %s', (imagePrompt, title) => {
    expect(of(imagePrompt).title).toMatch(title);
  });

  it('takes its title from the caption where the picture begins with none', () => {
    expect(of(', in blue').title).toBe('A calm one.');
  });

  it('is the same for the same moment, and another one with every further try', () => {
    const bank = { captions: ['One.', 'Two.', 'Three.'], imagePrompts: ['a lamp', 'a pot'] };
    expect(drawOwnPost(bank, ['p', 1, 'x'], 0)).toEqual(drawOwnPost(bank, ['p', 1, 'x'], 0));
    const tried = [0, 1, 2].map((again) => drawOwnPost(bank, ['p', 1, 'x'], again).caption);
    expect(tried.toSorted()).toEqual(bank.captions.toSorted());
    const first = Array.from({ length: 60 }, (_, i) => drawOwnPost(bank, ['p', 1, i], 0));
    expect(new Set(first.map(({ caption, imagePrompt }) => `${caption} ${imagePrompt}`)).size).toBe(6);
  });

  it('is clean and within the limits, whatever an operator wrote', () => {
    const given = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(given, given, (imagePrompt, caption) => {
        const post = of(imagePrompt, caption);
        for (const text of Object.values(post)) expect(cleanText(text)).toBe(text);
        expect(Array.from(post.title).length).toBeLessThanOrEqual(TEXT_LIMITS.titleChars);
        expect(Array.from(post.caption).length).toBeLessThanOrEqual(TEXT_LIMITS.captionChars);
        expect(Array.from(post.imagePrompt).length).toBeLessThanOrEqual(TEXT_LIMITS.imagePromptChars);
      }),
      { numRuns: 100 },
    );
  });
});
