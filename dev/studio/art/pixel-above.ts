import { colour, darker, lighter } from './colour.ts';
import { type Grid, gridOf } from './pixel-grid.ts';
import { heroes, place, spriteFor } from './pixel-sprites.ts';
import type { Scene } from './scene.ts';

/** From above: rooms of stone, torches, somebody exploring; or a village of grass and paths. */
export function topDown(scene: Scene, hue: number): Grid {
  const { random } = scene;
  const village =
    /village|farm|meadow|town|forest|garden/.test(scene.prompt) || (scene.dark !== true && random.chance(0.4));
  const floor = village ? colour(0.68, 0.13, 140) : colour(0.42, 0.04, hue);
  const grid = gridOf(128, 128, floor);
  for (let y = 0; y < 128; y += 8) {
    for (let x = 0; x < 128; x += 8) {
      const shade = random.pick([0, 0.05, 0.09, 0.02]);
      grid.rect(x, y, 8, 8, random.chance(0.5) ? darker(floor, shade) : lighter(floor, shade));
      if (!village) {
        grid.rect(x, y, 8, 1, darker(floor, 0.3));
        grid.rect(x, y, 1, 8, darker(floor, 0.3));
      } else if (random.chance(0.18))
        grid.set(x + random.int(1, 6), y + random.int(1, 6), random.pick(['#ffffff', '#ffd24a', '#f08fb0']));
    }
  }
  if (village) {
    let y = random.int(40, 90);
    for (let x = 0; x < 128; x += 1) {
      y += random.chance(0.3) ? random.int(-1, 1) : 0;
      grid.rect(x, y, 1, 11, '#d8b98a');
      grid.set(x, y, '#b08f62');
    }
    const river = random.int(14, 104);
    for (let j = 0; j < 128; j += 1)
      grid.rect(river + Math.round(Math.sin(j / 11) * 5), j, 12, 1, j % 6 === 0 ? '#8fd0f0' : '#4a9fdc');
    grid.rect(river - 8, y - 1, 30, 13, '#8a5a34');
    for (let i = 0; i < 3; i += 1)
      place(grid, 'house', random.int(4, 110), random.int(22, 120), 20, random.chance(0.4) ? 2 : 1);
    for (let i = 0; i < 12; i += 1) place(grid, 'tree', random.int(-4, 120), random.int(14, 128), 140);
  } else {
    const wall = colour(0.3, 0.05, hue + 20);
    const brick = (x: number, y: number, w: number, h: number) => {
      grid.rect(x, y, w, h, wall);
      for (let j = 0; j < h; j += 4)
        for (let i = (j / 4) % 2 === 0 ? 0 : 4; i < w; i += 8) {
          grid.rect(x + i, y + j, 7, 3, lighter(wall, 0.14));
        }
    };
    brick(0, 0, 128, 16);
    brick(0, 112, 128, 16);
    brick(0, 0, 12, 128);
    brick(116, 0, 12, 128);
    const gap = random.int(30, 80);
    const across = random.int(48, 72);
    brick(12, across, gap - 12, 12);
    brick(gap + 22, across, 116 - gap - 22, 12);
    for (let i = 0; i < 4; i += 1) {
      const [x, y] = [20 + i * 28, 11];
      grid.rect(x, y, 3, 4, '#7a4a2b');
      grid.rect(x, y - 3, 3, 3, '#ffb02e');
      grid.set(x + 1, y - 4, '#ffe27a');
    }
    for (let i = 0; i < 5; i += 1)
      place(
        grid,
        random.pick(['chest', 'coin', 'potion', 'key', 'gem']),
        random.int(16, 100),
        random.pick([random.int(34, across - 4), random.int(across + 28, 108)]),
        hue + 120,
      );
  }
  place(grid, spriteFor(scene.prompt, random), random.int(30, 84), random.int(90, 108), hue + 180, random.pick([1, 2]));
  place(grid, random.pick(heroes), random.int(20, 100), random.int(36, 50), hue + 60, 1, true);
  return grid;
}
