import { type ChartPainter, categories, kindsOf, tone, walk } from './chart-theme.ts';
import { mix } from './colour.ts';
import { n, smooth, text } from './scene.ts';

/** Two axes, each thing a line between them: who rose, who fell. */
export const slopes: ChartPainter = (scene, theme, plot) => {
  const { random, width } = scene;
  const size = width * 0.022;
  const names = kindsOf(scene, random.int(4, 6));
  const [left, right] = [plot.x + plot.w * 0.24, plot.x + plot.w * 0.76];
  const told = random.int(0, names.length - 1);
  const rails = [left, right]
    .map(
      (x) =>
        `<path d="M${n(x)} ${n(plot.y)}V${n(plot.y + plot.h)}" stroke="${theme.faint}" stroke-width="2" opacity="0.5"/>`,
    )
    .join('');
  const drawn = names.map((name, i) => {
    const from = plot.y + plot.h * (0.06 + (i / names.length) * 0.9);
    const to = plot.y + plot.h * Math.min(0.98, Math.max(0.02, (from - plot.y) / plot.h + random.bell() * 0.42));
    const ink = i === told ? tone(theme, 0) : mix(theme.ink, theme.paper, 0.55);
    return `<path d="M${n(left)} ${n(from)}L${n(right)} ${n(to)}" stroke="${ink}" stroke-width="${i === told ? 9 : 5}"/><circle cx="${n(left)}" cy="${n(from)}" r="10" fill="${ink}"/><circle cx="${n(right)}" cy="${n(to)}" r="10" fill="${ink}"/>${text(left - 26, from + 9, name, { size, fill: theme.ink, anchor: 'end' })}${text(right + 26, to + 9, String(Math.round(100 - ((to - plot.y) / plot.h) * 90)), { size, weight: 600, fill: theme.ink })}`;
  });
  return rails + drawn.join('');
};

/** A row each, its values as dots on a line. */
export const dots: ChartPainter = (scene, theme, plot) => {
  const { random } = scene;
  const names = categories(scene, random.int(6, 8));
  const slot = plot.h / names.length;
  return names
    .map((name, i) => {
      const y = plot.y + (i + 0.5) * slot;
      const [a, b] = [random.between(0.05, 0.6), random.between(0.3, 0.98)].sort((p, q) => p - q) as [number, number];
      const at = (v: number) => plot.x + 60 + v * (plot.w - 80);
      return `${text(plot.x + 26, y + 9, name, { size: slot * 0.32, fill: theme.ink, anchor: 'end' })}<path d="M${n(plot.x + 60)} ${n(y)}H${n(plot.x + plot.w)}" stroke="${theme.faint}" stroke-width="2" opacity="0.35"/><path d="M${n(at(a))} ${n(y)}H${n(at(b))}" stroke="${mix(tone(theme, 0), theme.paper, 0.5)}" stroke-width="8"/><circle cx="${n(at(a))}" cy="${n(y)}" r="${n(slot * 0.19)}" fill="${tone(theme, 1)}"/><circle cx="${n(at(b))}" cy="${n(y)}" r="${n(slot * 0.19)}" fill="${tone(theme, 0)}"/>`;
    })
    .join('');
};

/** The same small chart again and again, one for each part. */
export const multiples: ChartPainter = (scene, theme, plot) => {
  const { random } = scene;
  const columns = 3;
  const rows = random.int(2, 3);
  const names = [...kindsOf(scene, 6), ...categories(scene, 6)];
  const [w, h] = [plot.w / columns, plot.h / rows];
  return Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [plot.x + (i % columns) * w, plot.y + Math.floor(i / columns) * h];
    const points = walk(scene, 9, 0.05).map(
      (v, k) => [x + 14 + (k / 8) * (w - 42), y + h * (0.86 - v * 0.58)] as const,
    );
    const line = smooth(points, false);
    return `${text(x + 14, y + h * 0.14, names[i % names.length] ?? '', { size: h * 0.085, weight: 600, fill: theme.ink })}<path d="M${n(x + 14)} ${n(y + h * 0.88)}h${n(w - 42)}" stroke="${theme.faint}" stroke-width="2" opacity="0.6"/><path d="${line}L${n(x + w - 28)} ${n(y + h * 0.88)}H${n(x + 14)}Z" fill="${tone(theme, 0)}" opacity="0.22"/><path d="${line}" fill="none" stroke="${tone(theme, i % 4 === 0 ? 1 : 0)}" stroke-width="6"/>`;
  }).join('');
};
