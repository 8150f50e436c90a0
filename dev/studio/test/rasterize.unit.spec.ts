import { describe, expect, test } from 'vitest';
import { rasterize, rasterizeOpaque } from '../engine/rasterize.ts';

const svg = (body: string, size = 'width="100" height="60"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${body}</svg>`;

describe('SVG to pixels', () => {
  test('takes groups that lie outside the picture, which has ended whole processes', async () => {
    const group =
      '<g transform="translate(400 0)"><rect width="40" height="40"/><rect x="10" width="4" height="4"/></g>';
    const blurred =
      '<filter id="f"><feGaussianBlur stdDeviation="4"/></filter><g filter="url(#f)"><circle cx="900" r="9"/></g>';
    for (const body of [`<g opacity="0.5">${group}</g>`, `<g opacity="0.5">${blurred}</g>`, group])
      expect(await rasterizeOpaque(svg(body))).toMatchObject({ width: 100, height: 60 });
  });

  test('keeps its own size, or is drawn anew at another width', async () => {
    expect(await rasterize(svg('<circle r="50"/>'))).toMatchObject({ width: 100, height: 60 });
    expect(await rasterize(svg('<circle r="50"/>'), 350)).toMatchObject({ width: 350, height: 210 });
    expect(await rasterize(svg('<circle r="50"/>', 'viewBox="0 0 40 20"'), 90)).toMatchObject({
      width: 90,
      height: 45,
    });
  });

  test('writes text in its own font, whatever the machine has, and in three weights', async () => {
    const word = (family: string, weight: number) =>
      rasterize(svg(`<text y="40" font-family="${family}" font-size="40" font-weight="${weight}">Mg</text>`));
    const [plain, bold, other] = await Promise.all([word('Inter', 400), word('Inter', 900), word('Nowhere Sans', 400)]);
    expect(bold.bytes.equals(plain.bytes)).toBe(false);
    expect(other.bytes.equals(plain.bytes)).toBe(true);
    expect((await rasterize(svg(''))).bytes.equals(plain.bytes)).toBe(false);
  });

  test.each(['', '<svg', 'no picture', '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'])(
    'refuses %j',
    async (broken) => {
      await expect(rasterize(broken)).rejects.toThrow();
    },
  );

  test('opens nothing from outside', async () => {
    const reads =
      '<image href="file:///etc/hostname" width="9" height="9"/><image href="http://127.0.0.1:1/x.png" width="9" height="9"/>';
    const { bytes } = await rasterize(svg(reads));
    expect(bytes.equals((await rasterize(svg(''))).bytes)).toBe(true);
  });
});
