import { colour, darker, lighter, mix } from './colour.ts';
import { blur, linear, n, radial, type Scene, smooth, svg } from './scene.ts';
import { ridge, thingOf, type WidePainter } from './wide-ground.ts';
import { impossible } from './wide-impossible.ts';
import { wideThings } from './wide-things.ts';

const stars = ({ random, width, height }: Scene, count: number, below = 0.7): string =>
  Array.from(
    { length: count },
    () =>
      `<circle cx="${n(random.next() * width)}" cy="${n(random.next() * height * below)}" r="${n(random.between(0.7, 2.8))}" fill="#fff" opacity="${n(random.between(0.3, 1))}"/>`,
  ).join('');

/** Hills behind hills, and a sky body far too large. */
const layers: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const night = scene.dark ?? random.chance(0.45);
  const far = random.pick([20, 45, 70, 320, 350, 200]);
  const sky = [colour(night ? 0.22 : 0.7, 0.1, hue), colour(night ? 0.5 : 0.9, 0.11, far)];
  const body = colour(0.93, 0.07, far + 20);
  const [mx, my, r] = [
    width * random.between(0.2, 0.8),
    height * random.between(0.26, 0.5),
    height * random.between(0.18, 0.38),
  ];
  const count = random.int(4, 7);
  const hills = Array.from({ length: count }, (_, i) => {
    const tone = mix(sky[1] ?? '#fff', colour(night ? 0.13 : 0.3, 0.08, hue - 20), (i + 1) / count);
    return `<path d="${ridge(scene, 0.5 + (i / count) * 0.45, 0.07)}" fill="${tone}"/>`;
  }).join('');
  const birds = Array.from({ length: random.int(0, 9) }, () => {
    const [x, y] = [random.next() * width, height * random.between(0.1, 0.45)];
    return `<path d="M${n(x - 16)} ${n(y - 7)}Q${n(x - 7)} ${n(y - 12)} ${n(x)} ${n(y)}Q${n(x + 7)} ${n(y - 12)} ${n(x + 16)} ${n(y - 7)}" fill="none" stroke="${night ? '#fff' : '#222'}" stroke-width="3"/>`;
  }).join('');
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>${night ? stars(scene, 130) : ''}<circle cx="${n(mx)}" cy="${n(my)}" r="${n(r * 1.7)}" fill="url(#halo)"/><circle cx="${n(mx)}" cy="${n(my)}" r="${n(r)}" fill="url(#moon)"/>${birds}${hills}`,
    linear('sky', 90, [
      [0, sky[0] ?? ''],
      [0.75, sky[1] ?? ''],
    ]) +
      radial('halo', 0.5, 0.5, 0.5, [
        [0.4, body, 0.55],
        [1, body, 0],
      ]) +
      linear('moon', 60, [
        [0, lighter(body, 0.4)],
        [1, mix(body, sky[1] ?? '', 0.5)],
      ]),
  );
};

/** Thousands of short strokes that follow one slow field. */
const flow: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const dark = scene.dark ?? random.chance(0.6);
  const ground = dark ? colour(0.15, 0.03, hue) : colour(0.95, 0.025, hue + 40);
  const inks = Array.from({ length: 5 }, (_, i) =>
    colour(dark ? 0.62 + i * 0.07 : 0.4 + i * 0.09, 0.15, hue + i * random.pick([18, 40, 70])),
  );
  const poles = Array.from({ length: random.int(2, 5) }, () => ({
    x: random.next() * width,
    y: random.next() * height,
    turn: random.pick([-1, 1]) * random.between(0.6, 1.5),
  }));
  const lean = random.between(-0.6, 0.6);
  let lines = '';
  for (let i = 0; i < 850; i += 1) {
    let [x, y] = [random.between(-0.05, 1.05) * width, random.between(-0.05, 1.05) * height];
    let path = `M${n(x)} ${n(y)}`;
    for (let step = 0; step < 14; step += 1) {
      let [vx, vy] = [Math.cos(lean), Math.sin(lean)];
      for (const p of poles) {
        const [dx, dy] = [x - p.x, y - p.y];
        const pull = (p.turn * height * 0.5) / (Math.hypot(dx, dy) + 60);
        const d = Math.hypot(dx, dy) + 1;
        vx += (-dy / d) * pull;
        vy += (dx / d) * pull;
      }
      const speed = Math.hypot(vx, vy) + 0.001;
      x += (vx / speed) * 14;
      y += (vy / speed) * 14;
      path += `L${Math.round(x)} ${Math.round(y)}`;
    }
    lines += `<path d="${path}" stroke="${random.pick(inks)}" stroke-width="${n(random.between(1.5, 6.5))}" opacity="${n(random.between(0.35, 0.9))}"/>`;
  }
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="${ground}"/><g fill="none" stroke-linecap="round">${lines}</g>`,
  );
};

/** Soft lights through each other. */
const orbs: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const dark = scene.dark ?? random.chance(0.55);
  const ground = dark ? colour(0.18, 0.06, hue) : colour(0.93, 0.04, hue);
  const clouds = Array.from(
    { length: 7 },
    () =>
      `<ellipse cx="${n(random.next() * width)}" cy="${n(random.next() * height)}" rx="${n(width * random.between(0.12, 0.3))}" ry="${n(height * random.between(0.15, 0.4))}" fill="${colour(dark ? random.between(0.45, 0.7) : random.between(0.7, 0.88), 0.16, hue + random.between(-80, 110))}" opacity="0.75"/>`,
  ).join('');
  let defs = '';
  const spheres = Array.from({ length: random.int(3, 8) }, (_, i) => {
    const r = height * random.between(0.05, 0.27);
    const tone = colour(random.between(0.55, 0.8), 0.15, hue + random.between(-60, 120));
    defs += radial(`o${i}`, 0.34, 0.3, 0.75, [
      [0, lighter(tone, 0.75)],
      [0.4, tone],
      [1, darker(tone, 0.55)],
    ]);
    const [x, y] = [random.between(0.08, 0.92) * width, random.between(0.12, 0.88) * height];
    return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="url(#o${i})"/>${random.chance(0.35) ? `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(r * 1.7)}" ry="${n(r * 0.4)}" fill="none" stroke="${lighter(tone, 0.5)}" stroke-width="5" transform="rotate(${random.int(-35, 35)} ${n(x)} ${n(y)})" opacity="0.8"/>` : ''}`;
  }).join('');
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="${ground}"/><g filter="url(#haze)">${clouds}</g>${dark ? stars(scene, 60, 1) : ''}${spheres}`,
    blur('haze', height * 0.09) + defs,
  );
};

/** A plane broken into cells, each lit a little differently. */
const glass: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const [columns, rows] = [random.int(9, 16), random.int(6, 10)];
  const spread = random.pick([50, 100, 180]);
  const at = Array.from({ length: rows + 1 }, (_, r) =>
    Array.from(
      { length: columns + 1 },
      (_, c) =>
        [
          ((c + (r % 2) * 0.5 - 0.25 + random.bell() * 0.28) / (columns - 0.5)) * width,
          ((r + random.bell() * 0.28) / rows) * height,
        ] as const,
    ),
  );
  const [lx, ly] = [random.next() * width, random.next() * height];
  let cells = '';
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      const [a, b, d, e] = [at[r]?.[c], at[r]?.[c + 1], at[r + 1]?.[c], at[r + 1]?.[c + 1]];
      if (!a || !b || !d || !e) continue;
      for (const triangle of [
        [a, b, d],
        [b, e, d],
      ]) {
        const [x, y] = [0, 1].map((k) => triangle.reduce((s, p) => s + (p[k] ?? 0), 0) / 3) as [number, number];
        const near = Math.max(0, 1 - Math.hypot(x - lx, y - ly) / (width * 0.7));
        cells += `<path d="M${triangle.map((p) => `${n(p[0])} ${n(p[1])}`).join('L')}Z" fill="${colour(0.25 + near * 0.6 + random.bell() * 0.06, 0.06 + near * 0.1, hue + spread * (x / width) + random.bell() * 14)}"/>`;
      }
    }
  }
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="${colour(0.2, 0.05, hue)}"/><g transform="translate(${n(-width * 0.05)} ${n(-height * 0.05)}) scale(1.1)" stroke="${colour(0.2, 0.04, hue)}" stroke-width="${random.pick([0, 1.5, 4])}">${cells}</g>`,
  );
};

/** Waves upon waves, from far and pale to near and deep. */
const waves: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const count = random.int(9, 16);
  const other = hue + random.pick([70, 120, -90]);
  const bands = Array.from({ length: count }, (_, i) => {
    const share = i / count;
    const [phase, long] = [random.next() * 7, random.between(1.2, 2.6)];
    const line = smooth(
      Array.from(
        { length: 15 },
        (_, k) =>
          [
            (k / 14) * width,
            height * (0.16 + share * 0.86) +
              Math.sin(phase + (k / 14) * Math.PI * 2 * long) * height * (0.03 + share * 0.05),
          ] as const,
      ),
      false,
    );
    return `<path d="${line}L${width} ${height}L0 ${height}Z" fill="${mix(colour(0.88, 0.08, other), colour(0.26, 0.1, hue), share)}"/><path d="${line}" fill="none" stroke="#fff" stroke-opacity="0.45" stroke-width="${n(1 + share * 3)}"/>`;
  }).join('');
  const sun = colour(0.8, 0.16, other + 40);
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="url(#air)"/><circle cx="${n(width * random.between(0.2, 0.8))}" cy="${n(height * 0.22)}" r="${n(height * random.between(0.09, 0.17))}" fill="${sun}"/>${bands}`,
    linear('air', 90, [
      [0, colour(0.72, 0.1, hue + 30)],
      [0.4, colour(0.94, 0.05, other)],
    ]),
  );
};

const signs: readonly (readonly [RegExp, WidePainter])[] = [
  [
    /whale|fish|door|gate|portal|window|wardrobe|curtain|\beye\b|gaze|stair|ladder|monolith|pillar|tower|desert/,
    impossible,
  ],
  [/mountain|valley|glacier|moon|horizon/, layers],
  [/wave|tide|sea\b|ocean/, waves],
  [/shard|shatter|glass\b(?! bubble)|crystal|mosaic|prism|mirror/, glass],
  [/planet|orb|bubble|sphere|pearl|lantern/, orbs],
  [/flow|wind|current|field|thread|river|hair|storm|loom/, flow],
];

/** A wide abstract or surreal picture: of what the prompt is about where that has a shape, else of how it feels. */
export function drawWide(scene: Scene): string {
  const { random, prompt } = scene;
  const hue = scene.hue ?? random.pick([8, 28, 45, 62, 165, 190, 215, 240, 262, 285, 305, 330, 350]);
  const subject = thingOf(scene);
  const shaped = wideThings.some(([sign]) => sign.test(subject)) ? impossible : null;
  const painter =
    shaped ??
    signs.find(([sign]) => sign.test(subject))?.[1] ??
    signs.find(([sign]) => sign.test(prompt))?.[1] ??
    random.pick([layers, flow, flow, orbs, orbs, impossible, impossible, glass, waves]);
  return painter(scene, hue);
}
