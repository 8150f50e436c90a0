import sharp, { type Sharp } from 'sharp';
import { useOwnFonts } from './fonts.ts';

useOwnFonts();

export type Raster = { readonly bytes: Buffer; readonly width: number; readonly height: number };

const cssPixelsPerInch = 72;
/** Far more than any picture here needs: `shapes` draws up to 4,096 each way. */
const pixelsMax = 4_096 * 4_096 * 4;

/** Rendered at its own size, or as a vector at another width. */
const open = async (svg: string, widthPx?: number): Promise<Sharp> => {
  const at = (density: number) => sharp(Buffer.from(svg), { density, limitInputPixels: pixelsMax });
  if (widthPx === undefined) return at(cssPixelsPerInch);
  const { width } = await at(cssPixelsPerInch).metadata();
  const density = Math.min(100_000, Math.max(1, (cssPixelsPerInch * widthPx) / (width ?? widthPx)));
  return at(density).resize({ width: widthPx });
};

/** SVG to PNG off the main thread; transparency is kept. Width in pixels, the SVG's own when left out. Throws on a broken SVG. */
export async function rasterize(svg: string, widthPx?: number): Promise<Raster> {
  const { data, info } = await (await open(svg, widthPx)).png().toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** The same for pictures without transparency: smaller. */
export async function rasterizeOpaque(svg: string): Promise<Raster> {
  const { data, info } = await (await open(svg))
    .flatten({ background: '#000000' })
    .removeAlpha()
    .png({ compressionLevel: 7 })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}
