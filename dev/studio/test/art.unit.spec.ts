import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawPrompt } from '../art/draw.ts';
import { objectFor } from '../art/product-objects.ts';
import { randomOf } from '../art/random.ts';
import { readPrompt } from '../art/reading.ts';
import { impossible } from '../art/wide-impossible.ts';
import { contactPrompts } from '../contact-prompts.ts';

const kindOf: Readonly<Record<string, string>> = {
  product_photographer: 'product',
  social_marketer: 'social',
  indie_game_dev: 'pixel',
  data_viz: 'chart',
  ai_artist: 'wide',
  ux_designer: 'interface',
};

describe('pictures', () => {
  test('each persona’s prompts are read as its kind of picture', () => {
    for (const { persona, prompts } of contactPrompts) {
      for (const prompt of prompts)
        expect([prompt, readPrompt(prompt, 's', 1024, 1024).kind]).toEqual([prompt, kindOf[persona]]);
    }
  });

  test('the same prompt is the same bytes, another seed another picture', async () => {
    const size = { width: 512, height: 512 };
    for (const prompt of ['Pixel art sprite of a ghost', 'Product photo of a mug', 'Wide surreal sea']) {
      const [one, two, other] = [
        await drawPrompt(prompt, { ...size, seed: 'a' }),
        await drawPrompt(prompt, { ...size, seed: 'a' }),
        await drawPrompt(prompt, { ...size, seed: 'b' }),
      ];
      expect(one.equals(two)).toBe(true);
      expect(one.equals(other)).toBe(false);
    }
  });

  test('no two of sixty look alike', async () => {
    const looks: { prompt: string; small: Buffer }[] = [];
    for (const { prompts } of contactPrompts) {
      for (const prompt of prompts) {
        const picture = await drawPrompt(prompt, { width: 384, height: 384, seed: 'floimg' });
        looks.push({
          prompt,
          small: await sharp(picture).resize(16, 16, { fit: 'fill' }).removeAlpha().raw().toBuffer(),
        });
      }
    }
    for (const [i, a] of looks.entries()) {
      for (const b of looks.slice(i + 1)) {
        const apart = a.small.reduce((sum, v, k) => sum + Math.abs(v - (b.small[k] ?? 0)), 0) / a.small.length;
        if (apart < 3) throw new Error(`"${a.prompt}" and "${b.prompt}" look alike (${apart.toFixed(1)})`);
      }
    }
  });

  test.each([
    '',
    '   ',
    '<script>&"\'',
    '🦊🦊🦊',
    'x'.repeat(4_000),
    'Bar chart of <b>&amp;</b> \u0000\u001b',
    `Social post square "${'&'.repeat(300)}`,
  ])('any prompt can be drawn: %#', async (prompt) => {
    const picture = await drawPrompt(prompt, { width: 256, height: 256, seed: 's' });
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
  });

  test.each(contactPrompts.map((c) => [c.persona, c.prompts[0] ?? ''] as const))(
    '%s pictures come in every size that is sold',
    async (_persona, prompt) => {
      for (const [width, height] of [
        [1024, 1024],
        [1024, 1792],
        [1792, 1024],
        [256, 256],
      ] as const) {
        expect(await sharp(await drawPrompt(prompt, { width, height, seed: 's' })).metadata()).toMatchObject({
          width,
          height,
        });
      }
    },
  );
});

describe('what a prompt is about', () => {
  const product = (thing: string, beside: string) => {
    const prompt = `Product photo of a ${thing} in brushed steel, on slate, ${beside} at its foot`;
    const { kind, scene } = readPrompt(prompt, 'floimg', 1024, 1024);
    expect(kind).toBe('product');
    return objectFor({ ...scene, random: randomOf('same') }, '#557799', '#c9a46a').body;
  };

  test('is drawn, not what lies beside it or what it is made of', () => {
    expect(product('bedside radio', 'single coffee bean')).toBe(product('bedside radio', 'halved lemon'));
    expect(product('bedside radio', 'single coffee bean')).not.toBe(product('espresso cup', 'single coffee bean'));
    expect(product('pair of headphones', 'fern tip')).not.toBe(product('plant pot', 'fern tip'));
  });

  test('comes boxed under its name when it has no shape here', () => {
    expect(product('pepper mill', 'fern tip')).toMatch(/>PEPPER<.*>MILL</);
    expect(product('<hair> "brush"', 'fern tip')).not.toContain('<HAIR>');
  });

  test('stands in a wide picture too, whatever its place is full of', () => {
    const drawn = (thing: string) =>
      impossible(
        readPrompt(`Wide surreal panorama of ${thing} of salt in a desert of pianos`, 'floimg', 1792, 1024).scene,
        40,
      );
    expect(new Set(['a lighthouse', 'a ship', 'a whale', 'a piano'].map(drawn)).size).toBe(4);
    expect(drawn('a lighthouse')).toContain('#fff3b8');
    expect(drawn('a ship')).not.toContain('#16131a');
  });
});
