import sharp from 'sharp';

export const WIDTHS = [96, 320, 640] as const;
export type Width = (typeof WIDTHS)[number];
/** `cover`: a square, the middle of the picture. `inside`: all of it, no side longer than the width. */
export const FITS = ['cover', 'inside'] as const;
export type Shape = { readonly width: Width; readonly fit: (typeof FITS)[number] };

/** A picture of more pixels is a bomb, or of no use as a thumbnail: 8,000 × 8,000. */
const MAX_PIXELS = 64_000_000;
const MAX_SVG_BYTES = 1_000_000;
const SHRINK_WITHIN_S = 5;
const QUALITY = 78;

// One thread a picture, and nothing kept: several are shrunk at once, and each is kept as its thumbnail.
sharp.concurrency(1);
sharp.cache(false);

export type Shrunk =
  | { readonly kind: 'webp'; readonly bytes: Buffer }
  | { readonly kind: 'no_image'; readonly why: string };

const starts = (bytes: Buffer, at: number, text: string) =>
  bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));

/** What the bytes are by their own beginning, whatever the gallery calls them. */
const formatOf = (bytes: Buffer): 'raster' | 'svg' | null => {
  const isRaster =
    starts(bytes, 0, '\x89PNG\r\n\x1a\n') ||
    starts(bytes, 0, '\xff\xd8\xff') ||
    starts(bytes, 0, 'GIF8') ||
    (starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP')) ||
    starts(bytes, 4, 'ftypavif');
  if (isRaster) return 'raster';
  return /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(bytes.toString('utf8', 0, 4_096))
    ? 'svg'
    : null;
};

/**
 * Drawings may hold what drawing them should not: entities that grow without end, pictures within the picture. What
 * they refer to outside is never loaded: they have no address of their own here.
 */
const isPlainSvg = (bytes: Buffer) =>
  bytes.length <= MAX_SVG_BYTES && !/<!DOCTYPE|<!ENTITY|<image[\s>/]|<feImage[\s>/]/i.test(bytes.toString('utf8'));

/** A small WebP of a picture. Never rejects. */
export const shrink = async (bytes: Buffer, { width, fit }: Shape): Promise<Shrunk> => {
  const format = formatOf(bytes);
  if (format === null) return { kind: 'no_image', why: 'it is no PNG, JPEG, GIF, WebP, AVIF or SVG' };
  if (format === 'svg' && !isPlainSvg(bytes)) return { kind: 'no_image', why: 'the drawing holds more than a drawing' };
  try {
    const thumbnail = await sharp(bytes, {
      limitInputPixels: MAX_PIXELS,
      failOn: 'error',
      sequentialRead: true,
      pages: 1,
    })
      .timeout({ seconds: SHRINK_WITHIN_S })
      .autoOrient()
      .resize(width, width, { fit })
      .webp({ quality: QUALITY })
      .toBuffer();
    return { kind: 'webp', bytes: thumbnail };
  } catch (error) {
    return { kind: 'no_image', why: error instanceof Error ? error.message : String(error) };
  }
};
