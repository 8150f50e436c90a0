import { colour, darker, lighter, mix } from './colour.ts';
import { blob, linear, n, svg } from './scene.ts';
import { ridge, thingOf, type WidePainter } from './wide-ground.ts';
import { wideThings } from './wide-things.ts';

/** Something impossible stands in a desert: a door, a stair, an eye, a whale in the air. */
export const impossible: WidePainter = (scene, hue) => {
  const { random, width, height } = scene;
  const sky = colour(random.between(0.6, 0.85), 0.1, hue);
  const glow = colour(0.93, 0.07, hue + random.pick([60, 150, -60]));
  const sand = colour(random.between(0.45, 0.72), 0.09, hue + random.pick([140, 180, 30]));
  const line = height * random.between(0.62, 0.72);
  const deep = darker(sand, 0.6);
  const accent = colour(0.62, 0.18, hue + 180);
  const cx = width * random.between(0.35, 0.65);
  const cloud = (x: number, y: number, s: number) =>
    `<path d="${blob(random, x, y, s, 0.22, 9)}" fill="#fff" opacity="0.75" transform="translate(0 ${n(y * 0.62)}) scale(1 0.38)"/>`;
  const door = (x: number, y: number, h: number) =>
    `<path d="M${n(x + h * 0.27)} ${n(y)}l${n(h * 1.5)} ${n(h * 0.32)}h${n(-h * 0.5)}L${n(x - h * 0.27)} ${n(y)}z" fill="${deep}" opacity="0.4"/><rect x="${n(x - h * 0.27)}" y="${n(y - h)}" width="${n(h * 0.54)}" height="${n(h)}" fill="${accent}"/><rect x="${n(x - h * 0.21)}" y="${n(y - h * 0.94)}" width="${n(h * 0.42)}" height="${n(h * 0.94)}" fill="url(#through)"/>`;
  const whale = (x: number, y: number, s: number) =>
    `<g transform="translate(${n(x)} ${n(y)}) scale(${n(s)})"><ellipse cx="10" cy="330" rx="240" ry="26" fill="${deep}" opacity="0.3"/><path d="M-260 10C-240 -110 -40 -130 90 -70C170 -36 210 -20 262 -84C274 -40 330 -40 352 -58C340 6 290 40 236 36C150 96 -40 130 -150 104C-230 86 -262 50 -260 10z" fill="${mix(deep, sky, 0.25)}"/><path d="M-254 34C-180 96 -30 100 90 62C10 118 -90 126 -150 104C-214 88 -246 66 -254 34z" fill="${lighter(sky, 0.5)}"/><circle cx="-176" cy="8" r="9" fill="#fff"/><path d="M-60 70q-20 90 -80 110q-2 -70 20 -112z" fill="${mix(deep, sky, 0.1)}"/></g>`;
  const eye = (x: number, y: number, s: number) =>
    `<path d="M${n(x - s * 1.7)} ${n(y)}Q${n(x)} ${n(y - s * 1.6)} ${n(x + s * 1.7)} ${n(y)}Q${n(x)} ${n(y + s * 1.6)} ${n(x - s * 1.7)} ${n(y)}z" fill="#fdfaf2"/><circle cx="${n(x)}" cy="${n(y)}" r="${n(s * 0.74)}" fill="${accent}"/><circle cx="${n(x)}" cy="${n(y)}" r="${n(s * 0.36)}" fill="#121218"/><circle cx="${n(x - s * 0.2)}" cy="${n(y - s * 0.24)}" r="${n(s * 0.13)}" fill="#fff"/>`;
  const stairs = (x: number, y: number, s: number) =>
    Array.from(
      { length: 13 },
      (_, i) =>
        `<path d="M${n(x + i * s)} ${n(y - i * s * 0.62)}h${n(s * 2.2)}l${n(-s * 0.6)} ${n(s * 0.5)}h${n(-s * 2.2)}z" fill="${lighter(sand, 0.6)}"/><path d="M${n(x + i * s - s * 0.6)} ${n(y - i * s * 0.62 + s * 0.5)}h${n(s * 2.2)}v${n(s * 0.3)}h${n(-s * 2.2)}z" fill="${accent}"/>`,
    ).join('');
  const monolith = () =>
    Array.from({ length: random.int(3, 6) }, (_, i) => {
      const x = width * (0.12 + i * 0.16) + random.bell() * 40;
      const h = height * random.between(0.2, 0.62);
      const w = width * random.between(0.03, 0.07);
      return `<path d="M${n(x)} ${n(line + 30)}h${n(w)}l${n(h * 0.8)} ${n(h * 0.3)}h${n(-w)}z" fill="${deep}" opacity="0.35"/><rect x="${n(x)}" y="${n(line + 30 - h)}" width="${n(w)}" height="${n(h)}" fill="url(#stone)"/>`;
    }).join('');
  const things = [
    /whale|fish|float/,
    /door|gate|portal|window|wardrobe|curtain/,
    /eye\b|gaze/,
    /stair|ladder|climb/,
    /monolith|pillar|tower/,
  ];
  const words = thingOf(scene);
  const shaped = wideThings.find(([sign]) => sign.test(words))?.[1];
  const named = [words, scene.prompt]
    .map((told) => things.findIndex((sign) => sign.test(told)))
    .find((index) => index >= 0);
  const thing = named ?? random.int(0, 4);
  const paints = { deep, body: mix(deep, accent, 0.3), pale: lighter(glow, 0.3), accent };
  const subject =
    shaped?.({ x: cx, line, height }, paints, random) ??
    [
      () => whale(cx, height * 0.36, height / 720),
      () => door(cx, line + 40, height * 0.5),
      () => eye(cx, height * 0.36, height * 0.15),
      () => stairs(cx - width * 0.22, line + 20, width * 0.032),
      monolith,
    ][thing]?.() ??
    '';
  const figure = `<g transform="translate(${n(width * random.between(0.12, 0.3))} ${n(line + height * 0.16)})"><path d="M0 8l70 16h-14L-8 8z" fill="${deep}" opacity="0.5"/><path d="M-9 8L-6 -36Q0 -50 6 -36L9 8z" fill="#1a1620"/><circle cy="-52" r="9" fill="#1a1620"/></g>`;
  return svg(
    width,
    height,
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>${cloud(width * 0.2, height * 0.2, height * 0.13)}${cloud(width * 0.78, height * 0.3, height * 0.16)}<rect y="${n(line)}" width="${width}" height="${n(height - line)}" fill="url(#sand)"/><path d="${ridge(scene, 0.86, 0.04, 5)}" fill="${mix(sand, deep, 0.2)}"/>${subject}${figure}`,
    linear('sky', 90, [
      [0, sky],
      [0.7, glow],
    ]) +
      linear('sand', 90, [
        [0, lighter(sand, 0.25)],
        [1, darker(sand, 0.25)],
      ]) +
      linear('through', 90, [
        [0, colour(0.3, 0.1, hue + 40)],
        [1, glow],
      ]) +
      linear('stone', 0, [
        [0, lighter(accent, 0.3)],
        [1, darker(accent, 0.5)],
      ]),
  );
};
