import { aiArtist } from './built-in/ai-artist.ts';
import { dataViz } from './built-in/data-viz.ts';
import { indieGameDev } from './built-in/indie-game-dev.ts';
import { productPhotographer } from './built-in/product-photographer.ts';
import { socialMarketer } from './built-in/social-marketer.ts';
import { uxDesigner } from './built-in/ux-designer.ts';
import type { Persona } from './persona-events.ts';

/** The archetypes a new fleet starts with, one per kind of FloImg user; imported as version 1 at first start. */
export const BUILT_IN_PERSONAS: readonly Persona[] = [
  productPhotographer,
  socialMarketer,
  indieGameDev,
  dataViz,
  aiArtist,
  uxDesigner,
];
