import { brightness, darker, lighter } from './colour.ts';
import { book, bowl, carton, radio, tumbler } from './product-household.ts';
import { label, paper, round, type StillObject, thingOf } from './product-material.ts';
import { linear, n, radial, type Scene } from './scene.ts';

type Maker = (scene: Scene, tone: string, metal: string) => StillObject;

const bottle: Maker = (scene, tone, metal) => {
  const shoulder = scene.random.between(0.55, 0.95);
  const w = scene.random.between(78, 110);
  const tall = scene.random.between(330, 420);
  return {
    width: w * 2,
    defs: round('body', tone) + round('cap', metal),
    body: `<path d="M${n(-w)} -14V${n(-tall + 90)}C${n(-w)} ${n(-tall + 20 * shoulder)} -34 ${n(-tall + 10)} -32 ${n(-tall - 60)}H32C34 ${n(-tall + 10)} ${n(w)} ${n(-tall + 20 * shoulder)} ${n(w)} ${n(-tall + 90)}V-14Q${n(w)} 4 ${n(w - 20)} 4H${n(-w + 20)}Q${n(-w)} 4 ${n(-w)} -14z" fill="url(#body)"/><rect x="-38" y="${n(-tall - 128)}" width="76" height="74" rx="8" fill="url(#cap)"/><rect x="${n(-w)}" y="${n(-tall * 0.62)}" width="${n(2 * w)}" height="${n(tall * 0.36)}" fill="${paper}" opacity="0.93"/><rect x="${n(-w)}" y="${n(-tall * 0.62)}" width="${n(2 * w)}" height="${n(tall * 0.36)}" fill="url(#body)" opacity="0.16"/>${label(scene, -tall * 0.43, w * 1.5, '#2a2a2a')}<rect x="-26" y="${n(-tall * 0.38)}" width="52" height="3" fill="#2a2a2a" opacity="0.6"/>`,
  };
};

const mug: Maker = (scene, tone) => {
  const band = scene.random.chance(0.6);
  return {
    width: 250,
    defs:
      round('body', tone) +
      linear('in', 0, [
        [0, darker(tone, 0.55)],
        [1, darker(tone, 0.15)],
      ]),
    body: `<path d="M120 -230C230 -240 230 -70 112 -76" fill="none" stroke="${darker(tone, 0.2)}" stroke-width="30" stroke-linecap="round"/><path d="M120 -230C222 -238 222 -74 112 -78" fill="none" stroke="${lighter(tone, 0.25)}" stroke-width="8" stroke-linecap="round" opacity="0.7"/><path d="M-125 -290L-112 -24Q-108 6 -70 6H70Q108 6 112 -24L125 -290z" fill="url(#body)"/>${band ? `<path d="M-121 -200L-117 -120H117L121 -200z" fill="${paper}" opacity="0.85"/>${label(scene, -150, 190, darker(tone, 0.6))}` : ''}<ellipse cx="0" cy="-290" rx="125" ry="26" fill="${lighter(tone, 0.3)}"/><ellipse cx="0" cy="-288" rx="113" ry="20" fill="url(#in)"/><ellipse cx="0" cy="-280" rx="106" ry="13" fill="#4a2c1a"/>`,
  };
};

const watch: Maker = (scene, tone, metal) => {
  const { random } = scene;
  const face = random.pick(['#f7f5f0', '#15171c', '#1c3a4a', '#f0e4cf']);
  const ink = brightness(face) > 0.5 ? '#1c1c1c' : '#f4f4f4';
  const marks = Array.from(
    { length: 12 },
    (_, i) =>
      `<rect x="-3.5" y="-116" width="7" height="${i % 3 === 0 ? 26 : 14}" fill="${ink}" transform="rotate(${i * 30})"/>`,
  ).join('');
  const [h, m] = [random.int(0, 359), random.int(0, 359)];
  return {
    width: 250,
    defs:
      linear('strap', 0, [
        [0, darker(tone, 0.4)],
        [0.35, lighter(tone, 0.15)],
        [1, darker(tone, 0.45)],
      ]) +
      linear('case', 45, [
        [0, lighter(metal, 0.6)],
        [0.5, metal],
        [1, darker(metal, 0.5)],
      ]) +
      radial('face', 0.35, 0.3, 0.9, [
        [0, lighter(face, 0.15)],
        [1, darker(face, 0.12)],
      ]),
    body: `<g transform="translate(0 -262) rotate(-8)"><path d="M-78 -110L-64 -262Q0 -286 64 -262L78 -110z" fill="url(#strap)"/><path d="M-78 110L-66 250Q0 272 66 250L78 110z" fill="url(#strap)"/><g fill="none" stroke="${lighter(tone, 0.35)}" stroke-width="3" stroke-dasharray="9 7" opacity="0.8"><path d="M-62 -120L-50 -250M62 -120L50 -250M-62 120L-52 244M62 120L52 244"/></g><rect x="138" y="-16" width="26" height="32" rx="6" fill="url(#case)"/><circle r="146" fill="url(#case)"/><circle r="128" fill="url(#face)" stroke="${darker(metal, 0.4)}" stroke-width="3"/>${marks}<rect x="-4.5" y="-66" width="9" height="76" rx="4" fill="${ink}" transform="rotate(${h})"/><rect x="-3" y="-102" width="6" height="116" rx="3" fill="${ink}" transform="rotate(${m})"/><rect x="-1.5" y="-108" width="3" height="136" fill="${tone}" transform="rotate(${(m + 140) % 360})"/><circle r="7" fill="${tone}"/><path d="M-100 -60A118 118 0 0 1 20 -116L-6 -70A80 80 0 0 0 -70 -30z" fill="#fff" opacity="0.16"/></g>`,
  };
};

const shoe: Maker = (_scene, tone, metal) => ({
  width: 430,
  defs:
    linear('upper', 70, [
      [0, lighter(tone, 0.28)],
      [0.5, tone],
      [1, darker(tone, 0.35)],
    ]) +
    linear('sole', 90, [
      [0, '#ffffff'],
      [1, '#cfcac2'],
    ]),
  body: `<path d="M-212 -34C-226 -90 -216 -190 -186 -232Q-150 -262 -108 -232C-84 -210 -60 -196 -26 -172C40 -122 118 -118 172 -92Q222 -70 222 -30z" fill="url(#upper)"/><path d="M-186 -232Q-150 -262 -108 -232C-100 -224 -92 -216 -84 -210Q-126 -176 -182 -190z" fill="${darker(tone, 0.55)}"/><path d="M-204 -78C-150 -120 -90 -120 -40 -74C-90 -52 -160 -44 -208 -46z" fill="${metal}" opacity="0.85"/><path d="M124 -108C150 -64 196 -52 222 -42L222 -26H90C92 -60 104 -88 124 -108z" fill="${lighter(tone, 0.35)}" opacity="0.75"/><g stroke="#fff" stroke-width="11" stroke-linecap="round"><path d="M-66 -178l38 -34M-32 -156l38 -34M4 -134l38 -32M42 -120l34 -30"/></g><path d="M-222 -40H226Q240 -12 216 2H-206Q-232 -8 -222 -40z" fill="url(#sole)"/><path d="M-218 -20H230" stroke="${tone}" stroke-width="6" opacity="0.8"/>`,
});

const lamp: Maker = (scene, tone, metal) => {
  const dome = scene.random.chance(0.5);
  return {
    width: 260,
    defs:
      round('shade', tone) +
      round('stem', metal) +
      radial('glow', 0.5, 0.5, 0.5, [
        [0, '#fff3c9', 0.85],
        [1, '#ffd98a', 0],
      ]),
    body: `<ellipse cx="0" cy="-250" rx="330" ry="290" fill="url(#glow)"/><ellipse cx="0" cy="-6" rx="96" ry="18" fill="${darker(metal, 0.35)}"/><ellipse cx="0" cy="-14" rx="96" ry="18" fill="url(#stem)"/><rect x="-9" y="-330" width="18" height="316" fill="url(#stem)"/><ellipse cx="0" cy="${dome ? -318 : -300}" rx="${dome ? 150 : 158}" ry="22" fill="#fff2c4"/>${dome ? '<path d="M-150 -318A150 150 0 0 1 150 -318z" fill="url(#shade)"/>' : '<path d="M-158 -300L-92 -470H92L158 -300z" fill="url(#shade)"/>'}`,
  };
};

const headphones: Maker = (_scene, tone, metal) => ({
  width: 330,
  defs:
    round('cup', tone) +
    linear('band', 90, [
      [0, lighter(tone, 0.3)],
      [1, darker(tone, 0.3)],
    ]) +
    round('arm', metal),
  body: `<path d="M-152 -170C-168 -460 168 -460 152 -170" fill="none" stroke="url(#band)" stroke-width="38"/><path d="M-130 -240C-120 -400 120 -400 130 -240" fill="none" stroke="${darker(tone, 0.5)}" stroke-width="12"/><rect x="-170" y="-232" width="26" height="90" rx="10" fill="url(#arm)"/><rect x="144" y="-232" width="26" height="90" rx="10" fill="url(#arm)"/><rect x="-206" y="-192" width="84" height="190" rx="40" fill="url(#cup)"/><rect x="122" y="-192" width="84" height="190" rx="40" fill="url(#cup)"/><rect x="-130" y="-178" width="42" height="162" rx="21" fill="${darker(tone, 0.62)}"/><rect x="88" y="-178" width="42" height="162" rx="21" fill="${darker(tone, 0.62)}"/>`,
});

const candle: Maker = (scene, tone) => ({
  width: 230,
  defs:
    round('glass', tone) +
    radial('flame', 0.5, 0.65, 0.6, [
      [0, '#fffbe0'],
      [0.5, '#ffc94d'],
      [1, '#ff8a1f', 0.2],
    ]) +
    radial('halo', 0.5, 0.5, 0.5, [
      [0, '#ffd97a', 0.6],
      [1, '#ffd97a', 0],
    ]),
  body: `<circle cx="0" cy="-310" r="200" fill="url(#halo)"/><path d="M-112 -250L-104 -16Q-102 6 -80 6H80Q102 6 104 -16L112 -250z" fill="url(#glass)"/><ellipse cx="0" cy="-250" rx="112" ry="24" fill="#f8efd9"/><ellipse cx="0" cy="-250" rx="112" ry="24" fill="none" stroke="#fff" stroke-opacity="0.7" stroke-width="5"/><rect x="-3" y="-276" width="6" height="28" fill="#4a3524"/><path d="M0 -352C26 -318 24 -290 0 -272C-24 -290 -26 -318 0 -352z" fill="url(#flame)"/><rect x="-74" y="-180" width="148" height="104" fill="${paper}"/>${label(scene, -120, 150, '#3a3028')}`,
});

const vase: Maker = ({ random }, tone) => {
  const stems = Array.from({ length: random.int(3, 6) }, (_, i) => {
    const [x, y] = [random.between(-130, 130), random.between(-520, -400)];
    const c = random.pick(['#e9b44c', '#d96c75', '#f3e9dc', '#8fae7b', '#c5d1b8']);
    return `<path d="M${(i - 2) * 6} -270Q${n(x * 0.3)} ${n(y * 0.8)} ${n(x)} ${n(y)}" fill="none" stroke="#6c7f55" stroke-width="5"/><ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(random.between(18, 34))}" ry="${n(random.between(30, 48))}" fill="${c}" transform="rotate(${n(x * 0.25)} ${n(x)} ${n(y)})"/>`;
  }).join('');
  const belly = random.between(92, 140);
  return {
    width: belly * 2,
    defs: round('body', tone),
    body: `${stems}<path d="M-38 -290C-34 -240 ${n(-belly)} -220 ${n(-belly)} -120C${n(-belly)} -40 -70 -10 -58 4H58C70 -10 ${n(belly)} -40 ${n(belly)} -120C${n(belly)} -220 34 -240 38 -290z" fill="url(#body)"/><ellipse cx="0" cy="-290" rx="38" ry="9" fill="${darker(tone, 0.5)}"/>`,
  };
};

const jar: Maker = (scene, tone, metal) => ({
  width: 280,
  defs: round('body', tone) + round('lid', metal),
  body: `<rect x="-138" y="-196" width="276" height="202" rx="30" fill="url(#body)"/><rect x="-142" y="-276" width="284" height="92" rx="14" fill="url(#lid)"/><path d="M-142 -252H142M-142 -232H142" stroke="#000" stroke-opacity="0.12" stroke-width="3"/><rect x="-138" y="-140" width="276" height="92" fill="${paper}" opacity="0.92"/>${label(scene, -82, 230, '#2b2b2b')}`,
});

const perfume: Maker = (scene, tone, metal) => ({
  width: 260,
  defs:
    linear('glass', 20, [
      [0, lighter(tone, 0.65)],
      [0.4, lighter(tone, 0.25)],
      [0.6, tone],
      [1, darker(tone, 0.25)],
    ]) + round('cap', metal),
  body: `<rect x="-58" y="-430" width="116" height="112" rx="12" fill="url(#cap)"/><rect x="-30" y="-322" width="60" height="34" fill="${darker(metal, 0.25)}"/><rect x="-132" y="-296" width="264" height="300" rx="34" fill="url(#glass)"/><rect x="-104" y="-240" width="208" height="216" rx="20" fill="${darker(tone, 0.15)}" opacity="0.45"/><path d="M-110 -272L-60 -272L-96 -20L-118 -30z" fill="#fff" opacity="0.4"/>${label(scene, -120, 200, '#ffffff')}`,
});

const bag: Maker = (_scene, tone, metal) => ({
  width: 360,
  defs:
    linear('leather', 75, [
      [0, lighter(tone, 0.3)],
      [0.45, tone],
      [1, darker(tone, 0.4)],
    ]) +
    linear('flap', 90, [
      [0, lighter(tone, 0.2)],
      [1, darker(tone, 0.15)],
    ]) +
    round('brass', metal),
  body: `<path d="M-104 -262C-96 -450 96 -450 104 -262" fill="none" stroke="${darker(tone, 0.3)}" stroke-width="22"/><path d="M-168 -280H168L192 -24Q192 6 160 6H-160Q-192 6 -192 -24z" fill="url(#leather)"/><path d="M-172 -284H172V-190Q130 -116 0 -112Q-130 -116 -172 -190z" fill="url(#flap)"/><path d="M-158 -186Q-122 -128 0 -124Q122 -128 158 -186" fill="none" stroke="${lighter(tone, 0.45)}" stroke-width="3" stroke-dasharray="10 8"/><rect x="-26" y="-142" width="52" height="44" rx="8" fill="url(#brass)"/>`,
});

const camera: Maker = (_scene, tone, metal) => ({
  width: 390,
  defs:
    round('skin', tone) +
    linear('top', 90, [
      [0, lighter(metal, 0.4)],
      [1, darker(metal, 0.2)],
    ]) +
    radial('lens', 0.4, 0.35, 0.7, [
      [0, '#6f87a8'],
      [0.35, '#1d2740'],
      [1, '#05070c'],
    ]),
  body: `<path d="M-60 -300L-36 -344H60L84 -300z" fill="url(#top)"/><rect x="-190" y="-304" width="380" height="80" rx="18" fill="url(#top)"/><rect x="-190" y="-240" width="380" height="244" rx="20" fill="url(#skin)"/><rect x="-172" y="-330" width="64" height="28" rx="6" fill="${darker(metal, 0.3)}"/><circle cx="20" cy="-124" r="112" fill="${darker(metal, 0.55)}"/><circle cx="20" cy="-124" r="96" fill="${darker(metal, 0.2)}"/><circle cx="20" cy="-124" r="82" fill="url(#lens)"/><path d="M-22 -172A60 60 0 0 1 24 -190L20 -172A46 46 0 0 0 -8 -158z" fill="#fff" opacity="0.5"/><circle cx="-140" cy="-196" r="14" fill="#d33"/>`,
});

const chair: Maker = (_scene, tone, metal) => ({
  width: 320,
  defs: linear('seat', 60, [
    [0, lighter(tone, 0.3)],
    [0.6, tone],
    [1, darker(tone, 0.3)],
  ]),
  body: `<g stroke="${metal}" stroke-width="18" stroke-linecap="round"><path d="M-110 -190L-146 0M110 -190L146 0M-70 -190L-84 -20M70 -190L84 -20"/></g><path d="M-150 -470Q0 -510 150 -470C172 -380 168 -290 140 -230H-140C-168 -290 -172 -380 -150 -470z" fill="url(#seat)"/><path d="M-164 -234Q0 -262 164 -234Q186 -190 150 -172Q0 -150 -150 -172Q-186 -190 -164 -234z" fill="${lighter(tone, 0.18)}"/><path d="M-150 -172Q0 -150 150 -172" fill="none" stroke="${darker(tone, 0.4)}" stroke-width="8"/>`,
});

const teapot: Maker = (_scene, tone, metal) => ({
  width: 340,
  defs: round('body', tone),
  body: `<path d="M-120 -150C-240 -140 -196 -260 -236 -270L-214 -290C-150 -280 -160 -220 -110 -216z" fill="${darker(tone, 0.12)}"/><path d="M118 -226C240 -262 246 -70 112 -84" fill="none" stroke="${darker(tone, 0.25)}" stroke-width="24"/><path d="M-142 -150C-142 -240 -80 -276 0 -276S142 -240 142 -150C142 -60 84 4 60 4H-60C-84 4 -142 -60 -142 -150z" fill="url(#body)"/><path d="M-78 -266Q0 -318 78 -266z" fill="${lighter(tone, 0.15)}"/><circle cx="0" cy="-306" r="19" fill="${metal}"/>`,
});

const plant: Maker = ({ random }, tone) => {
  const leaves = Array.from({ length: 11 }, (_, i) => {
    const green = random.pick(['#3f6b4a', '#4f8058', '#2f5740', '#6b9a63']);
    const l = random.between(180, 290);
    return `<path d="M0 0C${n(l * 0.3)} ${n(-l * 0.26)} ${n(l * 0.8)} ${n(-l * 0.2)} ${n(l)} 0C${n(l * 0.8)} ${n(l * 0.2)} ${n(l * 0.3)} ${n(l * 0.2)} 0 0z" fill="${green}" transform="translate(0 -210) rotate(${n(-172 + i * 16.4 + random.bell() * 6)})"/>`;
  }).join('');
  return {
    width: 240,
    defs: round('pot', tone),
    body: `${leaves}<path d="M-112 -216L-84 4H84L112 -216z" fill="url(#pot)"/><rect x="-120" y="-240" width="240" height="44" rx="8" fill="${lighter(tone, 0.2)}"/>`,
  };
};

const makers: readonly (readonly [RegExp, Maker])[] = [
  [/teapot|kettle|pot of tea/, teapot],
  [/headphone|earphone|speaker/, headphones],
  [/\bwatch|wristwatch|clock/, watch],
  [/radio|stereo|record player/, radio],
  [/camera\b(?! strap)|\blens\b/, camera],
  [/shoe|sneaker|boot\b|trainer/, shoe],
  [/lamp\b|lantern|light fixture/, lamp],
  [/candle/, candle],
  [/perfume|fragrance|cologne|serum/, perfume],
  [/bottle|wine|shampoo|juice|flask|carafe|thermos/, bottle],
  [/tumbler|drinking glass|beaker/, tumbler],
  [/\bmug|\bcup\b|espresso/, mug],
  [/vase|bouquet|flower/, vase],
  [/plant|planter|fern|cactus/, plant],
  [/bag\b|backpack|wallet|satchel|tote|purse/, bag],
  [/bowl|dish\b|salt cellar|plate\b|\bpan\b/, bowl],
  [/notebook|\bbook|journal|card holder|sketch/, book],
  [/chair|stool|sofa/, chair],
  [/\bjar\b|cream|honey|\bjam\b|balm|\btin\b|soap/, jar],
];

/** The object that a prompt is about: props and materials beside it do not count. What is not known comes boxed. */
export function objectFor(scene: Scene, tone: string, metal: string): StillObject {
  const thing = thingOf(scene).toLowerCase();
  return (makers.find(([sign]) => sign.test(thing))?.[1] ?? carton)(scene, tone, metal);
}
