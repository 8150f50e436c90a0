import { mix } from './colour.ts';
import { n, type Scene, smooth, text } from './scene.ts';

export type InterfaceTheme = {
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly second: string;
  readonly radius: number;
};

const titleOf = (scene: Scene): string => {
  const words = scene.subject
    .split(/\s+/)
    .filter((w) => w.length > 2)
    .slice(0, 2)
    .join(' ');
  return words === '' ? 'Today' : (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 18);
};

/** What can be on a screen: phone screens by what they show, window panes, and a sheet of components. */
export function screens(scene: Scene, t: InterfaceTheme) {
  const { random } = scene;
  const title = titleOf(scene);
  const box = (x: number, y: number, w: number, h: number, fill: string, r = t.radius) =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="${Math.min(r, h / 2)}" fill="${fill}"/>`;
  const word = (x: number, y: number, w: number, strong = false) =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${strong ? 13 : 10}" rx="5" fill="${strong ? t.ink : t.faint}" opacity="${strong ? 0.85 : 0.5}"/>`;
  const button = (x: number, y: number, w: number, label: string) =>
    `${box(x, y, w, 56, t.accent)}${text(x + w / 2, y + 35, label, { size: 19, weight: 600, fill: t.onAccent, anchor: 'middle' })}`;
  const heading = (label: string) => text(28, 112, label, { size: 32, weight: 900, fill: t.ink });
  const tabs = () =>
    `${box(0, 736, 400, 84, t.card, 0)}${[60, 153, 247, 340].map((x, i) => `<circle cx="${x}" cy="768" r="14" fill="${i === 0 ? t.accent : t.faint}" opacity="${i === 0 ? 1 : 0.45}"/>`).join('')}`;
  const wave = (x: number, y: number, w: number, h: number) => {
    const line = smooth(
      Array.from({ length: 8 }, (_, i) => [x + (i / 7) * w, y + h * random.between(0.1, 0.9)] as const),
      false,
    );
    return `<path d="${line}L${n(x + w)} ${n(y + h)}L${n(x)} ${n(y + h)}Z" fill="${t.accent}" opacity="0.18"/><path d="${line}" fill="none" stroke="${t.accent}" stroke-width="5"/>`;
  };
  const rows = (x: number, y: number, w: number, count: number, step: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        `${box(x, y + i * step, w, step - 12, t.card)}<circle cx="${n(x + 36)}" cy="${n(y + i * step + (step - 12) / 2)}" r="18" fill="${i % 2 === 0 ? t.accent : t.second}" opacity="0.9"/>${word(x + 70, y + i * step + (step - 12) / 2 - 17, w * random.between(0.3, 0.5), true)}${word(x + 70, y + i * step + (step - 12) / 2 + 6, w * random.between(0.2, 0.45))}`,
    ).join('');
  const ring = (cx: number, cy: number, r: number, share: number) => {
    const length = 2 * Math.PI * r;
    return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${t.line}" stroke-width="${r * 0.22}"/><circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${t.accent}" stroke-width="${n(r * 0.22)}" stroke-linecap="round" stroke-dasharray="${n(length * share)} ${n(length)}" transform="rotate(-90 ${cx} ${cy})"/>`;
  };

  const list = () =>
    `${heading(title)}${box(28, 138, 344, 50, t.card, 25)}${word(72, 158, 120)}${rows(28, 212, 344, 6, 88)}${tabs()}`;
  const stats = () => {
    const share = random.between(0.4, 0.9);
    return `${heading(title)}${box(28, 140, 344, 270, t.card)}${ring(200, 275, 92, share)}${text(200, 290, `${Math.round(share * 100)}%`, { size: 46, weight: 900, fill: t.ink, anchor: 'middle' })}${box(28, 428, 164, 128, t.accent)}${text(50, 506, String(random.int(12, 96)), { size: 48, weight: 900, fill: t.onAccent })}${box(208, 428, 164, 128, t.card)}${text(230, 506, `${random.int(2, 9)}.${random.int(0, 9)}`, { size: 48, weight: 900, fill: t.ink })}${box(28, 574, 344, 142, t.card)}${wave(46, 594, 308, 104)}${tabs()}`;
  };
  const form = () =>
    `${text(28, 160, 'Welcome', { size: 44, weight: 900, fill: t.ink })}${word(28, 182, 210)}${[0, 1, 2].map((i) => `${word(28, 244 + i * 104, 80)}<rect x="29" y="${266 + i * 104}" width="342" height="58" rx="${Math.min(t.radius, 29)}" fill="${t.card}" stroke="${i === 0 ? t.accent : t.line}" stroke-width="${i === 0 ? 3 : 2}"/>${word(50, 290 + i * 104, random.between(90, 180), true)}`).join('')}<rect x="28" y="566" width="26" height="26" rx="7" fill="${t.accent}"/><path d="M34 579l6 6 10-12" fill="none" stroke="${t.onAccent}" stroke-width="4"/>${word(68, 574, 190)}${button(28, 624, 344, 'Continue')}${word(130, 706, 140)}`;
  const player = () =>
    `${box(40, 110, 320, 320, t.accent, t.radius + 8)}<circle cx="200" cy="270" r="110" fill="${t.second}"/><path d="M90 330Q150 210 200 280T340 200V430H60z" fill="${t.onAccent}" opacity="0.22"/>${text(200, 490, title, { size: 30, weight: 900, fill: t.ink, anchor: 'middle' })}${word(130, 508, 140)}${box(40, 566, 320, 8, t.line, 4)}${box(40, 566, random.between(90, 240), 8, t.accent, 4)}<circle cx="200" cy="664" r="46" fill="${t.accent}"/><path d="M188 642l34 22-34 22z" fill="${t.onAccent}"/><path d="M120 648v32l-28-16zM280 648v32l28-16z" fill="${t.ink}"/>`;
  const shop = () =>
    `${heading(title)}${[0, 1, 2, 3]
      .map((i) => {
        const [x, y] = [28 + (i % 2) * 178, 144 + Math.floor(i / 2) * 282];
        return `${box(x, y, 166, 268, t.card)}${box(x + 12, y + 12, 142, 142, mix(t.card, i % 2 === 0 ? t.accent : t.second, 0.4))}<circle cx="${x + 83}" cy="${y + 84}" r="${random.int(26, 48)}" fill="${i % 2 === 0 ? t.accent : t.second}"/>${word(x + 14, y + 176, 110, true)}${text(x + 14, y + 240, `$${random.int(9, 89)}`, { size: 24, weight: 900, fill: t.ink })}<circle cx="${x + 138}" cy="${y + 232}" r="17" fill="${t.accent}"/>`;
      })
      .join('')}${tabs()}`;
  const chat = () =>
    `${heading('Messages')}${Array.from({ length: 6 }, (_, i) => {
      const mine = i % 2 === 1;
      const w = random.between(140, 250);
      const y = 144 + i * 92;
      return `${box(mine ? 372 - w : 28, y, w, 72, mine ? t.accent : t.card, 24)}<rect x="${n((mine ? 372 - w : 28) + 20)}" y="${y + 22}" width="${n(w - 50)}" height="10" rx="5" fill="${mine ? t.onAccent : t.ink}" opacity="0.7"/><rect x="${n((mine ? 372 - w : 28) + 20)}" y="${y + 42}" width="${n((w - 50) * 0.6)}" height="10" rx="5" fill="${mine ? t.onAccent : t.ink}" opacity="0.45"/>`;
    }).join('')}${box(28, 722, 344, 56, t.card, 28)}<circle cx="344" cy="750" r="20" fill="${t.accent}"/>`;
  const map = () =>
    `<rect width="400" height="820" fill="${mix(t.page, t.second, 0.25)}"/><g stroke="${t.page}" stroke-width="15" fill="none"><path d="M-20 ${random.int(100, 260)}Q200 ${random.int(80, 300)} 420 ${random.int(120, 320)}M${random.int(60, 160)} -10Q${random.int(100, 240)} 300 ${random.int(80, 180)} 830M${random.int(240, 340)} -10L${random.int(240, 320)} 830M-10 430L410 390"/></g><path d="M110 520Q160 380 236 350T320 180" fill="none" stroke="${t.accent}" stroke-width="10" stroke-linecap="round"/><circle cx="110" cy="520" r="16" fill="${t.page}" stroke="${t.accent}" stroke-width="8"/><path d="M320 184c-40-46-32-84 0-84s40 38 0 84z" fill="${t.accent}"/>${box(16, 560, 368, 240, t.page, 30)}${text(40, 618, title, { size: 28, weight: 900, fill: t.ink })}${word(40, 640, 180)}${button(40, 686, 320, 'Start')}`;
  const calendar = () =>
    `${heading(title)}${Array.from({ length: 35 }, (_, i) => {
      const [x, y] = [52 + (i % 7) * 49.5, 180 + Math.floor(i / 7) * 58];
      const on = random.chance(0.16);
      return `${on ? `<circle cx="${n(x)}" cy="${y - 7}" r="22" fill="${random.chance(0.5) ? t.accent : t.second}"/>` : ''}${text(x, y, String(i + 1), { size: 19, weight: on ? 600 : 400, fill: on ? t.onAccent : t.ink, anchor: 'middle' })}`;
    }).join('')}${rows(28, 470, 344, 3, 88)}${tabs()}`;

  const dashboardPane = () =>
    `${box(0, 0, 210, 680, t.card, 0)}${box(28, 28, 36, 36, t.accent, 10)}${[0, 1, 2, 3, 4, 5].map((i) => `${i === 1 ? box(16, 92 + i * 52, 178, 44, mix(t.card, t.accent, 0.2), 10) : ''}${word(70, 108 + i * 52, random.int(60, 104), i === 1)}<circle cx="42" cy="${114 + i * 52}" r="9" fill="${i === 1 ? t.accent : t.faint}"/>`).join('')}${text(246, 70, title, { size: 34, weight: 900, fill: t.ink })}${[0, 1, 2].map((i) => `${box(246 + i * 242, 100, 226, 130, t.card)}${word(268 + i * 242, 128, 84)}${text(268 + i * 242, 202, String(random.int(120, 980)), { size: 42, weight: 900, fill: i === 0 ? t.accent : t.ink })}`).join('')}${box(246, 250, 468, 260, t.card)}${wave(270, 290, 420, 190)}${box(730, 250, 226, 260, t.card)}${ring(843, 380, 72, random.between(0.3, 0.9))}${[0, 1, 2].map((i) => `${box(246, 528 + i * 46, 710, 38, t.card, 8)}${word(268, 542 + i * 46, random.int(90, 190), true)}${word(560, 542 + i * 46, 90)}${box(860, 536 + i * 46, 74, 22, i === 1 ? t.second : t.accent, 11)}`).join('')}`;
  const landingPane = () =>
    `${box(40, 26, 30, 30, t.accent, 8)}${[0, 1, 2].map((i) => word(610 + i * 90, 38, 60)).join('')}${box(880, 24, 84, 36, t.ink, 18)}${text(60, 220, title, { size: 62, weight: 900, fill: t.ink })}${word(62, 252, 360)}${word(62, 276, 290)}${button(60, 318, 190, 'Get started')}<rect x="271" y="319" width="170" height="54" rx="${Math.min(27, t.radius)}" fill="none" stroke="${t.line}" stroke-width="3"/>${word(310, 342, 90, true)}${box(540, 110, 400, 330, mix(t.page, t.accent, 0.25), 30)}<circle cx="740" cy="275" r="110" fill="${t.accent}"/><rect x="600" y="240" width="150" height="150" rx="24" fill="${t.second}" opacity="0.9"/>${[0, 1, 2].map((i) => `${box(60 + i * 300, 490, 280, 150, t.card)}<circle cx="${102 + i * 300}" cy="534" r="20" fill="${i === 1 ? t.second : t.accent}"/>${word(84 + i * 300, 572, 150, true)}${word(84 + i * 300, 596, 210)}`).join('')}`;
  const boardPane = () =>
    `${text(40, 66, title, { size: 34, weight: 900, fill: t.ink })}${[0, 1, 2, 3].map((c) => `${box(40 + c * 236, 96, 220, 560, t.card)}${word(60 + c * 236, 120, 90, true)}${Array.from({ length: random.int(2, 4) }, (_, i) => `${box(56 + c * 236, 152 + i * 122, 188, 108, t.page, 12)}${box(70 + c * 236, 168 + i * 122, 54, 14, random.chance(0.5) ? t.accent : t.second, 7)}${word(70 + c * 236, 196 + i * 122, 140, true)}${word(70 + c * 236, 218 + i * 122, 100)}<circle cx="${224 + c * 236}" cy="${238 + i * 122}" r="12" fill="${t.faint}"/>`).join('')}`).join('')}`;

  const sheet = () =>
    `<rect x="92" y="92" width="840" height="840" rx="40" fill="${t.page}"/>${text(150, 196, title, { size: 46, weight: 900, fill: t.ink })}${button(150, 240, 200, 'Primary')}<rect x="371" y="241" width="198" height="54" rx="${Math.min(27, t.radius)}" fill="none" stroke="${t.accent}" stroke-width="3"/>${text(470, 275, 'Secondary', { size: 19, weight: 600, fill: t.accent, anchor: 'middle' })}${box(590, 240, 150, 56, t.line)}${text(665, 275, 'Disabled', { size: 19, weight: 600, fill: t.faint, anchor: 'middle' })}${box(150, 340, 90, 48, t.accent, 24)}<circle cx="216" cy="364" r="19" fill="#fff"/>${box(262, 340, 90, 48, t.line, 24)}<circle cx="286" cy="364" r="19" fill="#fff"/><circle cx="400" cy="364" r="20" fill="none" stroke="${t.accent}" stroke-width="5"/><circle cx="400" cy="364" r="10" fill="${t.accent}"/><rect x="444" y="344" width="40" height="40" rx="10" fill="${t.accent}"/><path d="M454 364l8 9 14-17" fill="none" stroke="${t.onAccent}" stroke-width="5"/>${[0, 1, 2].map((i) => `${box(520 + i * 118, 342, 104, 42, i === 0 ? t.accent : t.card, 21)}`).join('')}<rect x="150" y="428" width="420" height="62" rx="${Math.min(31, t.radius)}" fill="${t.card}" stroke="${t.accent}" stroke-width="3"/>${word(176, 454, 190, true)}${box(600, 428, 274, 210, t.card)}${ring(737, 533, 66, random.between(0.3, 0.85))}${box(150, 520, 420, 118, t.card)}<circle cx="206" cy="579" r="30" fill="${t.second}"/>${word(256, 556, 200, true)}${word(256, 584, 140)}${box(150, 668, 724, 16, t.line, 8)}${box(150, 668, random.int(200, 560), 16, t.accent, 8)}${[0, 1, 2, 3, 4, 5].map((i) => `<circle cx="${190 + i * 92}" cy="770" r="36" fill="${[t.accent, mix(t.accent, t.page, 0.4), mix(t.accent, t.page, 0.75), t.second, t.ink, t.faint][i]}"/>`).join('')}${word(150, 840, 300)}${word(150, 866, 220)}`;

  return {
    phones: [
      { sign: /ring|habit|fitness|health|stat|tracker|step|progress|energy|budget|bank|finance/, draw: stats },
      { sign: /sign|login|form|onboard|checkout|profile|password/, draw: form },
      { sign: /music|player|podcast|audio|meditation|sound/, draw: player },
      { sign: /shop|store|product|catalog|cart|market/, draw: shop },
      { sign: /chat|message|support|mail/, draw: chat },
      { sign: /map|travel|transit|ride|delivery|bus|route|walk/, draw: map },
      { sign: /calendar|booking|schedule|date|appointment|\bplan(?:ner)?\b/, draw: calendar },
      { sign: /list|inbox|task|todo|recipe|settings/, draw: list },
    ],
    panes: [dashboardPane, landingPane, boardPane],
    sheet,
  };
}
