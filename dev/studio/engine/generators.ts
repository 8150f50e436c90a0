import type { Picture } from '../store/images.ts';
import { done, type Outcome, providerNotFound, providerRefused } from './errors.ts';
import { generateOpenAi, type UsageEvent } from './openai.ts';
import type { Parameters } from './parameters.ts';
import { drawShape } from './shapes.ts';

export type Generated = { readonly picture: Picture; readonly usage: UsageEvent | null };

export type EngineSettings = { readonly seed: string; readonly now: () => number };

/** Registered on the real Studio, and without a key here: they fail as an unreachable provider does. */
const withoutKey = new Set(['stability', 'gemini-generate']);

/** Runs a generator by name. `quickchart`, `mermaid` and other names the stand-in does not draw are not found. */
export async function generate(name: string, p: Parameters, settings: EngineSettings): Promise<Outcome<Generated>> {
  if (name === 'openai') return generateOpenAi(p, settings.seed, settings.now);
  if (name === 'shapes') {
    const shape = drawShape(p);
    return shape.ok ? done({ picture: shape.value, usage: null }) : shape;
  }
  if (withoutKey.has(name)) return providerRefused(`${name}: no API key is configured`);
  return providerNotFound('generator', name);
}
