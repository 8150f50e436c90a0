import { escapeXml } from '../engine/parameters.ts';
import type { Random } from './random.ts';

/** What a painter is given: the prompt as words, where to paint, and its own random numbers. */
export type Scene = {
  readonly random: Random;
  readonly width: number;
  readonly height: number;
  /** The whole prompt, lower case. */
  readonly prompt: string;
  /** The thing in the picture, as the prompt has it, without the words that name the kind. */
  readonly subject: string;
  /** Hue the prompt asks for by a colour or mood word, degrees; null when it leaves that open. */
  readonly hue: number | null;
  readonly dark: boolean | null;
};

export const svg = (width: number, height: number, body: string, defs = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${defs === '' ? '' : `<defs>${defs}</defs>`}${body}</svg>`;

/** Two decimals: shorter SVG, no visible difference. */
export const n = (value: number): string => String(Math.round(value * 100) / 100);

type Stop = readonly [offset: number, colour: string, opacity?: number];
const stopsOf = (stops: readonly Stop[]): string =>
  stops
    .map(
      ([at, c, o]) => `<stop offset="${n(at)}" stop-color="${c}"${o === undefined ? '' : ` stop-opacity="${n(o)}"`}/>`,
    )
    .join('');

/** A straight gradient; the angle 0 runs to the right, 90 down. */
export function linear(id: string, angleDeg: number, stops: readonly Stop[]): string {
  const a = (angleDeg * Math.PI) / 180;
  const [dx, dy] = [Math.cos(a) / 2, Math.sin(a) / 2];
  return `<linearGradient id="${id}" x1="${n(0.5 - dx)}" y1="${n(0.5 - dy)}" x2="${n(0.5 + dx)}" y2="${n(0.5 + dy)}">${stopsOf(stops)}</linearGradient>`;
}

export const radial = (id: string, cx: number, cy: number, r: number, stops: readonly Stop[]): string =>
  `<radialGradient id="${id}" cx="${n(cx)}" cy="${n(cy)}" r="${n(r)}">${stopsOf(stops)}</radialGradient>`;

export const blur = (id: string, deviation: number): string =>
  `<filter id="${id}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${n(deviation)}"/></filter>`;

type TextOptions = {
  readonly size: number;
  readonly fill: string;
  readonly weight?: 400 | 600 | 900;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly spacing?: number;
  readonly opacity?: number;
};
export function text(x: number, y: number, words: string, o: TextOptions): string {
  return `<text x="${n(x)}" y="${n(y)}" font-family="Inter" font-size="${n(o.size)}" font-weight="${o.weight ?? 400}" fill="${o.fill}"${o.anchor === undefined ? '' : ` text-anchor="${o.anchor}"`}${o.spacing === undefined ? '' : ` letter-spacing="${n(o.spacing)}"`}${o.opacity === undefined ? '' : ` opacity="${n(o.opacity)}"`}>${escapeXml(words)}</text>`;
}

/** A closed, smooth line through points (Catmull-Rom), for blobs, clouds and stones. */
export function smooth(points: readonly (readonly [number, number])[], closed = true): string {
  const at = (i: number) => {
    const index = closed ? (i + points.length) % points.length : Math.min(points.length - 1, Math.max(0, i));
    return points[index] as readonly [number, number];
  };
  const [x0, y0] = at(0);
  let path = `M${n(x0)} ${n(y0)}`;
  for (let i = 0; i < points.length - (closed ? 0 : 1); i += 1) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    path += `C${n(b[0] + (c[0] - a[0]) / 6)} ${n(b[1] + (c[1] - a[1]) / 6)} ${n(c[0] - (d[0] - b[0]) / 6)} ${n(c[1] - (d[1] - b[1]) / 6)} ${n(c[0])} ${n(c[1])}`;
  }
  return closed ? `${path}Z` : path;
}

/** An uneven round shape. */
export function blob(random: Random, cx: number, cy: number, radius: number, unevenness = 0.25, corners = 8): string {
  const turn = random.next() * Math.PI * 2;
  return smooth(
    Array.from({ length: corners }, (_, i) => {
      const angle = turn + (i / corners) * Math.PI * 2;
      const r = radius * (1 + unevenness * random.bell());
      return [cx + Math.cos(angle) * r, cy + Math.sin(angle) * r] as const;
    }),
  );
}
