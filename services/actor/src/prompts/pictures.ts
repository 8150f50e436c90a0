import type { WorkflowKind } from '@fleet/domain/agent/agent-config';

/** How an image prompt of each workflow is to begin: image models (and the stand-in Studio) go by these words. */
export const PICTURES: Readonly<Record<WorkflowKind, string>> = {
  product_photo: '"Product photo of a …, on …": one object, a clean background, studio light',
  social_square: '"Social post square …": a bold graphic or styled scene for a square feed',
  pixel_sprite: '"Pixel art sprite of …": game art on a coarse grid with few colours',
  chart: '"Bar chart of …", "Line chart of …", "Donut chart of …" or "Heat map of …": a calm, readable data picture',
  wide_art: '"Wide surreal …": a dreamlike panorama',
  interface: '"Mobile app screen mock-up of …" or "Dashboard mock-up of …": a quiet interface, short labels',
};

/** One line to start from, drawn per moment, so that the same persona never starts from the same place twice. */
const SPARKS = [
  'a small accident turned out better than the plan',
  'something old from the drawer is worth another look',
  'there is only time for one idea, so it must be simple',
  'the weather outside suggests the palette',
  'yesterday was too busy, today stays quiet',
  'try the opposite of the usual arrangement',
  'a detail deserves to fill the whole frame',
  'work from a memory of a place',
  'limit everything to very few colours',
  'let the material lead and the form follow',
  'finish what was left half done last week',
  'make it for somebody who sees it for two seconds',
  'borrow a rule from another craft',
  'leave a large part of the picture empty',
  'count something and let the number shape the picture',
  'look for warmth in a cold subject',
  'repeat one shape until it becomes a rhythm',
  'put two things together that never meet',
  'begin with the shadow instead of the thing',
  'a season is ending and it shows',
  'take away one element more than is comfortable',
  'it should feel like early morning',
  'it should feel like the last hour of a long day',
  'pick a subject nobody asks for',
] as const;

/** @param draw uniform in [0, 1) */
export const sparkOf = (draw: number): string =>
  SPARKS[Math.min(Math.floor(draw * SPARKS.length), SPARKS.length - 1)] ?? SPARKS[0];

/** Draws the spark that takes most room, for upper bounds. */
export const LONGEST_SPARK_DRAW =
  (SPARKS.reduce((longest, spark, i) => (spark.length > (SPARKS[longest]?.length ?? 0) ? i : longest), 0) + 0.5) /
  SPARKS.length;
