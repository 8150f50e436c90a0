import { dots, multiples, slopes } from './chart-comparisons.ts';
import {
  axes,
  type ChartPainter,
  type ChartTheme,
  categories,
  frame,
  kindsOf,
  themeOf,
  tone,
  walk,
} from './chart-theme.ts';
import { lighter, mix } from './colour.ts';
import { linear, n, type Scene, smooth, svg, text } from './scene.ts';

const bars: ChartPainter = (scene, theme, plot) => {
  const { random, width } = scene;
  const size = width * 0.021;
  const count = random.int(5, 9);
  const names = categories(scene, count);
  const layers = random.pick([1, 1, 2, 3]);
  const stacked = layers > 1 && random.chance(0.5);
  const best = random.int(0, names.length - 1);
  const round = random.chance(0.5) ? 9 : 0;
  const slot = plot.w / names.length;
  const columns = names.map((name, i) => {
    let stackTop = 0;
    const parts = Array.from({ length: layers }, (_, k) => {
      const v = (i === best ? 0.95 : random.between(0.25, 0.85)) / (stacked ? layers : 1);
      const w = stacked ? slot * 0.62 : (slot * 0.7) / layers;
      const x = plot.x + i * slot + (stacked ? slot * 0.19 : slot * 0.15 + k * w);
      const h = plot.h * v;
      const y = plot.y + plot.h - h - stackTop;
      if (stacked) stackTop += h;
      const fill =
        layers === 1 ? (i === best ? tone(theme, 0) : mix(tone(theme, 0), theme.paper, 0.5)) : tone(theme, k);
      const figure =
        layers === 1
          ? text(x + w / 2, y - 12, String(Math.round(v * 100)), {
              size,
              weight: 600,
              fill: theme.ink,
              anchor: 'middle',
            })
          : '';
      return `<rect x="${n(x)}" y="${n(y)}" width="${n(w - 3)}" height="${n(h)}" rx="${stacked ? 0 : round}" fill="${fill}"/>${figure}`;
    }).join('');
    return (
      parts + text(plot.x + (i + 0.5) * slot, plot.y + plot.h + 36, name, { size, fill: theme.faint, anchor: 'middle' })
    );
  });
  return axes(plot, theme, 100, size) + columns.join('');
};

const ranked: ChartPainter = (scene, theme, plot) => {
  const names = categories(scene, 8);
  const values = names.map(() => scene.random.between(0.15, 1)).sort((a, b) => b - a);
  const slot = plot.h / names.length;
  return names
    .map((name, i) => {
      const y = plot.y + i * slot;
      const w = (values[i] ?? 0) * plot.w * 0.86;
      return `${text(plot.x + 26, y + slot * 0.6, name, { size: slot * 0.34, fill: theme.ink, anchor: 'end' })}<rect x="${n(plot.x + 44)}" y="${n(y + slot * 0.16)}" width="${n(w)}" height="${n(slot * 0.66)}" rx="6" fill="${i < 2 ? tone(theme, 0) : mix(tone(theme, 0), theme.paper, 0.45)}"/>${text(plot.x + 58 + w, y + slot * 0.6, `${Math.round((values[i] ?? 0) * 64)}%`, { size: slot * 0.32, weight: 600, fill: theme.ink })}`;
    })
    .join('');
};

const lines: ChartPainter = (scene, theme, plot) => {
  const { random, width } = scene;
  const size = width * 0.021;
  const names = categories(scene, 8);
  const count = random.int(1, 4);
  const area = /area/.test(scene.prompt) || (count === 1 && random.chance(0.6));
  const drawn = Array.from({ length: count }, (_, k) => {
    const values = walk(scene, names.length, k === 0 ? 0.14 : 0.03);
    const points = values.map(
      (v, i) => [plot.x + (i / (names.length - 1)) * plot.w, plot.y + plot.h * (1 - v * 0.94)] as const,
    );
    const path = smooth(points, false);
    const [ex, ey] = points.at(-1) ?? [0, 0];
    const fill = area
      ? `<path d="${path}L${n(plot.x + plot.w)} ${n(plot.y + plot.h)}L${n(plot.x)} ${n(plot.y + plot.h)}Z" fill="${tone(theme, k)}" opacity="${count > 1 ? 0.22 : 0.3}"/>`
      : '';
    const dots = random.chance(0.6)
      ? points
          .map(
            ([x, y]) =>
              `<circle cx="${n(x)}" cy="${n(y)}" r="8" fill="${theme.paper}" stroke="${tone(theme, k)}" stroke-width="5"/>`,
          )
          .join('')
      : `<circle cx="${n(ex)}" cy="${n(ey)}" r="12" fill="${tone(theme, k)}"/>`;
    return `${fill}<path d="${path}" fill="none" stroke="${k === 0 ? tone(theme, 0) : mix(tone(theme, k), theme.paper, 0.25)}" stroke-width="${k === 0 ? 8 : 5}" stroke-linecap="round"/>${dots}`;
  }).reverse();
  const labels = names.map((name, i) =>
    text(plot.x + (i / (names.length - 1)) * plot.w, plot.y + plot.h + 36, name, {
      size,
      fill: theme.faint,
      anchor: 'middle',
    }),
  );
  return axes(plot, theme, random.pick([100, 250, 80, 1200]), size) + drawn.join('') + labels.join('');
};

const donut: ChartPainter = (scene, theme, plot) => {
  const { random } = scene;
  const parts = Array.from({ length: random.int(3, 6) }, () => random.between(0.5, 2.4)).sort((a, b) => b - a);
  const sum = parts.reduce((a, b) => a + b, 0);
  const [cx, cy, r] = [plot.x + plot.w * 0.3, plot.y + plot.h * 0.5, Math.min(plot.w * 0.34, plot.h * 0.47)];
  const inner = random.chance(0.75) ? r * 0.6 : 0;
  let angle = -Math.PI / 2;
  const slices = parts.map((part, i) => {
    const [a, b] = [angle + 0.012, angle + (part / sum) * Math.PI * 2 - 0.012];
    angle += (part / sum) * Math.PI * 2;
    const big = b - a > Math.PI ? 1 : 0;
    const at = (radius: number, t: number) => `${n(cx + radius * Math.cos(t))} ${n(cy + radius * Math.sin(t))}`;
    return `<path d="M${at(r, a)}A${n(r)} ${n(r)} 0 ${big} 1 ${at(r, b)}L${at(inner, b)}${inner > 0 ? `A${n(inner)} ${n(inner)} 0 ${big} 0 ${at(inner, a)}` : ''}Z" fill="${tone(theme, i)}"/>`;
  });
  const names = kindsOf(scene, parts.length);
  const legend = parts.map((part, i) => {
    const y = plot.y + plot.h * (0.18 + i * 0.14);
    const x = plot.x + plot.w * 0.7;
    return `<rect x="${n(x)}" y="${n(y - 20)}" width="24" height="24" rx="6" fill="${tone(theme, i)}"/>${text(x + 38, y, names[i] ?? '', { size: 26, fill: theme.ink })}${text(plot.x + plot.w, y, `${Math.round((part / sum) * 100)}%`, { size: 26, weight: 600, fill: theme.ink, anchor: 'end' })}`;
  });
  const middle =
    inner > 0
      ? text(cx, cy + 18, `${Math.round(((parts[0] ?? 0) / sum) * 100)}%`, {
          size: r * 0.36,
          weight: 900,
          fill: theme.ink,
          anchor: 'middle',
        })
      : '';
  return slices.join('') + legend.join('') + middle;
};

const scatter: ChartPainter = (scene, theme, plot) => {
  const { random, width } = scene;
  const clusters = Array.from(
    { length: random.int(2, 4) },
    () => [random.between(0.18, 0.82), random.between(0.18, 0.82)] as const,
  );
  const bubbles = random.chance(0.5);
  const dots = clusters.flatMap(([cx, cy], k) =>
    Array.from({ length: random.int(16, 30) }, () => {
      const x = plot.x + plot.w * Math.min(0.98, Math.max(0.02, cx + random.bell() * 0.17));
      const y = plot.y + plot.h * Math.min(0.98, Math.max(0.02, cy + random.bell() * 0.17));
      return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(bubbles ? random.between(8, 36) : 11)}" fill="${tone(theme, k)}" opacity="0.72"/>`;
    }),
  );
  const trend = `<path d="M${n(plot.x)} ${n(plot.y + plot.h * 0.86)}L${n(plot.x + plot.w)} ${n(plot.y + plot.h * 0.14)}" stroke="${theme.ink}" stroke-width="3" stroke-dasharray="12 10" opacity="0.6"/>`;
  return axes(plot, theme, 60, width * 0.021) + dots.join('') + trend;
};

const heat: ChartPainter = (scene, theme, plot) => {
  const { random } = scene;
  const [rows, columns] = [7, random.pick([12, 14, 18])];
  const [w, h] = [plot.w / columns, plot.h / rows];
  const [px, py] = [random.between(0.2, 0.8), random.between(0.2, 0.8)];
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  let cells = '';
  for (let r = 0; r < rows; r += 1) {
    cells += text(plot.x - 14, plot.y + (r + 0.62) * h, days[r] ?? '', { size: 22, fill: theme.faint, anchor: 'end' });
    for (let c = 0; c < columns; c += 1) {
      const v = Math.max(
        0.04,
        Math.min(1, 1.05 - 1.7 * Math.hypot(c / columns - px, (r / rows - py) * 0.7) + random.bell() * 0.14),
      );
      cells += `<rect x="${n(plot.x + c * w + 3)}" y="${n(plot.y + r * h + 3)}" width="${n(w - 6)}" height="${n(h - 6)}" rx="6" fill="${mix(mix(tone(theme, 0), theme.paper, 0.9), tone(theme, 0), v)}"/>`;
    }
  }
  return cells;
};

const board = (scene: Scene, theme: ChartTheme): string => {
  const { random, width, height } = scene;
  const [m, gap] = [width * 0.055, width * 0.026];
  const panel = (x: number, y: number, w: number, h: number, inner: string) =>
    `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" rx="18" fill="${theme.panel}" stroke="${theme.grid}" stroke-width="2"/>${inner}`;
  const tile = (width - 2 * m - 2 * gap) / 3;
  const tiles = ['Visits', 'Orders', 'Returns'].map((name, i) => {
    const x = m + i * (tile + gap);
    const spark = smooth(
      walk(scene, 7, 0.1).map((v, k) => [x + 24 + (k / 6) * (tile - 48), height * 0.315 - v * 50] as const),
      false,
    );
    return panel(
      x,
      height * 0.15,
      tile,
      height * 0.19,
      `${text(x + 24, height * 0.188, name, { size: 23, fill: theme.faint })}${text(x + 24, height * 0.24, `${random.int(11, 98)}.${random.int(0, 9)}k`, { size: 46, weight: 900, fill: theme.ink })}<path d="${spark}" fill="none" stroke="${tone(theme, i)}" stroke-width="5"/>`,
    );
  });
  const below = height * 0.37;
  const wide = tile * 2 + gap;
  const left = panel(
    m,
    below,
    wide,
    height * 0.55,
    lines(scene, theme, { x: m + 90, y: below + 60, w: wide - 140, h: height * 0.4 }),
  );
  const x = m + wide + gap;
  const small = panel(
    x,
    below,
    tile,
    height * 0.26,
    bars(scene, { ...theme, ink: theme.panel }, { x: x + 66, y: below + 40, w: tile - 90, h: height * 0.16 }),
  );
  const list = Array.from(
    { length: 4 },
    (_, i) =>
      `<rect x="${n(x + 24)}" y="${n(below + height * (0.335 + i * 0.05))}" width="${n((tile - 48) * (0.95 - i * 0.2))}" height="${n(height * 0.028)}" rx="8" fill="${tone(theme, i)}" opacity="0.85"/>`,
  ).join('');
  return `<rect width="${width}" height="${height}" fill="${theme.paper}"/>${text(m, height * 0.1, 'Weekly overview', { size: width * 0.042, weight: 900, fill: theme.ink })}${tiles.join('')}${left}${small}${panel(x, below + height * 0.29, tile, height * 0.26, list)}`;
};

const painters: readonly (readonly [RegExp, ChartPainter])[] = [
  [/slope chart|slopegraph/, slopes],
  [/dot plot|dumbbell|lollipop/, dots],
  [/small multiples|trellis|facets/, multiples],
  [/heat ?map|calendar/, heat],
  [/donut|pie|share of/, donut],
  [/scatter|bubble|correlation/, scatter],
  [/line chart|line graph|area|trend|time series/, lines],
  [/horizontal|ranking|ranked|top ten/, ranked],
  [/bar chart|bars|column|histogram|grouped|stacked/, bars],
];

/** A chart or a dashboard with a title, axes and invented figures. */
export function drawChart(scene: Scene): string {
  const theme = themeOf(scene);
  const { width, height } = scene;
  if (/dashboard|infographic/.test(scene.prompt) && scene.random.chance(0.8))
    return svg(width, height, board(scene, theme));
  const named = painters.find(([sign]) => sign.test(scene.prompt))?.[1];
  const painter = named === bars && scene.random.chance(0.25) ? ranked : (named ?? scene.random.pick(painters)[1]);
  const { markup, plot } = frame(scene, theme);
  const defs = linear('wash', 90, [
    [0, lighter(theme.paper, 0.4), 0.5],
    [1, theme.paper, 0],
  ]);
  return svg(width, height, `${markup}${painter(scene, theme, plot)}`, defs);
}
