import { rasterizeOpaque } from '../engine/rasterize.ts';

export type DrawOptions = {
  readonly width: number;
  readonly height: number;
  readonly seed: string;
  readonly vivid: boolean;
};

/** A picture for a prompt, as PNG. The same prompt, size and seed are the same bytes. */
export async function drawPrompt(prompt: string, options: DrawOptions): Promise<Buffer> {
  const { width, height } = options;
  const hue = [...`${options.seed}${prompt}`].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 360, 7);
  return (
    await rasterizeOpaque(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="hsl(${hue},60%,60%)"/><circle cx="50%" cy="50%" r="30%" fill="hsl(${(hue + 120) % 360},60%,40%)"/></svg>`,
    )
  ).bytes;
}
