import { colour, darker, lighter, mix } from './colour.ts';
import { topDown } from './pixel-above.ts';
import { enlarge, type Grid, gridOf } from './pixel-grid.ts';
import { night, skyBands } from './pixel-night.ts';
import { heroes, items, place, sizeOf, spriteFor } from './pixel-sprites.ts';
import type { Scene } from './scene.ts';

type Painter = (scene: Scene, hue: number) => Grid;

const ground = (grid: Grid, scene: Scene, x: number, y: number, w: number, hue: number): void => {
  const { random } = scene;
  const soil = colour(0.42, 0.07, hue + 40);
  const grass = colour(0.66, 0.16, hue);
  grid.rect(x, y, w, grid.height - y, soil);
  for (let i = 0; i < w; i += 1) {
    grid.rect(x + i, y, 1, 2 + (random.chance(0.4) ? 1 : 0), grass);
    if (random.chance(0.22)) grid.set(x + i, y - 1, lighter(grass, 0.25));
  }
  for (let i = 0; i < w * 0.5; i += 1)
    grid.rect(
      x + random.int(0, w - 2),
      y + random.int(5, 40),
      2,
      1,
      random.chance(0.5) ? darker(soil, 0.3) : lighter(soil, 0.15),
    );
};

/** Side view: sky, far hills, platforms, coins, somebody running. */
const platformer: Painter = (scene, hue) => {
  const { random } = scene;
  const night = scene.dark ?? random.chance(0.4);
  const grid = gridOf(128, 128, '#000000');
  const land = night ? random.pick([190, 260, 300]) : random.pick([135, 150, 95, 55]);
  const [top, low] = night
    ? [colour(0.2, 0.09, hue), colour(0.45, 0.12, hue + 60)]
    : [colour(0.68, 0.11, hue), colour(0.92, 0.06, hue + 40)];
  skyBands(grid, top, low, 128);
  if (night)
    for (let i = 0; i < 46; i += 1)
      grid.set(random.int(0, 127), random.int(0, 70), random.pick(['#ffffff', '#cfe0ff', '#ffe9b0']));
  grid.disc(random.int(20, 108), random.int(16, 36), random.int(7, 13), night ? '#f4efcf' : '#ffe27a');
  for (let layer = 0; layer < 2; layer += 1) {
    const tone = mix(low, colour(0.4, 0.1, land), 0.35 + layer * 0.3);
    let h = random.int(40, 58) - layer * 14;
    for (let x = 0; x < 128; x += 1) {
      h = Math.max(18, Math.min(74, h + random.int(-1, 1) * (layer === 0 && random.chance(0.5) ? 2 : 1)));
      grid.rect(x, 128 - h, 1, h, tone);
    }
  }
  for (let i = 0; i < 4; i += 1) {
    const [x, y] = [random.int(-8, 120), random.int(8, 46)];
    if (!night)
      for (const [dx, dy, w] of [
        [3, -3, 9],
        [0, -1, 16],
        [1, 1, 13],
      ] as const)
        grid.rect(x + dx, y + dy, w, 2, '#ffffff');
  }
  const floor = 108;
  ground(grid, scene, 0, floor, 128, land);
  if (random.chance(0.5)) grid.rect(random.int(50, 90), floor, random.int(12, 20), 20, night ? '#2b3a7a' : '#4aa3e0');
  const islands = random.int(1, 5);
  for (let i = 0; i < islands; i += 1) {
    const [x, y, w] = [
      4 + i * Math.floor(124 / islands) + random.int(0, 12),
      random.int(40, 92),
      random.int(14, Math.min(40, 110 / islands)),
    ];
    grid.rect(x, y, w, 3, colour(0.66, 0.16, land));
    grid.rect(x + 1, y + 3, w - 2, 4, colour(0.42, 0.07, land + 40));
    for (let k = 0; k < 2; k += 1)
      place(grid, random.pick(['coin', 'coin', 'gem', 'heart']), x + 2 + k * 11, y - 3, hue + 180);
  }
  const trees = random.int(0, 7);
  for (let i = 0; i < trees; i += 1) place(grid, 'tree', random.int(0, 116), floor, land, random.chance(0.3) ? 2 : 1);
  if (random.chance(0.4)) {
    const [x, stone] = [random.int(70, 104), mix(low, colour(0.35, 0.03, hue), 0.7)];
    grid.rect(x, 62, 22, floor - 62, stone);
    for (let i = 0; i < 4; i += 1) grid.rect(x - 2 + i * 7, 57, 4, 6, stone);
    grid.rect(x + 8, floor - 14, 7, 14, '#2a1c26');
    for (const [wx, wy] of [
      [4, 70],
      [14, 70],
      [4, 84],
    ] as const)
      grid.rect(x + wx, wy, 3, 5, '#ffd98a');
  }
  const lead = spriteFor(scene.prompt, random);
  place(grid, lead, random.int(18, 50), floor, hue + 180, 2);
  place(grid, random.pick(['slime', 'ghost', 'mushroom']), random.int(84, 108), floor, hue + 90, 1, true);
  return grid;
};

/** One sprite, large, on a plain ground with its shadow. */
const portrait: Painter = (scene, hue) => {
  const { random } = scene;
  const name = spriteFor(scene.prompt, random);
  const { w, h } = sizeOf(name);
  const back = scene.dark === true ? colour(0.27, 0.06, hue) : colour(random.pick([0.35, 0.8, 0.88]), 0.07, hue);
  const grid = gridOf(64, 64, back);
  const style = random.int(0, 3);
  for (let y = 0; y < 64; y += 1) {
    for (let x = 0; x < 64; x += 1) {
      const on =
        style === 0
          ? (Math.floor(x / 8) + Math.floor(y / 8)) % 2 === 0
          : style === 1
            ? (x + y) % 10 < 5
            : style === 2
              ? Math.hypot(x - 32, y - 30) < 24
              : y % 8 === 0 || x % 8 === 0;
      if (on) grid.set(x, y, lighter(back, style === 3 ? 0.1 : 0.13));
    }
  }
  const size = Math.max(2, Math.floor(46 / Math.max(w, h)));
  const [x, y] = [Math.round(32 - (w * size) / 2), Math.round(32 + (h * size) / 2)];
  for (let i = -w * size * 0.42; i < w * size * 0.42; i += 1) grid.rect(32 + i, y, 1, 2, darker(back, 0.35));
  place(grid, name, x, y, hue + random.pick([140, 180, 220]), size);
  for (let i = 0; i < 5; i += 1) {
    const [px, py] = [random.int(3, 60), random.int(3, 60)];
    grid.set(px, py, '#ffffff');
    grid.set(px + 1, py, '#ffffff');
    grid.set(px, py + 1, '#ffffff');
  }
  return grid;
};

/** A sheet of many sprites in slots, like an inventory or an asset page. */
const sheet: Painter = (scene, hue) => {
  const { random } = scene;
  const back = colour(scene.dark === false ? 0.85 : 0.28, 0.05, hue);
  const grid = gridOf(96, 96, back);
  const cells = random.pick([4, 5]);
  const step = Math.floor(92 / cells);
  const pool = /item|loot|inventory|potion|weapon|icon/.test(scene.prompt)
    ? items
    : random.chance(0.5)
      ? items
      : heroes;
  for (let r = 0; r < cells; r += 1) {
    for (let c = 0; c < cells; c += 1) {
      const [x, y] = [3 + c * step, 3 + r * step];
      grid.rect(x, y, step - 2, step - 2, lighter(back, 0.16));
      grid.rect(x + 1, y + 1, step - 4, step - 4, darker(back, 0.22));
      const name = random.pick(pool);
      const { w, h } = sizeOf(name);
      place(grid, name, x + Math.round((step - 2 - w) / 2), y + Math.round((step - 2 + h) / 2), random.int(0, 359));
    }
  }
  const [sx, sy] = [3 + random.int(0, cells - 1) * step, 3 + random.int(0, cells - 1) * step];
  for (let i = 0; i < step - 2; i += 1)
    for (const [x, y] of [
      [i, 0],
      [i, step - 3],
      [0, i],
      [step - 3, i],
    ] as const)
      grid.set(sx + x, sy + y, '#ffd24a');
  return grid;
};

const signs: readonly (readonly [RegExp, Painter])[] = [
  [/sheet|inventory|item|icon|set of|tile ?set/, sheet],
  [/dungeon|top-?down|village|farm|map\b|rpg/, topDown],
  [/city|neon|cyber|space|shooter|star|planet/, night],
  [/platform|level|scene|landscape|forest|castle|background|cave|sky/, platformer],
  [/character|portrait|close-up/, portrait],
];

/** Pixel art as PNG: a sprite, a sheet, a level from the side or from above, a night. */
export function drawPixel(scene: Scene): Promise<Buffer> {
  const { random, prompt } = scene;
  const hue = scene.hue ?? random.pick([5, 25, 45, 70, 185, 210, 235, 255, 275, 300, 325, 345]);
  const named = signs.find(([sign]) => sign.test(prompt))?.[1];
  const likely = /sprite of/.test(prompt)
    ? [portrait, portrait, portrait, portrait, platformer, topDown]
    : [portrait, platformer, sheet, topDown, platformer];
  const painter = named ?? random.pick(likely);
  return enlarge(painter(scene, hue), scene.width, scene.height);
}
