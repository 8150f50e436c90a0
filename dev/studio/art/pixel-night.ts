import { colour, darker, lighter, mix } from './colour.ts';
import { type Grid, gridOf } from './pixel-grid.ts';
import { place, spriteFor } from './pixel-sprites.ts';
import type { Scene } from './scene.ts';

/** A sky in steps, dithered where they meet. */
export function skyBands(grid: Grid, top: string, low: string, until: number): void {
  const bands = 9;
  for (let y = 0; y < until; y += 1) {
    const at = (y / until) * bands;
    for (let x = 0; x < grid.width; x += 1) {
      const step = Math.floor(at) + (at % 1 > 0.6 && (x + y) % 2 === 0 ? 1 : 0);
      grid.set(x, y, mix(top, low, Math.min(1, step / bands)));
    }
  }
}

/** Neon windows, rain, wet street; or stars, planets and ships. */
export function night(scene: Scene, hue: number): Grid {
  const { random } = scene;
  const grid = gridOf(128, 128, '#0b0a1a');
  if (/space|star|planet|ship|galaxy|cosmic/.test(scene.prompt)) {
    skyBands(grid, colour(0.12, 0.05, hue), colour(0.24, 0.1, hue + 40), 128);
    for (let i = 0; i < 120; i += 1)
      grid.set(random.int(0, 127), random.int(0, 127), random.pick(['#ffffff', '#8fb4ff', '#ffd9a0', '#6a5fae']));
    for (let i = 0; i < 3; i += 1) {
      const tone = colour(0.6, 0.15, hue + random.int(0, 300));
      const [x, y, r] = [random.int(10, 118), random.int(10, 70), random.int(6, 20)];
      grid.disc(x, y, r, darker(tone, 0.4));
      grid.disc(x - Math.ceil(r * 0.16), y - Math.ceil(r * 0.16), Math.floor(r * 0.8), tone);
      grid.disc(x - Math.ceil(r * 0.34), y - Math.ceil(r * 0.34), Math.floor(r * 0.32), lighter(tone, 0.35));
    }
    place(grid, 'ship', 46, 118, hue + 180, 2);
    for (let i = 0; i < 4; i += 1)
      place(grid, random.pick(['slime', 'ghost', 'robot']), 6 + i * 31, random.int(20, 56), hue + i * 70);
    for (let i = 0; i < 6; i += 1) grid.rect(random.int(50, 74), random.int(40, 88), 1, 4, '#7dffb0');
    return grid;
  }
  skyBands(grid, colour(0.16, 0.07, hue), colour(0.42, 0.14, hue + 50), 100);
  grid.disc(random.int(24, 104), random.int(18, 40), random.int(8, 16), colour(0.88, 0.1, hue + 90));
  for (let layer = 0; layer < 3; layer += 1) {
    const tone = mix(colour(0.36, 0.09, hue + 40), '#0d0b1e', layer / 2.2);
    for (let x = random.int(-8, 0); x < 128; ) {
      const [w, h] = [random.int(10, 24), random.int(26, 80) - layer * 12];
      grid.rect(x, 106 - h, w, h, tone);
      for (let wy = 4; wy < h - 3; wy += 5)
        for (let wx = 2; wx < w - 2; wx += 4)
          if (random.chance(0.4))
            grid.rect(x + wx, 106 - h + wy, 2, 2, random.pick(['#ffd98a', '#ff6fb0', '#6fe3ff', '#fff3c4']));
      if (layer > 0 && random.chance(0.35))
        grid.rect(x + 2, 106 - h + 6, Math.min(12, w - 4), 4, colour(0.7, 0.2, hue + random.int(0, 200)));
      x += w + random.int(0, 4);
    }
  }
  grid.rect(0, 106, 128, 22, '#15122a');
  for (let i = 0; i < 40; i += 1)
    grid.rect(
      random.int(0, 124),
      random.int(110, 126),
      random.int(2, 8),
      1,
      colour(0.55, 0.16, hue + random.int(0, 140)),
    );
  place(grid, spriteFor(scene.prompt, random), random.int(20, 84), 116, hue + 180, 2);
  return grid;
}
