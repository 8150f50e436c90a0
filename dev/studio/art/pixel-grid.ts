import sharp from 'sharp';
import { channels } from './colour.ts';

/** A grid of real pixels: what is drawn on it stays on whole cells however large it is shown. */
export type Grid = {
  readonly width: number;
  readonly height: number;
  readonly set: (x: number, y: number, colour: string) => void;
  readonly rect: (x: number, y: number, w: number, h: number, colour: string) => void;
  readonly disc: (cx: number, cy: number, radius: number, colour: string) => void;
  /** Rows of characters, each a colour of the key; a space or an unknown one is nothing. */
  readonly stamp: (
    x: number,
    y: number,
    rows: readonly string[],
    key: Readonly<Record<string, string>>,
    flip?: boolean,
  ) => void;
  readonly pixels: Buffer;
};

export function gridOf(width: number, height: number, ground: string): Grid {
  const pixels = Buffer.alloc(width * height * 3);
  const set = (x: number, y: number, colour: string) => {
    const [px, py] = [Math.round(x), Math.round(y)];
    if (px < 0 || py < 0 || px >= width || py >= height) return;
    const [r, g, b] = channels(colour);
    const at = (py * width + px) * 3;
    pixels[at] = r;
    pixels[at + 1] = g;
    pixels[at + 2] = b;
  };
  const rect = (x: number, y: number, w: number, h: number, colour: string) => {
    for (let j = 0; j < h; j += 1) for (let i = 0; i < w; i += 1) set(x + i, y + j, colour);
  };
  rect(0, 0, width, height, ground);
  return {
    width,
    height,
    pixels,
    set,
    rect,
    disc(cx, cy, radius, colour) {
      for (let y = -radius; y <= radius; y += 1) {
        for (let x = -radius; x <= radius; x += 1)
          if (x * x + y * y <= radius * radius + radius * 0.4) set(cx + x, cy + y, colour);
      }
    },
    stamp(x, y, rows, key, flip = false) {
      rows.forEach((row, j) => {
        [...row].forEach((c, i) => {
          const colour = key[c];
          if (colour !== undefined) set(x + (flip ? row.length - 1 - i : i), y + j, colour);
        });
      });
    },
  };
}

/** The grid at full size, every cell a crisp square. */
export const enlarge = (grid: Grid, width: number, height: number): Promise<Buffer> =>
  sharp(grid.pixels, { raw: { width: grid.width, height: grid.height, channels: 3 } })
    .resize({ width, height, kernel: 'nearest', fit: 'cover' })
    .png({ compressionLevel: 7, palette: true })
    .toBuffer();
