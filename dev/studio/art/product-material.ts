import { brightness, darker, lighter } from './colour.ts';
import { linear, type Scene, text } from './scene.ts';

/** An object of about 350 × 500 units that stands on y = 0, x = 0 its middle, lit from the left. */
export type StillObject = { readonly defs: string; readonly body: string; readonly width: number };

/** What the thing is, without what it is made of: `bedside radio` of `bedside radio in brushed steel`. */
export const thingOf = (scene: Scene): string => scene.subject.split(/ (?:in|from|for|my|that|made) /)[0] ?? '';

/** Round bodies: dark edges, a highlight to the left, a soft glow to the right. */
export const round = (id: string, tone: string): string => {
  const gloss = brightness(tone) < 0.3 ? 0.42 : 0.5;
  return linear(id, 0, [
    [0, darker(tone, 0.35)],
    [0.16, darker(tone, 0.05)],
    [0.27, lighter(tone, gloss)],
    [0.4, tone],
    [0.78, darker(tone, 0.28)],
    [0.93, darker(tone, 0.48)],
    [1, darker(tone, 0.25)],
  ]);
};

/** The thing's name as its maker prints it, centred. */
export const label = (scene: Scene, y: number, w: number, ink: string): string => {
  const word = (
    thingOf(scene)
      .split(/\s+/)
      .filter((x) => x.length > 2)
      .at(-1) ?? 'studio'
  )
    .toUpperCase()
    .slice(0, 9);
  return text(0, y, word, {
    size: Math.min(34, (w * 1.3) / Math.max(4, word.length)),
    weight: 600,
    fill: ink,
    anchor: 'middle',
    spacing: 3,
  });
};

export const paper = '#f6f1e7';
