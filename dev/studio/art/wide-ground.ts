import { type Scene, smooth } from './scene.ts';

export type WidePainter = (scene: Scene, hue: number) => string;

/** What the picture is of, without its material and its place: `a lighthouse` of `a lighthouse of salt in a tilted well`. */
export const thingOf = (scene: Scene): string =>
  scene.subject.toLowerCase().split(/ (?:made|of|in|where|at|under|that) /)[0] ?? '';

/** A line of hills from side to side, closed below. */
export const ridge = ({ random, width, height }: Scene, base: number, rough: number, steps = 12): string => {
  const line = smooth(
    Array.from(
      { length: steps + 1 },
      (_, i) => [(i / steps) * width, height * (base + rough * random.bell())] as const,
    ),
    false,
  );
  return `${line}L${width} ${height}L0 ${height}Z`;
};
