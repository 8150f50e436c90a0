import { fileURLToPath } from 'node:url';
import { type ResvgRenderOptions, renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';

const fontFile = (path: string) => fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${path}.ttf`));

/** No font may be assumed on the machine, so none of the machine's is ever used: the same text is the same pixels everywhere. */
const font: NonNullable<ResvgRenderOptions['font']> = {
  loadSystemFonts: false,
  fontFiles: [
    fontFile('400Regular/Inter_400Regular'),
    fontFile('600SemiBold/Inter_600SemiBold'),
    fontFile('900Black/Inter_900Black'),
  ],
  defaultFontFamily: 'Inter',
  sansSerifFamily: 'Inter',
  serifFamily: 'Inter',
  monospaceFamily: 'Inter',
};

export type Raster = { readonly bytes: Buffer; readonly width: number; readonly height: number };

/** SVG to PNG off the main thread; transparency is kept. Width in pixels, the SVG's own when left out. Throws on a broken SVG. */
export async function rasterize(svg: string, widthPx?: number): Promise<Raster> {
  const image = await renderAsync(svg, {
    font,
    ...(widthPx === undefined ? {} : { fitTo: { mode: 'width', value: widthPx } }),
  });
  return { bytes: image.asPng(), width: image.width, height: image.height };
}

/** The same for pictures without transparency: smaller, and encoded off the main thread too. */
export async function rasterizeOpaque(svg: string): Promise<Raster> {
  const image = await renderAsync(svg, { font });
  const { width, height } = image;
  const bytes = await sharp(image.pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 7 })
    .toBuffer();
  return { bytes, width, height };
}
