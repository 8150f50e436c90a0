import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../store/images.ts';
import { done, type Outcome, transformError } from './errors.ts';
import { captionBar, textLayer } from './lettering.ts';
import { colourOf, numberOf, type Parameters, textOf } from './parameters.ts';
import { rasterize } from './rasterize.ts';

/** The largest image a transform may make, pixels. Beside everything else on two cores, more would starve the rest. */
export const maxPixels = 4096 * 4096;
const longestSidePx = 4096;

type Finder = (name: string) => Picture | undefined;
type Operation = (
  image: Sharp,
  p: Parameters,
  size: { width: number; height: number },
  find: Finder,
) => Sharp | Promise<Sharp>;

const formats: Readonly<Record<string, (image: Sharp) => Sharp>> = {
  'image/png': (image) => image.png({ compressionLevel: 6 }),
  'image/jpeg': (image) => image.flatten({ background: '#ffffff' }).jpeg({ quality: 90 }),
  'image/webp': (image) => image.webp({ quality: 90 }),
  'image/avif': (image) => image.avif({ quality: 70, effort: 2 }),
};

const presets: Readonly<Record<string, (image: Sharp) => Sharp>> = {
  vintage: (i) => i.modulate({ saturation: 0.7, brightness: 1.05 }).tint('#d9b38c').gamma(1.2),
  sepia: (i) =>
    i.recomb([
      [0.393, 0.769, 0.189],
      [0.349, 0.686, 0.168],
      [0.272, 0.534, 0.131],
    ]),
  cool: (i) => i.linear([0.92, 1, 1.1], [0, 0, 6]),
  warm: (i) => i.linear([1.1, 1.02, 0.9], [6, 2, 0]),
  dramatic: (i) => i.linear(1.35, -38).modulate({ saturation: 1.15 }),
  muted: (i) => i.modulate({ saturation: 0.55, brightness: 1.03 }),
};

class Refused extends Error {}
const refuse = (reason: string): never => {
  throw new Refused(reason);
};
const required = (p: Parameters, name: string, op: string): void => {
  if (p[name] === undefined || p[name] === null) refuse(`${op} operation requires '${name}' parameter`);
};
const side = (p: Parameters, name: string): number | undefined =>
  p[name] === undefined ? undefined : Math.round(numberOf(p, name, 0, 0, Number.MAX_SAFE_INTEGER));

async function composite(image: Sharp, p: Parameters, find: Finder): Promise<Sharp> {
  const overlays = p.overlays;
  if (!Array.isArray(overlays)) return refuse("composite operation requires 'overlays' parameter");
  if (overlays.length > 20) return refuse('composite takes at most 20 overlays');
  const layers = [];
  for (const [index, overlay] of overlays.entries()) {
    const entry = (typeof overlay === 'object' && overlay !== null ? overlay : {}) as Parameters;
    const picture = find(textOf(entry, 'in', ''));
    if (picture === undefined) return refuse(`Overlay image(s) at index ${index} missing or invalid`);
    layers.push({
      input: await rasterBytes(picture),
      left: Math.round(numberOf(entry, 'left', 0, -longestSidePx, longestSidePx)),
      top: Math.round(numberOf(entry, 'top', 0, -longestSidePx, longestSidePx)),
    });
  }
  return image.composite(layers);
}

/** Every operation of the built-in provider. There is no `adjust`. */
const operations: Readonly<Record<string, Operation>> = {
  resize: (image, p) => {
    const [width, height] = [side(p, 'width'), side(p, 'height')];
    for (const pixels of [width, height]) {
      if (pixels !== undefined && (pixels < 1 || pixels > longestSidePx))
        refuse(`Failed to resize image: a side must be 1 to ${longestSidePx} pixels`);
    }
    const fit = textOf(p, 'fit', 'cover');
    if (fit !== 'cover' && fit !== 'contain' && fit !== 'fill')
      return refuse(`Failed to resize image: unknown fit "${fit}"`);
    return image.resize({
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      fit,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    });
  },
  composite: (image, p, _size, find) => composite(image, p, find),
  blur: (image, p) => image.blur(numberOf(p, 'sigma', 3, 0.3, 200)),
  sharpen: (image, p) =>
    typeof p.sigma === 'number' ? image.sharpen({ sigma: numberOf(p, 'sigma', 1, 0.01, 10) }) : image.sharpen(),
  grayscale: (image) => image.grayscale(),
  negate: (image) => image.negate({ alpha: false }),
  normalize: (image) => image.normalize(),
  threshold: (image, p) => image.threshold(Math.round(numberOf(p, 'value', 128, 0, 255))),
  modulate: (image, p) =>
    image.modulate({
      brightness: numberOf(p, 'brightness', 1, 0, 20),
      saturation: numberOf(p, 'saturation', 1, 0, 20),
      hue: Math.round(numberOf(p, 'hue', 0, -3_600, 3_600)),
      lightness: numberOf(p, 'lightness', 0, -100, 100),
    }),
  tint: (image, p) => {
    required(p, 'color', 'tint');
    return image.tint(colourOf(p, 'color', '#ffffff'));
  },
  extend: (image, p, size) => {
    const edge = (name: string) => Math.round(numberOf(p, name, 0, 0, longestSidePx));
    const edges = { top: edge('top'), bottom: edge('bottom'), left: edge('left'), right: edge('right') };
    if ((size.width + edges.left + edges.right) * (size.height + edges.top + edges.bottom) > maxPixels)
      refuse('Failed to extend image: too large');
    return image.extend({ ...edges, background: colourOf(p, 'background', '#000000') });
  },
  extract: (image, p, size) => {
    for (const name of ['left', 'top', 'width', 'height']) required(p, name, 'extract');
    const at = (name: string) => Math.round(numberOf(p, name, -1, -1, longestSidePx));
    const area = { left: at('left'), top: at('top'), width: at('width'), height: at('height') };
    const inside =
      area.left >= 0 &&
      area.top >= 0 &&
      area.width >= 1 &&
      area.height >= 1 &&
      area.left + area.width <= size.width &&
      area.top + area.height <= size.height;
    return inside ? image.extract(area) : refuse('Failed to extract region: bad extract area');
  },
  roundCorners: (image, p, { width, height }) => {
    required(p, 'radius', 'roundCorners');
    const radius = numberOf(p, 'radius', 0, 0, longestSidePx);
    const mask = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="${radius}"/></svg>`;
    return image.ensureAlpha().composite([{ input: Buffer.from(mask), blend: 'dest-in' }]);
  },
  addText: async (image, p, { width, height }) => {
    required(p, 'text', 'addText');
    return image.composite([{ input: (await rasterize(textLayer(p, width, height))).bytes }]);
  },
  addCaption: async (image, p, { width, height }) => {
    required(p, 'text', 'addCaption');
    const position = textOf(p, 'position', 'bottom');
    if (position !== 'top' && position !== 'bottom') return refuse(`Unknown caption position: ${position}`);
    const bar = captionBar(p, width);
    const top = position === 'top' ? 0 : Math.max(0, height - bar.height);
    const layer = await rasterize(bar.svg);
    return image.composite([
      {
        input:
          layer.height > height
            ? await sharp(layer.bytes).resize({ height, width, fit: 'fill' }).toBuffer()
            : layer.bytes,
        top,
        left: 0,
      },
    ]);
  },
  preset: (image, p) => {
    required(p, 'name', 'preset');
    const name = textOf(p, 'name', '');
    const filter = Object.hasOwn(presets, name) ? presets[name] : undefined;
    return filter === undefined ? refuse(`Unknown preset: ${name}`) : filter(image);
  },
};

/** The picture's bytes as a raster format; an SVG becomes PNG. */
async function rasterBytes(picture: Picture, widthPx?: number): Promise<Buffer> {
  if (picture.mime !== 'image/svg+xml') return picture.bytes;
  return (await rasterize(picture.bytes.toString('utf8'), widthPx)).bytes;
}

/**
 * Applies one operation. The format stays the input's (an SVG becomes PNG), but for `convert`. Parameters an operation does
 * not know are ignored; unknown operations and impossible values fail as TRANSFORM_ERROR.
 */
export async function transform(input: Picture, op: string, p: Parameters, find: Finder): Promise<Outcome<Picture>> {
  const target = op === 'convert' ? p.to : input.mime === 'image/svg+xml' ? 'image/png' : input.mime;
  if (op === 'convert' && (target === undefined || target === null))
    return transformError("Convert operation requires 'to' parameter");
  const encode = typeof target === 'string' && Object.hasOwn(formats, target) ? formats[target] : undefined;
  const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
  if (op !== 'convert' && operation === undefined) return transformError(`Unknown operation: ${op}`);
  if (encode === undefined || typeof target !== 'string')
    return transformError(`Unsupported target format: ${String(target).slice(0, 60)}`);
  try {
    const source = sharp(await rasterBytes(input), { limitInputPixels: maxPixels });
    const { width, height } = await source.metadata();
    const changed = operation === undefined ? source : await operation(source, p, { width, height }, find);
    const { data, info } = await encode(changed).toBuffer({ resolveWithObject: true });
    return done({ bytes: data, mime: target, width: info.width, height: info.height });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return transformError(error instanceof Refused ? reason : `Failed to ${op} image: ${reason.split('\n')[0] ?? ''}`);
  }
}
