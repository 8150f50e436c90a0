import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readSteps, runPipeline } from '../engine/pipeline.ts';
import { renderQueue } from '../engine/render-queue.ts';
import { transform } from '../engine/transforms.ts';
import type { Picture } from '../store/images.ts';

const settings = { seed: 's', now: () => 0 };

/** 40 × 20: the left half dark red, the right half light blue. */
async function halves(): Promise<Picture> {
  const bytes = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#802020' } })
    .composite([{ input: { create: { width: 20, height: 20, channels: 3, background: '#a0c0ff' } }, left: 20, top: 0 }])
    .png()
    .toBuffer();
  return { bytes, mime: 'image/png', width: 40, height: 20 };
}
const pixel = async (picture: Picture, x: number, y: number): Promise<number[]> => {
  const { data, info } = await sharp(picture.bytes)
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
};
const left = (p: Picture) => pixel(p, 4, 10);
const right = (p: Picture) => pixel(p, 35, 10);

async function apply(op: string, params: Record<string, unknown> = {}, input?: Picture): Promise<Picture> {
  const result = await transform(input ?? (await halves()), op, params, () => undefined);
  if (!result.ok) throw new Error(result.failure.error);
  return result.value;
}
const run = async (steps: readonly unknown[]) => {
  const read = readSteps(steps);
  return read.ok ? runPipeline(read.value, settings, () => {}) : read;
};
const shape = (params: Record<string, unknown> = {}) => ({
  kind: 'generate',
  generator: 'shapes',
  params: { width: 60, height: 40, ...params },
  out: 'a',
});

describe('transforms change pixels as they say', () => {
  test('grayscale, negate, threshold', async () => {
    const [r, g, b] = await left(await apply('grayscale'));
    expect(r === g && g === b).toBe(true);
    expect(await left(await apply('negate'))).toEqual([127, 223, 223, 255]);
    const bw = await apply('threshold', { value: 128 });
    expect([await left(bw), await right(bw)]).toEqual([
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });

  test('modulate brightens and saturates', async () => {
    const plain = await right(await halves());
    const dim = await right(await apply('modulate', { brightness: 0.5 }));
    expect(dim[2]).toBeLessThan(plain[2] ?? 0);
    const [r = 0, , b = 0] = await right(await apply('modulate', { saturation: 0 }));
    expect(Math.abs(r - b)).toBeLessThan(6);
  });

  test('normalize stretches, blur mixes the halves, sharpen keeps the size', async () => {
    const [r = 0] = await left(await apply('normalize'));
    expect(r).not.toBe(128);
    const middle = await pixel(await apply('blur', { sigma: 6 }), 20, 10);
    expect(middle[0]).toBeGreaterThan(128);
    expect(middle[0]).toBeLessThan(160);
    expect(await apply('sharpen', { sigma: 1 })).toMatchObject({ width: 40, height: 20 });
  });

  test('tint colours what it is given', async () => {
    const [r = 0, , b = 0] = await right(await apply('tint', { color: '#ff0000' }));
    expect(r).toBeGreaterThan(b);
  });

  test.each([
    ['cover', [30, 30], 255],
    ['fill', [30, 30], 255],
    ['contain', [30, 30], 0],
  ])('resize with fit %s', async (fit, [width, height], alphaAtTop) => {
    const made = await apply('resize', { width, height, fit, kernel: 'nearest' });
    expect(made).toMatchObject({ width: 30, height: 30 });
    expect((await pixel(made, 15, 0))[3]).toBe(alphaAtTop);
  });

  test('resize of one side keeps the shape', async () => {
    expect(await apply('resize', { width: 20 })).toMatchObject({ width: 20, height: 10 });
  });

  test('extend adds a border of its colour; extract cuts', async () => {
    const framed = await apply('extend', { top: 5, left: 10, background: '#00ff00' });
    expect(framed).toMatchObject({ width: 50, height: 25 });
    expect(await pixel(framed, 2, 2)).toEqual([0, 255, 0, 255]);
    const cut = await apply('extract', { left: 20, top: 0, width: 10, height: 10 });
    expect(cut).toMatchObject({ width: 10, height: 10 });
    expect(await pixel(cut, 1, 1)).toEqual([160, 192, 255, 255]);
  });

  test('roundCorners makes corners transparent and leaves the middle', async () => {
    const round = await apply('roundCorners', { radius: 10 });
    expect([(await pixel(round, 0, 0))[3], (await pixel(round, 20, 10))[3]]).toEqual([0, 255]);
  });

  test('addText and addCaption draw letters where they should be', async () => {
    const big: Picture = { ...(await apply('resize', { width: 400, height: 200, fit: 'fill' })) };
    const lit = async (p: Picture, top: number) => {
      const stats = await sharp(
        await sharp(p.bytes).extract({ left: 0, top, width: 200, height: 60 }).toBuffer(),
      ).stats();
      return (stats.channels[1]?.max ?? 0) > 200;
    };
    const said = await apply('addText', { text: 'Hello', x: 10, y: 50, fontSize: 40, color: '#ffffff' }, big);
    expect([await lit(said, 0), await lit(said, 140)]).toEqual([true, false]);
    const captioned = await apply('addCaption', { text: 'Below', position: 'bottom', backgroundColor: '#000000' }, big);
    expect((await pixel(captioned, 2, 198)).slice(0, 3)).toEqual([0, 0, 0]);
    const above = await apply('addCaption', { text: 'Above', position: 'top', backgroundColor: '#000000' }, big);
    expect((await pixel(above, 2, 2)).slice(0, 3)).toEqual([0, 0, 0]);
  });

  test.each(['vintage', 'sepia', 'cool', 'warm', 'dramatic', 'muted'])(
    'preset %s changes the picture',
    async (name) => {
      expect(await right(await apply('preset', { name }))).not.toEqual(await right(await halves()));
    },
  );

  test.each(['image/png', 'image/jpeg', 'image/webp', 'image/avif'])('convert to %s is that format', async (to) => {
    const made = await apply('convert', { to });
    expect(made.mime).toBe(to);
    expect((await sharp(made.bytes).metadata()).width).toBe(40);
  });

  test('composite puts one image on another', async () => {
    const made = await run([
      shape({ fillColor: '#ffffff' }),
      { kind: 'generate', generator: 'shapes', params: { width: 10, height: 10, fillColor: '#ff0000' }, out: 'dot' },
      {
        kind: 'transform',
        op: 'composite',
        in: 'a',
        params: { overlays: [{ in: 'dot', left: 20, top: 15 }] },
        out: 'b',
      },
    ]);
    const last = made.ok ? made.value.images.at(-1)?.picture : undefined;
    expect(last && [await pixel(last, 25, 20), await pixel(last, 5, 5)]).toEqual([
      [255, 0, 0, 255],
      [255, 255, 255, 255],
    ]);
  });
});

describe('shapes', () => {
  test.each(['rectangle', 'circle', 'ellipse', 'triangle', 'polygon', 'star'])(
    '%s is an SVG until a transform makes it a PNG',
    async (shapeType) => {
      const made = await run([
        shape({ shapeType, fillColor: '#ff0000' }),
        { kind: 'transform', op: 'grayscale', in: 'a', params: {}, out: 'b' },
      ]);
      expect(made.ok && made.value.images.map((i) => i.picture.mime)).toEqual(['image/svg+xml', 'image/png']);
      const last = made.ok ? made.value.images[1]?.picture : undefined;
      expect(last && (await pixel(last, 30, 20))[3]).toBe(255);
    },
  );

  test.each(['solid', 'gradient', 'pattern', 'none'])('fill type %s is drawn', async (fillType) => {
    const made = await run([
      shape({ fillType, gradientType: 'radial', patternType: 'checkerboard' }),
      { kind: 'transform', op: 'convert', in: 'a', params: { to: 'image/png' }, out: 'b' },
    ]);
    expect(made.ok).toBe(true);
  });

  test('a colour that is none cannot reach the markup', async () => {
    const made = await run([shape({ fillColor: '"/><script>alert(1)</script>' })]);
    expect(made.ok && made.value.images[0]?.picture.bytes.toString()).not.toContain('script');
  });
});

describe('failures', () => {
  const unexplained = (error: string) => ({ ok: false, failure: { error } });
  test.each([
    [
      'an unknown operation',
      [shape(), { kind: 'transform', op: 'adjust', in: 'a', params: {}, out: 'b' }],
      {
        error: 'Unknown operation: adjust',
        errorCode: 'TRANSFORM_ERROR',
        errorCategory: 'execution',
        retryable: false,
      },
    ],
    [
      'an operation of the prototype',
      [shape(), { kind: 'transform', op: 'constructor', in: 'a', params: {}, out: 'b' }],
      {
        error: 'Unknown operation: constructor',
        errorCode: 'TRANSFORM_ERROR',
        errorCategory: 'execution',
        retryable: false,
      },
    ],
    [
      'an unknown generator',
      [{ kind: 'generate', generator: 'paint', out: 'a' }],
      {
        error: 'Provider "paint" not found for type "generator"',
        errorCode: 'PROVIDER_NOT_FOUND',
        errorCategory: 'provider_config',
        retryable: false,
      },
    ],
    [
      'an input never produced',
      [shape(), { kind: 'transform', op: 'blur', in: 'z', params: {}, out: 'b' }],
      {
        error: 'Input "z" of step 1 was never produced',
        errorCode: 'PIPELINE_ERROR',
        errorCategory: 'validation',
        retryable: false,
      },
    ],
  ])('%s', async (_why, steps, failure) => {
    expect(await run(steps)).toEqual({ ok: false, failure });
  });

  test.each([
    [{}, /prompt/],
    [{ prompt: ' ' }, /prompt/],
    [{ prompt: 'x', size: '512x512' }, /1024x1024/],
    [{ prompt: 'x', model: 'dall-e-9' }, /dall-e-3/],
    [{ prompt: 'x', quality: 'best' }, /standard/],
    [{ prompt: 'x', style: 'loud' }, /vivid/],
  ])('what the image provider refuses comes with a message and nothing else: %o', async (params, says) => {
    const result = await run([{ kind: 'generate', generator: 'openai', params, out: 'a' }]);
    expect(result).toEqual(unexplained(expect.stringMatching(says) as unknown as string));
  });

  test('a failed workflow reports no usage; a good one reports what was drawn', async () => {
    const generate = {
      kind: 'generate',
      generator: 'openai',
      params: { prompt: 'pixel art sprite', model: 'dall-e-2', size: '256x256' },
      out: 'a',
    };
    expect(await run([generate, { kind: 'transform', op: 'adjust', in: 'a', out: 'b' }])).not.toHaveProperty('value');
    const good = await run([generate, { kind: 'save', in: 'a', destination: 'cloud' }]);
    expect(good.ok && [good.value.images.length, good.value.usageEvents]).toEqual([
      1,
      [
        {
          provider: 'openai',
          model: 'dall-e-2',
          operation: 'generate',
          imageWidth: 256,
          imageHeight: 256,
          imageCount: 1,
          quality: 'standard',
          rawMetadata: { revisedPrompt: 'pixel art sprite' },
          timestamp: '1970-01-01T00:00:00.000Z',
        },
      ],
    ]);
  });
});

test('two renders run, a bounded number wait, the next is turned away', async () => {
  const queue = renderQueue(2, 1);
  const open: (() => void)[] = [];
  const slow = () => queue.run(() => new Promise<number>((resolve) => open.push(() => resolve(1))));
  const three = [slow(), slow(), slow()];
  expect(await slow()).toBeNull();
  expect(queue.depth()).toEqual({ running: 2, waiting: 1 });
  for (let i = 0; i < 3; i += 1) {
    open.shift()?.();
    await new Promise(setImmediate);
  }
  expect(await Promise.all(three)).toEqual([{ value: 1 }, { value: 1 }, { value: 1 }]);
});
