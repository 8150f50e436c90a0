import { colour, darker, inkOn, lighter, mix } from './colour.ts';
import { type InterfaceTheme, screens } from './interface-screens.ts';
import { blob, linear, n, type Scene, svg, text } from './scene.ts';

/** Screens are drawn 400 × 820 (phones) or 1000 × 680 (windows). */
const phone = (
  x: number,
  y: number,
  scale: number,
  turn: number,
  content: string,
  theme: InterfaceTheme,
  id: string,
): string =>
  `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${n(scale)}) translate(-200 -410)"><rect x="-10" y="26" width="420" height="820" rx="60" fill="#000" opacity="0.3" filter="url(#soft)"/><rect x="-12" y="-12" width="424" height="844" rx="62" fill="#15161a"/><rect x="-12" y="-12" width="424" height="844" rx="62" fill="none" stroke="#55585f" stroke-width="2"/><g clip-path="url(#${id})"><rect width="400" height="820" fill="${theme.page}"/>${content}</g><rect x="145" y="14" width="110" height="28" rx="14" fill="#15161a"/>${text(34, 38, '9:41', { size: 18, weight: 600, fill: theme.ink })}<rect x="338" y="24" width="32" height="15" rx="4" fill="none" stroke="${theme.ink}" stroke-width="2"/><rect x="341" y="27" width="20" height="9" rx="2" fill="${theme.ink}"/><rect x="135" y="800" width="130" height="6" rx="3" fill="${theme.ink}" opacity="0.8"/></g>`;

const windowFrame = (x: number, y: number, scale: number, content: string, theme: InterfaceTheme): string =>
  `<g transform="translate(${n(x)} ${n(y)}) scale(${n(scale)}) translate(-500 -360)"><rect x="0" y="30" width="1000" height="720" rx="22" fill="#000" opacity="0.28" filter="url(#soft)"/><rect width="1000" height="720" rx="22" fill="${theme.page}"/><path d="M0 22Q0 0 22 0H978Q1000 0 1000 22V42H0z" fill="${theme.card}"/><circle cx="28" cy="21" r="7" fill="#ff5f57"/><circle cx="52" cy="21" r="7" fill="#febc2e"/><circle cx="76" cy="21" r="7" fill="#28c840"/><rect x="340" y="10" width="320" height="22" rx="11" fill="${theme.line}"/><g transform="translate(0 42)" clip-path="url(#pane)">${content}</g></g>`;

/** A mock-up of an interface: phones, a window or a sheet of components, on a plain or coloured ground. */
export function drawInterface(scene: Scene): string {
  const { random, width, height } = scene;
  const hue = scene.hue ?? random.pick([12, 48, 85, 150, 185, 225, 262, 290, 330]);
  const dark = scene.dark ?? random.chance(0.35);
  const accent = colour(dark ? 0.7 : random.between(0.52, 0.64), random.between(0.13, 0.2), hue);
  const page = dark ? colour(0.19, 0.02, hue) : random.pick(['#ffffff', '#fafafa', colour(0.985, 0.008, hue)]);
  const theme: InterfaceTheme = {
    page,
    card: dark ? lighter(page, 0.08) : page === '#ffffff' ? '#f4f5f7' : '#ffffff',
    ink: dark ? '#f4f4f6' : '#1b1d23',
    faint: dark ? '#8d93a1' : '#8a90a0',
    line: dark ? lighter(page, 0.16) : '#e3e6ec',
    accent,
    onAccent: inkOn(accent),
    second: colour(dark ? 0.75 : 0.7, 0.13, hue + random.pick([40, 150, -60])),
    radius: random.pick([8, 16, 24]),
  };
  const ground = random.pick([
    colour(0.93, 0.03, hue),
    colour(0.82, 0.09, hue),
    colour(0.3, 0.07, hue),
    '#e9eaee',
    colour(0.88, 0.06, hue + 60),
    '#101116',
  ]);
  const decor = random.pick([
    '',
    `<path d="${blob(random, width * random.next(), height * random.next(), width * 0.4)}" fill="${mix(ground, accent, 0.35)}"/>`,
    `<circle cx="${n(width * 0.85)}" cy="${n(height * 0.15)}" r="${n(width * 0.3)}" fill="${mix(ground, accent, 0.5)}"/>`,
    `<rect width="${width}" height="${height}" fill="url(#fall)"/>`,
  ]);
  const unit = Math.min(width, height) / 1024;
  const { phones, panes, sheet } = screens(scene, theme);
  const [cx, cy] = [width / 2, height / 2];
  const sheetWanted = /component|button|design system|card set|style guide|icon/.test(scene.prompt);
  const paneWanted = /dashboard|web|desktop|admin|table|landing/.test(scene.prompt);
  let body: string;
  if (sheetWanted || (!/screen|app|phone|mobile|dashboard/.test(scene.prompt) && random.chance(0.25)))
    body = `<g transform="translate(${n(cx)} ${n(cy)}) scale(${n(unit)}) translate(-512 -512)">${sheet()}</g>`;
  else if (paneWanted) body = windowFrame(cx, cy, unit * 0.94, random.pick(panes)(), theme);
  else {
    const order = random.shuffle(phones);
    const shown = order.find((p) => p.sign.test(scene.prompt)) ?? order[0];
    const rest = order.filter((p) => p !== shown);
    const draw = (i: number) => (i === 0 ? shown : rest[i - 1])?.draw() ?? '';
    const layout = random.int(0, 3);
    if (layout === 0) body = phone(cx, cy, unit * 1.12, 0, draw(0), theme, 'glass');
    else if (layout === 1)
      body =
        phone(cx - width * 0.2, cy + height * 0.03, unit * 0.98, -5, draw(1), theme, 'glass') +
        phone(cx + width * 0.2, cy - height * 0.02, unit * 0.98, 5, draw(0), theme, 'glass');
    else if (layout === 2)
      body =
        phone(cx - width * 0.33, cy, unit * 0.82, 0, draw(1), theme, 'glass') +
        phone(cx + width * 0.33, cy, unit * 0.82, 0, draw(2), theme, 'glass') +
        phone(cx, cy, unit * 0.98, 0, draw(0), theme, 'glass');
    else body = phone(cx, cy + height * 0.06, unit * 1.2, random.pick([-14, 14]), draw(0), theme, 'glass');
  }
  const defs = `<filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="26"/></filter><clipPath id="glass"><rect width="400" height="820" rx="50"/></clipPath><clipPath id="pane"><path d="M0 0H1000V656Q1000 678 978 678H22Q0 678 0 656z"/></clipPath>${linear(
    'fall',
    60,
    [
      [0, lighter(ground, 0.3)],
      [1, darker(mix(ground, accent, 0.4), 0.1)],
    ],
  )}`;
  return svg(width, height, `<rect width="${width}" height="${height}" fill="${ground}"/>${decor}${body}`, defs);
}
