import { rasterizeOpaque } from '../engine/rasterize.ts';
import { drawChart } from './chart.ts';
import { drawInterface } from './interface.ts';
import { drawPixel } from './pixel.ts';
import { drawProduct } from './product.ts';
import { type Kind, readPrompt } from './reading.ts';
import type { Scene } from './scene.ts';
import { drawSnapshot } from './snapshot.ts';
import { drawSocial } from './social.ts';
import { drawWide } from './wide.ts';

export type DrawOptions = {
  readonly width: number;
  readonly height: number;
  readonly seed: string;
};

const painters: Readonly<Record<Exclude<Kind, 'pixel'>, (scene: Scene) => string>> = {
  chart: drawChart,
  product: drawProduct,
  interface: drawInterface,
  wide: drawWide,
  social: drawSocial,
  snapshot: drawSnapshot,
};

/** A picture for a prompt, as PNG. The same prompt, size and seed are the same pixels. */
export async function drawPrompt(prompt: string, options: DrawOptions): Promise<Buffer> {
  const { kind, scene } = readPrompt(prompt, options.seed, options.width, options.height);
  return kind === 'pixel' ? drawPixel(scene) : (await rasterizeOpaque(painters[kind](scene))).bytes;
}
