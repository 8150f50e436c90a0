import { wrap } from '../engine/lettering.ts';
import { brightness, colour, darker, inkOn, lighter, mix } from './colour.ts';
import { blob, linear, n, type Scene, svg, text } from './scene.ts';

type Look = {
  readonly ground: string;
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly ink: string;
};
type Painter = (scene: Scene, look: Look) => { body: string; defs?: string };

const slogans = [
  'New week, new rules',
  'Made slowly',
  'Save the date',
  'Three small wins',
  'Say it louder',
  'Back by popular demand',
  'Your Monday reset',
  'Less, but better',
  'Behind the scenes',
  'We are open',
];
const headline = (scene: Scene): string => {
  const words = scene.subject
    .replace(/["'“”]/g, '')
    .split(/\s+/)
    .slice(0, 6)
    .join(' ')
    .replace(/(?:\s+(?:a|an|the|of|at|in|on|with|for|to|our|and|behind|about))+$/i, '')
    .replace(
      /^(?:collage|geometric pattern|pattern|bold quote|quote|story|poster)\s+(?:of|for|about)\s+(?:the\s+)?/i,
      '',
    );
  return words.length < 4 ? scene.random.pick(slogans) : words.charAt(0).toUpperCase() + words.slice(1);
};

/** Big type, broken to fill a column; returns the block and its height. */
const bigType = (
  words: string,
  x: number,
  y: number,
  w: number,
  fill: string,
  most: number,
  anchor: 'start' | 'middle' = 'start',
  upper = false,
): { markup: string; height: number } => {
  const shown = upper ? words.toUpperCase() : words;
  const lines = wrap(shown, Math.max(9, Math.ceil(Math.sqrt(shown.length * 3.4))), 5);
  const size = Math.min(most, ...lines.map((line) => w / (Math.max(3, line.length) * (upper ? 0.7 : 0.6))));
  const markup = lines
    .map((line, i) =>
      text(x, y + size * (0.82 + i * 1.02), line, { size, weight: 900, fill, anchor, spacing: -size * 0.025 }),
    )
    .join('');
  return { markup, height: size * (0.95 + (lines.length - 1) * 1.02) };
};

const poster: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const type = bigType(
    headline(scene),
    width * 0.08,
    0,
    width * 0.84,
    look.ink,
    height * 0.2,
    'start',
    random.chance(0.5),
  );
  const top = random.chance(0.5) ? height * 0.1 : height * 0.88 - type.height;
  const shape = random.pick([
    `<circle cx="${n(width * random.between(0.5, 0.9))}" cy="${n(top > height * 0.3 ? height * 0.24 : height * 0.74)}" r="${n(width * 0.27)}" fill="${look.first}"/>`,
    `<path d="${blob(random, width * 0.66, top > height * 0.3 ? height * 0.25 : height * 0.75, width * 0.3)}" fill="${look.first}"/>`,
    `<g fill="${look.first}">${Array.from({ length: 12 }, (_, i) => `<rect x="-26" y="${n(-width * 0.32)}" width="52" height="${n(width * 0.2)}" rx="26" transform="translate(${n(width * 0.64)} ${n(top > height * 0.3 ? height * 0.28 : height * 0.72)}) rotate(${i * 30})"/>`).join('')}</g>`,
  ]);
  return {
    body: `${shape}<rect x="${n(width * 0.08)}" y="${n(height * 0.935)}" width="${n(width * 0.84)}" height="5" fill="${look.ink}"/><g transform="translate(0 ${n(top)})">${type.markup}</g>`,
  };
};

const tiles: Painter = ({ random, width, height }, look) => {
  const count = random.pick([3, 4, 5]);
  const s = width / count;
  const inks = [look.first, look.second, look.third, look.ink];
  let body = '';
  for (let r = 0; r < Math.ceil(height / s); r += 1) {
    for (let c = 0; c < count; c += 1) {
      const [a, b] = random.shuffle([look.ground, ...inks]);
      const shapes = [
        `<circle cx="0.5" cy="0.5" r="0.36" fill="${b}"/>`,
        `<path d="M0 0A1 1 0 0 1 1 1H0z" fill="${b}"/>`,
        `<path d="M0 1A0.5 0.5 0 0 1 1 1zM0 0.5A0.5 0.5 0 0 1 1 0.5z" fill="${b}"/>`,
        `<path d="M0 0H1L0 1z" fill="${b}"/>`,
        `<path d="M0 0.2H1V0.4H0zM0 0.6H1V0.8H0z" fill="${b}"/>`,
        `<path d="M0.5 0Q0.55 0.45 1 0.5Q0.55 0.55 0.5 1Q0.45 0.55 0 0.5Q0.45 0.45 0.5 0z" fill="${b}"/>`,
        `<circle cx="0" cy="0" r="0.5" fill="${b}"/><circle cx="1" cy="1" r="0.5" fill="${b}"/>`,
      ];
      body += `<g transform="translate(${n(c * s)} ${n(r * s)}) scale(${n(s + 0.5)})"><rect width="1" height="1" fill="${a}"/><g transform="rotate(${random.int(0, 3) * 90} 0.5 0.5)">${random.pick(shapes)}</g></g>`;
    }
  }
  return { body };
};

const burst: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const rays = random.pick([16, 20, 28]);
  const [cx, cy] = [width / 2, height * random.pick([0.5, 0.62, 1])];
  const wedges = Array.from({ length: rays }, (_, i) => {
    const [a, b] = [(i / rays) * Math.PI * 2, ((i + 0.5) / rays) * Math.PI * 2];
    return `<path d="M${n(cx)} ${n(cy)}L${n(cx + Math.cos(a) * 1600)} ${n(cy + Math.sin(a) * 1600)}L${n(cx + Math.cos(b) * 1600)} ${n(cy + Math.sin(b) * 1600)}Z" fill="${look.first}"/>`;
  }).join('');
  const type = bigType(headline(scene), width / 2, 0, width * 0.66, inkOn(look.second), height * 0.14, 'middle', true);
  return {
    body: `${wedges}<g transform="rotate(${random.int(-7, 7)} ${width / 2} ${height / 2})"><rect x="${n(width * 0.11)}" y="${n(height / 2 - type.height / 2 - 60)}" width="${n(width * 0.78)}" height="${n(type.height + 120)}" rx="${random.pick([0, 40, 200])}" fill="${look.second}"/><g transform="translate(0 ${n(height / 2 - type.height / 2)})">${type.markup}</g></g>`,
  };
};

const checklist: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const type = bigType(headline(scene), width * 0.12, height * 0.12, width * 0.74, look.ink, height * 0.085);
  const card = random.pick(['#ffffff', lighter(look.ground, 0.7)]);
  const start = height * 0.17 + type.height;
  const step = (height * 0.85 - start) / 4;
  const rows = Array.from({ length: 4 }, (_, i) => {
    const y = start + i * step;
    return `<rect x="${n(width * 0.12)}" y="${n(y)}" width="${n(width * 0.76)}" height="${n(step * 0.8)}" rx="${n(step * 0.24)}" fill="${card}"/><circle cx="${n(width * 0.12 + step * 0.42)}" cy="${n(y + step * 0.4)}" r="${n(step * 0.24)}" fill="${i % 2 === 0 ? look.first : look.second}"/>${text(width * 0.12 + step * 0.42, y + step * 0.49, String(i + 1), { size: step * 0.26, weight: 900, fill: inkOn(i % 2 === 0 ? look.first : look.second), anchor: 'middle' })}<rect x="${n(width * 0.12 + step)}" y="${n(y + step * 0.25)}" width="${n(width * random.between(0.28, 0.46))}" height="16" rx="8" fill="#24242c"/><rect x="${n(width * 0.12 + step)}" y="${n(y + step * 0.46)}" width="${n(width * random.between(0.2, 0.52))}" height="12" rx="6" fill="#24242c" opacity="0.35"/>`;
  }).join('');
  return { body: type.markup + rows };
};

const collage: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const scenes = ['hill', 'fruit', 'sun', 'plant', 'cup', 'wave'];
  const prints = random
    .shuffle([
      [0.3, 0.32],
      [0.7, 0.28],
      [0.33, 0.7],
      [0.7, 0.68],
    ])
    .slice(0, random.int(3, 4))
    .map(([x = 0.5, y = 0.5], i) => {
      const w = width * random.between(0.34, 0.44);
      const [a, b, c] = random.shuffle([look.first, look.second, look.third]) as [string, string, string];
      const inner: Record<string, string> = {
        hill: `<rect width="1" height="1" fill="${lighter(a, 0.6)}"/><circle cx="0.7" cy="0.3" r="0.14" fill="${b}"/><path d="M0 0.7Q0.3 0.4 0.55 0.7T1 0.6V1H0z" fill="${a}"/><path d="M0 0.85Q0.4 0.6 1 0.9V1H0z" fill="${darker(a, 0.35)}"/>`,
        fruit: `<rect width="1" height="1" fill="${lighter(b, 0.55)}"/><circle cx="0.4" cy="0.6" r="0.22" fill="${a}"/><circle cx="0.66" cy="0.64" r="0.18" fill="${c}"/><path d="M0.4 0.4Q0.44 0.24 0.6 0.24Q0.54 0.4 0.4 0.4z" fill="#4f8058"/>`,
        sun: `<rect width="1" height="1" fill="${c}"/><circle cx="0.5" cy="0.62" r="0.3" fill="${lighter(a, 0.35)}"/><rect y="0.68" width="1" height="0.32" fill="${darker(c, 0.4)}"/><path d="M0.3 0.76H0.7M0.36 0.84H0.64M0.42 0.92H0.58" stroke="${lighter(a, 0.35)}" stroke-width="0.03"/>`,
        plant: `<rect width="1" height="1" fill="${lighter(c, 0.65)}"/><g fill="#4f8058"><ellipse cx="0.36" cy="0.4" rx="0.09" ry="0.24" transform="rotate(-28 0.36 0.4)"/><ellipse cx="0.62" cy="0.4" rx="0.09" ry="0.24" transform="rotate(28 0.62 0.4)"/><ellipse cx="0.5" cy="0.32" rx="0.08" ry="0.24"/></g><path d="M0.34 0.6H0.66L0.6 0.9H0.4z" fill="${a}"/>`,
        cup: `<rect width="1" height="1" fill="${a}"/><circle cx="0.5" cy="0.52" r="0.32" fill="#fff"/><circle cx="0.5" cy="0.52" r="0.25" fill="#5a3620"/><path d="M0.5 0.62C0.3 0.48 0.4 0.36 0.5 0.45C0.6 0.36 0.7 0.48 0.5 0.62z" fill="#e9d3b5"/>`,
        wave: `<rect width="1" height="1" fill="${lighter(a, 0.7)}"/>${[0.35, 0.5, 0.65, 0.8].map((v, k) => `<path d="M0 ${v}Q0.25 ${v - 0.16} 0.5 ${v}T1 ${v}V1H0z" fill="${mix(b, c, k / 3)}"/>`).join('')}`,
      };
      return `<g transform="translate(${n(width * x)} ${n(height * y)}) rotate(${n(random.between(-11, 11))})"><rect x="${n(-w / 2 + 10)}" y="${n(-w / 2 + 14)}" width="${n(w)}" height="${n(w * 1.14)}" fill="#000" opacity="0.2"/><rect x="${n(-w / 2)}" y="${n(-w / 2)}" width="${n(w)}" height="${n(w * 1.14)}" fill="#fffdf8"/><g transform="translate(${n(-w * 0.45)} ${n(-w * 0.45)}) scale(${n(w * 0.9)})" clip-path="url(#print)">${inner[scenes[(i + random.int(0, 5)) % scenes.length] ?? 'hill']}</g><rect x="${n(-w * 0.14)}" y="${n(-w * 0.56)}" width="${n(w * 0.28)}" height="${n(w * 0.1)}" fill="${look.third}" opacity="0.75"/></g>`;
    });
  const type = bigType(headline(scene), width / 2, 0, width * 0.6, inkOn(look.first), height * 0.075, 'middle');
  return {
    body: `${prints.join('')}<rect x="${n(width * 0.16)}" y="${n(height * 0.5 - type.height / 2 - 30)}" width="${n(width * 0.68)}" height="${n(type.height + 60)}" rx="30" fill="${look.first}"/><g transform="translate(0 ${n(height * 0.5 - type.height / 2)})">${type.markup}</g>`,
    defs: '<clipPath id="print"><rect width="1" height="1"/></clipPath>',
  };
};

const figure: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const value = random.pick([
    `${random.int(2, 9)}0%`,
    `${random.int(3, 9)}×`,
    `${random.int(11, 99)}`,
    `+${random.int(12, 88)}`,
  ]);
  const type = bigType(headline(scene), width * 0.09, 0, width * 0.8, look.ink, height * 0.068);
  const size = Math.min(height * 0.46, (width * 0.86) / (value.length * 0.66));
  return {
    body: `<rect x="0" y="0" width="${width}" height="${n(height * 0.62)}" fill="${look.first}"/>${random.chance(0.5) ? `<circle cx="${n(width * 0.88)}" cy="${n(height * 0.62)}" r="${n(width * 0.16)}" fill="${look.second}"/>` : `<path d="M0 ${n(height * 0.62)}l${n(width)} ${n(-height * 0.16)}v${n(height * 0.16)}z" fill="${look.second}"/>`}${text(width * 0.07, height * 0.31 + size * 0.36, value, { size, weight: 900, fill: inkOn(look.first), spacing: -size * 0.04 })}<g transform="translate(0 ${n(height * 0.69)})">${type.markup}</g>`,
  };
};

const story: Painter = (scene, look) => {
  const { random, width, height } = scene;
  const type = bigType(headline(scene), width / 2, 0, width * 0.78, '#ffffff', height * 0.15, 'middle');
  const stickers = Array.from({ length: random.int(5, 9) }, () => {
    const [x, y, s] = [
      random.next() * width,
      random.chance(0.5) ? random.between(0.04, 0.24) * height : random.between(0.76, 0.96) * height,
      random.between(36, 92),
    ];
    const tone = random.pick([look.third, look.ground, '#ffffff', lighter(look.first, 0.5)]);
    return random.pick([
      `<path d="M0 0.42C-0.9 -0.2 -0.4 -0.8 0 -0.36C0.4 -0.8 0.9 -0.2 0 0.42z" fill="${tone}" transform="translate(${n(x)} ${n(y)}) scale(${n(s)}) rotate(${random.int(-20, 20)})"/>`,
      `<path d="M0 -1Q0.1 -0.1 1 0Q0.1 0.1 0 1Q-0.1 0.1 -1 0Q-0.1 -0.1 0 -1z" fill="${tone}" transform="translate(${n(x)} ${n(y)}) scale(${n(s)})"/>`,
      `<circle cx="${n(x)}" cy="${n(y)}" r="${n(s * 0.55)}" fill="none" stroke="${tone}" stroke-width="${n(s * 0.26)}"/>`,
      `<path d="M-1 0Q-0.5 -0.7 0 0T1 0" fill="none" stroke="${tone}" stroke-width="0.22" stroke-linecap="round" transform="translate(${n(x)} ${n(y)}) scale(${n(s)})"/>`,
    ]);
  }).join('');
  return {
    body: `<rect width="${width}" height="${height}" fill="url(#mesh)"/>${stickers}<g transform="translate(0 ${n(height / 2 - type.height / 2)})">${type.markup}</g>`,
    defs: linear('mesh', random.pick([45, 90, 135]), [
      [0, darker(look.first, 0.1)],
      [0.55, mix(look.first, look.second, 0.6)],
      [1, look.second],
    ]),
  };
};

/** A post for a square feed: type, shapes, prints, figures. */
export function drawSocial(scene: Scene): string {
  const { random, width, height, prompt } = scene;
  const hue = scene.hue ?? random.int(0, 359);
  const step = random.pick([45, 120, 165, 200]);
  const ground = random.pick([
    colour(0.94, 0.04, hue),
    colour(0.86, 0.12, hue + step),
    colour(0.32, 0.1, hue),
    '#fff6e5',
    '#16161c',
    colour(0.75, 0.15, hue),
  ]);
  const look: Look = {
    ground,
    first: colour(random.between(0.6, 0.74), 0.19, hue),
    second: colour(random.between(0.5, 0.8), 0.17, hue + step),
    third: colour(0.85, 0.14, hue - step),
    ink: brightness(ground) > 0.5 ? '#18181f' : '#fffaf0',
  };
  const named = /quote|announce|poster|launch|slogan/.test(prompt)
    ? poster
    : /tip|checklist|steps|how to|list/.test(prompt)
      ? checklist
      : /collage|behind the scenes|photo|moodboard|recap/.test(prompt)
        ? collage
        : /sale|percent|number|discount|milestone|countdown/.test(prompt)
          ? figure
          : /pattern|geometric|tile/.test(prompt)
            ? tiles
            : /retro|summer|festival|party/.test(prompt)
              ? burst
              : null;
  const painter =
    named !== null && random.chance(0.7)
      ? named
      : random.pick([poster, poster, tiles, burst, checklist, collage, figure, story]);
  const { body, defs } = painter(scene, look);
  return svg(width, height, `<rect width="${width}" height="${height}" fill="${look.ground}"/>${body}`, defs ?? '');
}
