import { colour, darker, lighter } from './colour.ts';
import { blob, linear, n, radial, type Scene, smooth } from './scene.ts';

export type Backdrop = {
  readonly defs: string;
  readonly behind: string;
  readonly before: string;
  /** Where the object stands, as shares of the picture. */
  readonly x: number;
  readonly floor: number;
  readonly scale: number;
  readonly shade: string;
  readonly shadow: number;
  readonly glossy: boolean;
};

type Maker = (scene: Scene, hue: number) => Backdrop;

const vignette = (id: string) =>
  radial(id, 0.5, 0.45, 0.78, [
    [0.55, '#000', 0],
    [1, '#000', 0.28],
  ]);

const sweep: Maker = ({ random, width, height }, hue) => {
  const light = random.between(0.86, 0.95);
  const base = colour(light, random.between(0.01, 0.06), hue);
  return {
    defs:
      linear('wall', 90, [
        [0, darker(base, 0.1)],
        [0.55, lighter(base, 0.25)],
        [0.7, base],
        [1, darker(base, 0.16)],
      ]) +
      radial('spot', 0.5, 0.45, 0.5, [
        [0, '#fff', 0.75],
        [1, '#fff', 0],
      ]),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><rect width="${width}" height="${height}" fill="url(#spot)"/>`,
    before: '',
    x: 0.5,
    floor: 0.78,
    scale: 1.12,
    shade: darker(base, 0.75),
    shadow: 0.38,
    glossy: random.chance(0.5),
  };
};

const twoTone: Maker = ({ random, width, height }, hue) => {
  const wall = colour(random.between(0.68, 0.86), 0.09, hue);
  const table = colour(random.between(0.8, 0.93), 0.05, hue + random.pick([30, -40, 180]));
  const line = height * random.between(0.6, 0.68);
  return {
    defs:
      linear('wall', random.pick([20, 160]), [
        [0, lighter(wall, 0.18)],
        [1, darker(wall, 0.12)],
      ]) +
      linear('table', 90, [
        [0, darker(table, 0.06)],
        [1, lighter(table, 0.1)],
      ]),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><rect y="${n(line)}" width="${width}" height="${n(height - line)}" fill="url(#table)"/><rect y="${n(line)}" width="${width}" height="3" fill="#fff" opacity="0.35"/>`,
    before: '',
    x: random.between(0.42, 0.58),
    floor: 0.8,
    scale: 1.1,
    shade: darker(table, 0.8),
    shadow: 0.42,
    glossy: false,
  };
};

const podium: Maker = ({ random, width, height }, hue) => {
  const base = colour(random.between(0.78, 0.9), 0.055, hue);
  const [cx, top] = [width / 2, height * 0.74];
  const cylinder = (x: number, y: number, rx: number, h: number, tone: string, id: string) =>
    `<path d="M${n(x - rx)} ${n(y)}v${n(h)}a${n(rx)} ${n(rx * 0.22)} 0 0 0 ${n(2 * rx)} 0v${n(-h)}z" fill="url(#${id})"/><ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(rx * 0.22)}" fill="${lighter(tone, 0.35)}"/>`;
  const side = random.pick([-1, 1]);
  const tall = colour(0.72, 0.1, hue + 25);
  return {
    defs:
      linear('wall', 90, [
        [0, lighter(base, 0.1)],
        [0.72, base],
        [0.73, lighter(base, 0.18)],
        [1, base],
      ]) +
      linear('p1', 0, [
        [0, darker(base, 0.12)],
        [0.3, lighter(base, 0.3)],
        [1, darker(base, 0.3)],
      ]) +
      linear('p2', 0, [
        [0, tall],
        [0.3, lighter(tall, 0.3)],
        [1, darker(tall, 0.3)],
      ]),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><circle cx="${n(cx - side * width * 0.12)}" cy="${n(height * 0.4)}" r="${n(height * 0.3)}" fill="${lighter(tall, 0.45)}" opacity="0.8"/>${cylinder(cx + side * width * 0.31, height * 0.58, width * 0.13, height * 0.3, tall, 'p2')}${cylinder(cx, top, width * 0.29, height * 0.13, base, 'p1')}<circle cx="${n(cx - side * width * 0.33)}" cy="${n(height * 0.855)}" r="${n(width * 0.05)}" fill="url(#p2)"/>`,
    before: '',
    x: 0.5,
    floor: 0.752,
    scale: 0.98,
    shade: darker(base, 0.75),
    shadow: 0.34,
    glossy: false,
  };
};

const arch: Maker = ({ random, width, height }, hue) => {
  const wall = colour(0.87, 0.04, hue);
  const niche = colour(random.between(0.6, 0.75), 0.1, hue + random.pick([0, 20, -25]));
  const [aw, x] = [width * 0.56, width * 0.22];
  const top = height * 0.16;
  return {
    defs:
      linear('wall', 100, [
        [0, lighter(wall, 0.25)],
        [1, darker(wall, 0.06)],
      ]) +
      linear('niche', 30, [
        [0, darker(niche, 0.22)],
        [0.5, niche],
        [1, lighter(niche, 0.2)],
      ]),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><path d="M${n(x)} ${n(height * 0.8)}V${n(top + aw / 2)}a${n(aw / 2)} ${n(aw / 2)} 0 0 1 ${n(aw)} 0V${n(height * 0.8)}z" fill="url(#niche)"/><rect x="0" y="${n(height * 0.8)}" width="${width}" height="${n(height * 0.2)}" fill="${lighter(wall, 0.3)}"/><rect x="0" y="${n(height * 0.8)}" width="${width}" height="6" fill="${darker(wall, 0.12)}"/>`,
    before: '',
    x: 0.5,
    floor: 0.845,
    scale: 1.08,
    shade: darker(wall, 0.8),
    shadow: 0.36,
    glossy: false,
  };
};

const spotlight: Maker = ({ random, width, height }, hue) => {
  const deep = colour(random.between(0.16, 0.24), 0.03, hue);
  const glow = colour(0.5, 0.12, hue);
  return {
    defs:
      radial('wall', 0.5, 0.48, 0.62, [
        [0, glow],
        [0.55, mixDeep(deep)],
        [1, darker(deep, 0.35)],
      ]) +
      linear('floor', 90, [
        [0, darker(deep, 0.25)],
        [0.35, lighter(deep, 0.12)],
        [1, darker(deep, 0.5)],
      ]) +
      vignette('v'),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><rect y="${n(height * 0.72)}" width="${width}" height="${n(height * 0.28)}" fill="url(#floor)"/><rect width="${width}" height="${height}" fill="url(#v)"/>`,
    before: '',
    x: 0.5,
    floor: 0.82,
    scale: 1.14,
    shade: '#000000',
    shadow: 0.75,
    glossy: true,
  };
};
const mixDeep = (deep: string) => lighter(deep, 0.08);

const leafShadow: Maker = ({ random, width, height }, hue) => {
  const wall = colour(random.between(0.85, 0.92), random.between(0.03, 0.07), hue);
  const [ox, oy] = [width * random.pick([0.05, 0.95]), height * random.between(-0.05, 0.15)];
  const toward = ox < width / 2 ? 1 : -1;
  let leaves = '';
  for (let i = 0; i < 9; i += 1) {
    const length = width * random.between(0.35, 0.62);
    const angle = random.between(8, 80) * toward;
    leaves += `<path transform="translate(${n(ox)} ${n(oy)}) rotate(${n(toward > 0 ? angle : 180 + angle)})" d="M0 0Q${n(length * 0.4)} ${n(-length * 0.13)} ${n(length)} 0Q${n(length * 0.4)} ${n(length * 0.13)} 0 0z"/>`;
  }
  return {
    defs: `${linear('wall', 90, [
      [0, wall],
      [0.76, lighter(wall, 0.3)],
      [0.765, darker(wall, 0.04)],
      [1, lighter(wall, 0.12)],
    ])}<filter id="leaf"><feGaussianBlur stdDeviation="9"/></filter>`,
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><g fill="${darker(wall, 0.55)}" opacity="0.3" filter="url(#leaf)">${leaves}</g>`,
    before: '',
    x: toward > 0 ? 0.58 : 0.42,
    floor: 0.845,
    scale: 1.12,
    shade: darker(wall, 0.8),
    shadow: 0.4,
    glossy: false,
  };
};

const stones: Maker = ({ random, width, height }, hue) => {
  const wall = colour(random.between(0.62, 0.8), 0.06, hue);
  const rock = colour(random.between(0.5, 0.8), 0.02, hue + 40);
  const slab = smooth(
    [
      [0.13, 0.79],
      [0.3, 0.755],
      [0.55, 0.75],
      [0.8, 0.765],
      [0.89, 0.8],
      [0.82, 0.9],
      [0.5, 0.93],
      [0.2, 0.9],
    ].map(([a = 0, b = 0]) => [a * width, b * height] as const),
  );
  const side = random.pick([0.2, 0.8]);
  return {
    defs:
      linear('wall', 90, [
        [0, darker(wall, 0.1)],
        [0.6, lighter(wall, 0.22)],
        [0.68, wall],
        [1, darker(wall, 0.2)],
      ]) +
      linear('rock', 100, [
        [0, lighter(rock, 0.4)],
        [0.4, rock],
        [1, darker(rock, 0.45)],
      ]),
    behind: `<rect width="${width}" height="${height}" fill="url(#wall)"/><path d="${blob(random, width * side, height * 0.68, width * 0.13, 0.15)}" fill="url(#rock)"/><path d="${slab}" fill="url(#rock)"/><path d="${blob(random, width * (1 - side), height * 0.83, width * 0.055, 0.15)}" fill="url(#rock)"/>`,
    before: '',
    x: 0.5,
    floor: 0.815,
    scale: 1.02,
    shade: darker(rock, 0.8),
    shadow: 0.42,
    glossy: false,
  };
};

const signs: readonly (readonly [RegExp, Maker])[] = [
  [/podium|plinth|pedestal/, podium],
  [/arch|niche/, arch],
  [/slab|stone|rock/, stones],
  [/leaf|leaves|palm|window light|dappled/, leafShadow],
  [/seamless|clean|plain|packshot/, sweep],
  [/wall|oak|walnut|table|shelf|wood|slate|marble|concrete/, twoTone],
];

/** The stage a prompt describes, or one its hash picks, from plain to built. */
export function backdrop(scene: Scene, hue: number): Backdrop {
  const named = signs.find(([sign]) => sign.test(scene.prompt))?.[1];
  const open =
    scene.dark === true
      ? [spotlight, spotlight, stones]
      : [sweep, twoTone, podium, arch, spotlight, leafShadow, stones];
  const maker = named !== undefined && scene.random.chance(0.75) ? named : scene.random.pick(open);
  return maker(scene, hue);
}
