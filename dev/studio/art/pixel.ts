import { colour, darker, lighter, mix } from './colour.ts';
import { enlarge, type Grid, gridOf } from './pixel-grid.ts';
import { heroes, items, place, sizeOf, spriteFor } from './pixel-sprites.ts';
import type { Scene } from './scene.ts';

type Painter = (scene: Scene, hue: number) => Grid;

const skyBands = (grid: Grid, top: string, low: string, until: number): void => {
  const bands = 9;
  for (let y = 0; y < until; y += 1) {
    const at = (y / until) * bands;
    for (let x = 0; x < grid.width; x += 1) {
      const step = Math.floor(at) + (at % 1 > 0.6 && (x + y) % 2 === 0 ? 1 : 0);
      grid.set(x, y, mix(top, low, Math.min(1, step / bands)));
    }
  }
};

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
  for (let i = 0; i < 3; i += 1) {
    const [x, y, w] = [6 + i * 42 + random.int(0, 10), random.int(58, 90), random.int(16, 28)];
    grid.rect(x, y, w, 3, colour(0.66, 0.16, land));
    grid.rect(x + 1, y + 3, w - 2, 4, colour(0.42, 0.07, land + 40));
    for (let k = 0; k < 2; k += 1)
      place(grid, random.pick(['coin', 'coin', 'gem', 'heart']), x + 2 + k * 11, y - 3, hue + 180);
  }
  for (let i = 0; i < 3; i += 1) place(grid, 'tree', random.int(0, 116), floor, land);
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

/** From above: rooms of stone, torches, somebody exploring; or a village of grass and paths. */
const topDown: Painter = (scene, hue) => {
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
};

/** Neon windows, rain, wet street; or stars, planets and ships. */
const night: Painter = (scene, hue) => {
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
};

/** Pixel art as PNG: a sprite, a sheet, a level from the side or from above, a night. */
export function drawPixel(scene: Scene): Promise<Buffer> {
  const { random, prompt } = scene;
  const hue = scene.hue ?? random.int(0, 359);
  const painter: Painter = /sheet|inventory|item|icon|set of|tile ?set/.test(prompt)
    ? sheet
    : /dungeon|top-?down|village|farm|map\b|rpg/.test(prompt)
      ? topDown
      : /city|neon|cyber|space|shooter|night|star|planet/.test(prompt)
        ? night
        : /platform|level|scene|landscape|forest|castle|background|cave|sky/.test(prompt)
          ? platformer
          : random.pick([portrait, portrait, platformer, sheet, topDown, platformer]);
  return enlarge(painter(scene, hue), scene.width, scene.height);
}
