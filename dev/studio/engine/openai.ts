import { drawPrompt } from '../art/draw.ts';
import type { Picture } from '../store/images.ts';
import { done, type Outcome, providerRefused } from './errors.ts';
import { type Parameters, textOf } from './parameters.ts';

const sizes: Readonly<Record<string, readonly string[]>> = {
  'dall-e-2': ['256x256', '512x512', '1024x1024'],
  'dall-e-3': ['1024x1024', '1024x1792', '1792x1024'],
};
/** Longest prompts, characters, by model. */
const longestPrompt: Readonly<Record<string, number>> = { 'dall-e-2': 1_000, 'dall-e-3': 4_000 };

export type UsageEvent = {
  readonly provider: string;
  readonly model: string;
  readonly operation: string;
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly imageCount: number;
  readonly quality: string;
  readonly rawMetadata: { readonly revisedPrompt: string };
  readonly timestamp: string;
};

const oneOf = (p: Parameters, name: string, allowed: readonly string[]): Outcome<string> => {
  const value = p[name] ?? allowed[0];
  return typeof value === 'string' && allowed.includes(value)
    ? done(value)
    : providerRefused(
        `400 Invalid value: '${String(value).slice(0, 60)}'. Supported values are: ${allowed.map((a) => `'${a}'`).join(', ')}.`,
      );
};

/** The paid generator: refuses what the image API refuses, draws from the prompt, and reports what would be billed. */
export async function generateOpenAi(
  p: Parameters,
  seed: string,
  now: () => number,
): Promise<Outcome<{ picture: Picture; usage: UsageEvent }>> {
  const prompt = textOf(p, 'prompt', '', 10_000);
  if (prompt.trim() === '') return providerRefused('prompt is required for OpenAI image generation');
  const model = oneOf(p, 'model', ['dall-e-3', 'dall-e-2']);
  if (!model.ok) return model;
  if (prompt.length > (longestPrompt[model.value] ?? 0))
    return providerRefused(`400 Prompt is too long for ${model.value}.`);
  const size = oneOf({ size: p.size ?? '1024x1024' }, 'size', sizes[model.value] ?? []);
  if (!size.ok) return size;
  const quality = oneOf(p, 'quality', ['standard', 'hd']);
  if (!quality.ok) return quality;
  const style = oneOf(p, 'style', ['vivid', 'natural']);
  if (!style.ok) return style;

  const [width = 1024, height = 1024] = size.value.split('x').map(Number);
  const bytes = await drawPrompt(prompt, { width, height, seed: `${seed}/${style.value}` });
  return done({
    picture: { bytes, mime: 'image/png', width, height },
    usage: {
      provider: 'openai',
      model: model.value,
      operation: 'generate',
      imageWidth: width,
      imageHeight: height,
      imageCount: 1,
      quality: quality.value,
      rawMetadata: { revisedPrompt: prompt },
      timestamp: new Date(now()).toISOString(),
    },
  });
}
