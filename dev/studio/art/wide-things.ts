import type { Random } from './random.ts';
import { n } from './scene.ts';

/** Colours of the place a thing stands in. */
export type WidePaints = {
  readonly deep: string;
  readonly body: string;
  readonly pale: string;
  readonly accent: string;
};
/** Draws one thing into a picture so large, standing on the line or in the air above it. */
type Thing = (at: { x: number; line: number; height: number }, paints: WidePaints, random: Random) => string;

const at = (x: number, y: number, scale: number, body: string): string =>
  `<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale)})">${body}</g>`;
const shadow = (paints: WidePaints, w: number): string =>
  `<ellipse cx="60" cy="14" rx="${w}" ry="16" fill="${paints.deep}" opacity="0.35"/>`;

const lighthouse: Thing = ({ x, line, height }, p) =>
  at(
    x,
    line + 30,
    height / 900,
    `${shadow(p, 150)}<path d="M60 -560L1200 -760V-420z" fill="${p.pale}" opacity="0.35"/><path d="M-62 0L-40 -500H40L62 0z" fill="#fbf6ea"/><path d="M-57 -110L-52 -230H52L57 -110zM-48 -330L-43 -440H43L48 -330z" fill="${p.accent}"/><rect x="-56" y="-520" width="112" height="24" fill="${p.deep}"/><rect x="-34" y="-596" width="68" height="78" fill="#fff3b8"/><path d="M-52 -596L0 -660L52 -596z" fill="${p.accent}"/>`,
  );

const balloon: Thing = ({ x, height }, p, random) =>
  at(
    x,
    height * random.between(0.3, 0.42),
    height / 760,
    `<path d="M0 -220C150 -220 210 -110 190 -20C172 60 80 150 40 190H-40C-80 150 -172 60 -190 -20C-210 -110 -150 -220 0 -220z" fill="${p.accent}"/><path d="M0 -220C60 -220 84 -110 74 -20C66 60 34 150 18 190H-18C-34 150 -66 60 -74 -20C-84 -110 -60 -220 0 -220z" fill="${p.pale}" opacity="0.8"/><path d="M-36 190L-26 260M36 190L26 260" stroke="${p.deep}" stroke-width="5"/><rect x="-36" y="258" width="72" height="52" rx="10" fill="${p.deep}"/>`,
  );

const ship: Thing = ({ x, line, height }, p) =>
  at(
    x,
    line - height * 0.02,
    height / 760,
    `${shadow(p, 260)}<path d="M-6 -420V-60M120 -330V-60" stroke="${p.deep}" stroke-width="12"/><path d="M-20 -400C-170 -330 -190 -180 -200 -90H-20z" fill="${p.pale}"/><path d="M8 -410C90 -330 104 -180 104 -90H8z" fill="#fdf8ee"/><path d="M130 -320C190 -250 214 -170 220 -90H130z" fill="${p.pale}"/><path d="M-270 -70H290C270 -10 220 24 190 30H-170C-230 20 -262 -20 -270 -70z" fill="${p.accent}"/><path d="M-262 -44H284" stroke="${p.deep}" stroke-width="8" opacity="0.6"/>`,
  );

const jellyfish: Thing = ({ x, height }, p, random) => {
  const arms = Array.from({ length: 9 }, (_, i) => {
    const from = -120 + i * 30;
    const [a, b, c] = [random.bell() * 60, random.bell() * 80, random.bell() * 90];
    return `<path d="M${from} 0C${n(from + a)} 90 ${n(from + b)} 200 ${n(from + c)} ${n(random.between(230, 370))}" fill="none" stroke="${i % 2 ? p.pale : p.accent}" stroke-width="${i % 2 ? 6 : 11}" opacity="0.75" stroke-linecap="round"/>`;
  }).join('');
  return at(
    x,
    height * 0.32,
    height / 760,
    `${arms}<path d="M-190 10C-200 -150 -100 -220 0 -220S200 -150 190 10Q150 40 118 8Q80 42 40 10Q0 44 -40 10Q-80 42 -118 8Q-150 40 -190 10z" fill="${p.accent}" opacity="0.9"/><path d="M-130 -60C-120 -150 -60 -180 -10 -184" fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round" opacity="0.6"/>`,
  );
};

const hourglass: Thing = ({ x, line, height }, p) =>
  at(
    x,
    line + 30,
    height / 820,
    `${shadow(p, 170)}<path d="M-110 -480C-110 -340 -24 -300 -24 -250S-110 -150 -110 -20H110C110 -150 24 -200 24 -250S110 -340 110 -480z" fill="#fff" opacity="0.45"/><path d="M-84 -400C-70 -320 -20 -290 -12 -250H12C20 -290 70 -320 84 -400zM-104 -24C-100 -90 -50 -130 0 -150C50 -130 100 -90 104 -24z" fill="${p.accent}"/><rect x="-4" y="-260" width="8" height="130" fill="${p.accent}"/><rect x="-140" y="-512" width="280" height="36" rx="12" fill="${p.body}"/><rect x="-140" y="-28" width="280" height="36" rx="12" fill="${p.body}"/>`,
  );

const bridge: Thing = ({ x, line, height }, p) =>
  at(
    x,
    line,
    height / 700,
    `<path d="M-520 20V-60Q-260 -70 -250 -250H-226V20zM520 20V-60Q260 -70 250 -250H226V20z" fill="none"/><path d="M-620 -60H620" stroke="${p.accent}" stroke-width="22"/><path d="M-620 -90Q-420 -100 -260 -300Q0 -20 260 -300Q420 -100 620 -90" fill="none" stroke="${p.accent}" stroke-width="10"/>${Array.from(
      { length: 21 },
      (_, i) => i * 24 - 240,
    )
      .map(
        (at_) =>
          `<path d="M${at_} -60V${n(-300 + 210 * (1 - (at_ / 250) ** 2))}" stroke="${p.accent}" stroke-width="4"/>`,
      )
      .join(
        '',
      )}<rect x="-276" y="-330" width="32" height="390" fill="${p.body}"/><rect x="244" y="-330" width="32" height="390" fill="${p.body}"/>`,
  );

const skyline: Thing = ({ x, line, height }, p, random) =>
  at(
    x,
    line + 24,
    height / 760,
    Array.from({ length: 13 }, (_, i) => {
      const [w, h] = [random.between(46, 92), random.between(120, 430) * (1 - Math.abs(i - 6) / 12)];
      const left = -470 + i * 74;
      const top =
        random.chance(0.35) === true
          ? `<path d="M${left} ${n(-h)}L${n(left + w / 2)} ${n(-h - w)}L${n(left + w)} ${n(-h)}z" fill="${i % 3 ? p.body : p.accent}"/>`
          : '';
      const lights = Array.from(
        { length: Math.max(0, Math.floor(h / 46)) },
        (_, k) =>
          `<rect x="${n(left + w * 0.2 + (k % 2) * w * 0.36)}" y="${n(-h + 22 + k * 38)}" width="12" height="18" fill="${p.pale}" opacity="0.8"/>`,
      ).join('');
      return `<rect x="${left}" y="${n(-h)}" width="${n(w)}" height="${n(h)}" fill="${i % 3 ? p.body : p.accent}"/>${top}${lights}`;
    }).join(''),
  );

const trees: Thing = ({ x, line, height }, p, random) =>
  at(
    x,
    line + 40,
    height / 760,
    Array.from({ length: 7 }, (_, i) => {
      const left = -450 + i * 150;
      const h = random.between(150, 250);
      const crown = Array.from(
        { length: 5 },
        () =>
          `<circle cx="${n(left + random.bell() * 54)}" cy="${n(-h - 50 + random.bell() * 40)}" r="${n(random.between(40, 66))}" fill="${random.chance(0.5) ? p.accent : p.pale}" opacity="0.92"/>`,
      ).join('');
      return `<path d="M${left - 9} 0L${left - 5} ${n(-h)}H${left + 5}L${left + 9} 0z" fill="${p.deep}"/>${crown}`;
    }).join(''),
  );

const piano: Thing = ({ x, line, height }, p) =>
  at(
    x,
    line + 36,
    height / 780,
    `${shadow(p, 260)}<path d="M-210 -170V0M190 -170V0M-10 -170V0" stroke="${p.deep}" stroke-width="22"/><path d="M-230 -250H230V-160H-230z" fill="${p.deep}"/><path d="M-230 -250C-210 -480 -60 -520 40 -430C110 -370 210 -400 230 -250z" fill="${p.accent}"/><rect x="-222" y="-218" width="444" height="30" fill="#fdf8ee"/>${Array.from({ length: 22 }, (_, i) => (i % 7 === 2 || i % 7 === 6 ? '' : `<rect x="${n(-214 + i * 20)}" y="-218" width="10" height="18" fill="#16131a"/>`)).join('')}`,
  );

const comet: Thing = ({ x, height }, p) =>
  at(
    x,
    height * 0.28,
    height / 760,
    `<path d="M0 0L-640 -190C-420 -60 -300 0 -60 60z" fill="${p.pale}" opacity="0.55"/><path d="M0 0L-460 -80C-300 -10 -200 20 -40 40z" fill="#fff" opacity="0.6"/><circle r="62" fill="${p.accent}"/><circle cx="-16" cy="-16" r="26" fill="#fff" opacity="0.7"/>`,
  );

const wheel: Thing = ({ x, line, height }, p) => {
  const spokes = Array.from({ length: 12 }, (_, i) => {
    const a = (i * Math.PI) / 6;
    const [px, py] = [n(Math.cos(a) * 220), n(-270 + Math.sin(a) * 220)];
    return `<path d="M0 -270L${px} ${py}" stroke="${p.deep}" stroke-width="5"/><rect x="${n(Number(px) - 20)}" y="${py}" width="40" height="34" rx="9" fill="${i % 2 ? p.accent : p.pale}"/>`;
  }).join('');
  return at(
    x,
    line + 30,
    height / 700,
    `${shadow(p, 190)}<path d="M0 -270L-130 0M0 -270L130 0" stroke="${p.body}" stroke-width="18"/><circle cy="-270" r="220" fill="none" stroke="${p.body}" stroke-width="14"/>${spokes}<circle cy="-270" r="22" fill="${p.accent}"/>`,
  );
};

/** Things with a shape of their own, by the words that name them. */
export const wideThings: readonly (readonly [RegExp, Thing])[] = [
  [/lighthouse/, lighthouse],
  [/balloon/, balloon],
  [/\bship\b|boat|caravel/, ship],
  [/jellyfish|\bmoth\b|medusa/, jellyfish],
  [/hourglass|clock/, hourglass],
  [/bridge|railway/, bridge],
  [/\bcity|cathedral|library|greenhouse/, skyline],
  [/orchard|forest|garden|roots|\btrees?\b/, trees],
  [/piano|cello|choir/, piano],
  [/comet|meteor/, comet],
  [/ferris|carousel|parade/, wheel],
];
