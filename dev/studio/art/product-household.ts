import { darker, lighter } from './colour.ts';
import { label, paper, round, type StillObject, thingOf } from './product-material.ts';
import { linear, n, radial, type Scene, text } from './scene.ts';

type Maker = (scene: Scene, tone: string, metal: string) => StillObject;

export const bowl: Maker = ({ random }, tone, metal) => {
  const deep = random.between(120, 190);
  const w = random.between(150, 190);
  return {
    width: w * 2,
    defs:
      round('body', tone) +
      linear('inside', 90, [
        [0, darker(tone, 0.45)],
        [1, lighter(tone, 0.1)],
      ]),
    body: `<path d="M${n(-w)} ${n(-deep)}C${n(-w)} ${n(-deep * 0.3)} -110 0 -64 4H64C110 0 ${n(w)} ${n(-deep * 0.3)} ${n(w)} ${n(-deep)}z" fill="url(#body)"/><ellipse cx="0" cy="${n(-deep)}" rx="${n(w)}" ry="38" fill="${lighter(tone, 0.35)}"/><ellipse cx="0" cy="${n(-deep + 4)}" rx="${n(w - 14)}" ry="30" fill="url(#inside)"/>${random.chance(0.5) ? `<path d="M40 ${n(-deep + 6)}L${n(w * 0.9)} ${n(-deep - 190)}" stroke="${metal}" stroke-width="16" stroke-linecap="round"/><ellipse cx="34" cy="${n(-deep + 12)}" rx="34" ry="13" fill="${darker(metal, 0.15)}"/>` : ''}`,
  };
};

export const radio: Maker = (_scene, tone, metal) => ({
  width: 420,
  defs:
    linear('case', 75, [
      [0, lighter(tone, 0.3)],
      [0.5, tone],
      [1, darker(tone, 0.35)],
    ]) +
    radial('knob', 0.35, 0.3, 0.8, [
      [0, lighter(metal, 0.6)],
      [1, darker(metal, 0.35)],
    ]),
  body: `<path d="M90 -282L190 -470" stroke="${metal}" stroke-width="7"/><circle cx="191" cy="-472" r="9" fill="${metal}"/><rect x="-210" y="-286" width="420" height="290" rx="34" fill="url(#case)"/><rect x="-184" y="-258" width="210" height="232" rx="22" fill="${darker(tone, 0.5)}"/>${Array.from({ length: 11 }, (_, i) => `<rect x="-172" y="${n(-246 + i * 20)}" width="186" height="7" rx="3" fill="${lighter(tone, 0.2)}" opacity="0.7"/>`).join('')}<rect x="52" y="-256" width="132" height="74" rx="10" fill="${paper}"/><path d="M64 -206H172M78 -206V-226M102 -206V-220M126 -206V-226M150 -206V-220" stroke="#3a3028" stroke-width="4"/><rect x="118" y="-250" width="5" height="62" fill="#d33"/><circle cx="86" cy="-112" r="34" fill="url(#knob)"/><circle cx="154" cy="-112" r="34" fill="url(#knob)"/><rect x="60" y="-52" width="118" height="14" rx="7" fill="${darker(tone, 0.4)}"/>`,
});

export const book: Maker = (scene, tone, metal) => ({
  width: 330,
  defs: linear('cover', 70, [
    [0, lighter(tone, 0.3)],
    [0.4, tone],
    [1, darker(tone, 0.35)],
  ]),
  body: `<g transform="rotate(-3)"><path d="M-150 -440H140Q160 -440 160 -420V-16Q160 4 140 4H-150z" fill="${darker(tone, 0.45)}"/><path d="M-140 -430H148V-8H-140z" fill="${paper}"/><path d="M-160 -444H126Q142 -444 142 -428V-8Q142 8 126 8H-160z" fill="url(#cover)"/><rect x="-160" y="-444" width="34" height="452" fill="${darker(tone, 0.25)}"/><rect x="-86" y="-356" width="188" height="112" fill="${paper}" opacity="0.93"/><g transform="translate(8 0)">${label(scene, -290, 180, '#2b2b2b')}</g><rect x="104" y="-444" width="14" height="452" fill="${metal}" opacity="0.9"/></g>`,
});

export const tumbler: Maker = ({ random }, tone) => {
  const fill = random.between(90, 190);
  return {
    width: 230,
    defs: linear('glass', 0, [
      [0, '#ffffff', 0.55],
      [0.2, '#ffffff', 0.12],
      [0.75, '#ffffff', 0.1],
      [1, '#ffffff', 0.5],
    ]),
    body: `<path d="M-96 ${n(-fill - 20)}L-86 -14Q-84 0 -66 0H66Q84 0 86 -14L96 ${n(-fill - 20)}z" fill="${tone}" opacity="0.85"/><ellipse cx="0" cy="${n(-fill - 20)}" rx="96" ry="17" fill="${lighter(tone, 0.4)}"/><path d="M-114 -290L-96 -16Q-92 8 -66 8H66Q92 8 96 -16L114 -290z" fill="url(#glass)" stroke="#fff" stroke-opacity="0.6" stroke-width="3"/><ellipse cx="0" cy="-290" rx="114" ry="21" fill="none" stroke="#fff" stroke-opacity="0.85" stroke-width="5"/>`,
  };
};

/** Whatever has no shape of its own here stands there in its packaging, named on the front. */
export const carton: Maker = (scene, tone, metal) => {
  const tall = scene.random.between(300, 430);
  const w = scene.random.between(250, 320);
  const side = 74;
  const front = w - side;
  const middle = -w / 2 + front / 2;
  const words = thingOf(scene)
    .split(/\s+/)
    .filter((word) => word.length > 2)
    .slice(-2);
  const size = Math.min(36, (front * 0.92) / Math.max(4, ...words.map((word) => word.length)));
  const named = words
    .map((word, i) =>
      text(0, -tall * 0.53 + (i - (words.length - 1) / 2) * size * 1.2 + size * 0.36, word.toUpperCase().slice(0, 14), {
        ...{ size, weight: 600, fill: '#2b2b2b', anchor: 'middle', spacing: 2 },
      }),
    )
    .join('');
  return {
    width: w,
    defs:
      linear('front', 80, [
        [0, lighter(tone, 0.25)],
        [1, darker(tone, 0.1)],
      ]) +
      linear('side', 0, [
        [0, darker(tone, 0.3)],
        [1, darker(tone, 0.5)],
      ]),
    body: `<path d="M${n(-w / 2)} ${n(-tall)}l${side * 0.5} -46h${n(front)}l${side * 0.5} 46z" fill="${lighter(tone, 0.45)}"/><rect x="${n(-w / 2)}" y="${n(-tall)}" width="${n(front)}" height="${n(tall + 4)}" fill="url(#front)"/><path d="M${n(-w / 2 + front)} ${n(-tall)}l${side} -16V${-18}l${-side} 22z" fill="url(#side)"/><g transform="translate(${n(middle)} 0)"><rect x="${n(-front * 0.38)}" y="${n(-tall * 0.7)}" width="${n(front * 0.76)}" height="${n(tall * 0.34)}" fill="${paper}"/>${named}<rect x="-30" y="${n(-tall * 0.33)}" width="60" height="4" fill="${metal}"/><circle cx="0" cy="${n(-tall * 0.84)}" r="18" fill="${metal}"/></g>`,
  };
};
