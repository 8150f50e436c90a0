import { colour, mix } from './colour.ts';
import { n, type Scene, text } from './scene.ts';

export type ChartTheme = {
  readonly paper: string;
  readonly panel: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly series: readonly string[];
};
/** Where the data goes, in pixels. */
export type Plot = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
export type ChartPainter = (scene: Scene, theme: ChartTheme, plot: Plot) => string;

export const tone = (theme: ChartTheme, i: number): string => theme.series[i % theme.series.length] ?? '#888888';

/** A walk between 0.1 and 1, so that neighbours belong together. */
export const walk = ({ random }: Scene, count: number, drift = 0.04): number[] => {
  let v = random.between(0.25, 0.6);
  return Array.from({ length: count }, () => {
    v = Math.min(1, Math.max(0.1, v + random.bell() * 0.16 + drift * random.next()));
    return v;
  });
};

export function themeOf(scene: Scene): ChartTheme {
  const { random } = scene;
  const hue = scene.hue ?? random.pick([15, 40, 75, 145, 190, 225, 255, 290, 340]);
  const dark = scene.dark ?? random.chance(0.35);
  const step = random.pick([0, 42, 75, 137, 137]);
  const series = Array.from({ length: 6 }, (_, i) =>
    colour(
      dark ? 0.78 - i * 0.05 : 0.6 + (step === 0 ? (i - 1) * 0.08 : (i % 3) * 0.07),
      step === 0 ? 0.15 - i * 0.02 : 0.14,
      hue + i * step,
    ),
  );
  if (dark) {
    const paper = colour(0.2, 0.025, hue + random.pick([0, 30, 200]));
    return {
      paper,
      panel: mix(paper, '#ffffff', 0.06),
      ink: '#f2f4f8',
      faint: '#9aa3b2',
      grid: mix(paper, '#ffffff', 0.13),
      series,
    };
  }
  const paper = random.pick([
    '#ffffff',
    '#fbf7ef',
    '#fdf1e3',
    colour(0.96, 0.018, hue),
    colour(0.93, 0.035, hue + 60),
    colour(0.95, 0.03, hue + 180),
    '#f2f0ea',
  ]);
  return {
    paper,
    panel: mix(paper, '#ffffff', 0.7),
    ink: '#1d2433',
    faint: '#6c7484',
    grid: mix(paper, '#1d2433', 0.11),
    series,
  };
}

const regions = ['North', 'South', 'East', 'West', 'Coast', 'Hills', 'City', 'Valley'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Names for the values of an axis that suit the prompt. */
export function categories(scene: Scene, count: number): string[] {
  const { prompt, random } = scene;
  if (/district|ward\b|parish|coast|river basin|postcode/.test(prompt)) return regions.slice(0, count);
  if (/month|season|year|time|growth|trend/.test(prompt)) return months.slice(0, count);
  if (/week|day/.test(prompt)) return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue'].slice(0, count);
  if (/hour|commute|traffic/.test(prompt)) return ['6', '8', '10', '12', '14', '16', '18', '20', '22'].slice(0, count);
  return random
    .pick([regions, months, ['Q1', 'Q2', 'Q3', 'Q4', 'Q5', 'Q6', 'Q7', 'Q8'], ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']])
    .slice(0, count);
}

const parts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/travel|commut|work/, ['Train', 'Bike', 'Car', 'On foot', 'Bus', 'Other']],
  [/bread|bak|food|coffee/, ['Rye', 'Wheat', 'Rolls', 'Spelt', 'Sweet', 'Other']],
  [/energy|power|solar/, ['Wind', 'Solar', 'Water', 'Gas', 'Coal', 'Other']],
  [/book|librar|read/, ['Novels', 'Crime', 'Comics', 'Travel', 'Science', 'Other']],
];

/** Names for the shares of a whole that suit the prompt. */
export const kindsOf = (scene: Scene, count: number): readonly string[] =>
  (
    parts.find(([sign]) => sign.test(scene.prompt))?.[1] ??
    scene.random.pick([regions, ['Yes', 'Mostly', 'Partly', 'Rarely', 'No', 'Unsure']])
  ).slice(0, count);

export const titleOf = (scene: Scene): string => {
  const words = scene.subject.replace(/\s+/g, ' ').trim();
  const cut = words.length > 44 ? `${words.slice(0, 42).replace(/\s\S*$/, '')}…` : words;
  return cut === '' ? 'How the year went' : cut.charAt(0).toUpperCase() + cut.slice(1);
};

/** Title block and paper; returns what is left for the data. */
export function frame(scene: Scene, theme: ChartTheme): { markup: string; plot: Plot } {
  const { random, width, height } = scene;
  const margin = width * 0.085;
  const title = titleOf(scene);
  const size = Math.min(width * 0.052, (width - 2 * margin) / (title.length * 0.56));
  const note = random.pick([
    'Index, 100 = average',
    'Thousands, rounded',
    'Share of all answers, %',
    'Median per group',
    'Change against last year',
  ]);
  const bar = random.chance(0.5)
    ? `<rect x="${n(margin)}" y="${n(height * 0.068)}" width="${n(width * 0.07)}" height="8" fill="${theme.series[0]}"/>`
    : '';
  const markup = `<rect width="${width}" height="${height}" fill="${theme.paper}"/>${bar}${text(margin, height * 0.135, title, { size, weight: 900, fill: theme.ink })}${text(margin, height * 0.178, note, { size: width * 0.023, fill: theme.faint })}${text(margin, height * 0.955, 'Source: own survey, made-up figures', { size: width * 0.018, fill: theme.faint })}`;
  return {
    markup,
    plot: { x: margin + width * 0.05, y: height * 0.25, w: width - 2 * margin - width * 0.05, h: height * 0.56 },
  };
}

/** Grid lines and their figures. */
export function axes(plot: Plot, theme: ChartTheme, top: number, size: number, lines = 5): string {
  return Array.from({ length: lines + 1 }, (_, i) => {
    const y = plot.y + plot.h - (i / lines) * plot.h;
    return `<path d="M${n(plot.x)} ${n(y)}h${n(plot.w)}" stroke="${i === 0 ? theme.faint : theme.grid}" stroke-width="2"/>${text(plot.x - 14, y + size * 0.36, String(Math.round((top * i) / lines)), { size, fill: theme.faint, anchor: 'end' })}`;
  }).join('');
}
