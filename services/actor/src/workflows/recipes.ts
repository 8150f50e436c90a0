import type { WorkflowKind } from '@fleet/domain/agent/agent-config';

/** Steps as FloImg's engine takes them. `out` is always set, though the engine tolerates its absence. */
export type WorkflowStep =
  | {
      readonly kind: 'generate';
      readonly generator: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly out: string;
    }
  | {
      readonly kind: 'transform';
      readonly op: string;
      readonly in: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly out: string;
    }
  | { readonly kind: 'save'; readonly in: string; readonly destination: string; readonly out: string };

/** What the image model is asked for, beside the prompt. */
export type ImageOrder = {
  readonly model: 'dall-e-3';
  readonly size: '1024x1024' | '1792x1024';
  readonly quality: 'standard' | 'hd';
  readonly style: 'vivid' | 'natural';
};

const order = (style: ImageOrder['style'], more: Partial<ImageOrder> = {}): ImageOrder => ({
  model: 'dall-e-3',
  size: '1024x1024',
  quality: 'standard',
  style,
  ...more,
});

type Recipe = {
  readonly order: ImageOrder;
  readonly finish: { readonly op: string; readonly params: Readonly<Record<string, unknown>> } | null;
};

/** One recipe per kind of picture: what is generated, and the one transform that finishes it. */
const RECIPES: Readonly<Record<WorkflowKind, Recipe>> = {
  product_photo: { order: order('natural'), finish: { op: 'modulate', params: { brightness: 1.05, saturation: 1.1 } } },
  social_square: {
    order: order('vivid'),
    finish: { op: 'resize', params: { width: 1080, height: 1080, fit: 'cover' } },
  },
  pixel_sprite: {
    order: order('vivid'),
    finish: { op: 'resize', params: { width: 512, height: 512, fit: 'contain' } },
  },
  wide_art: { order: order('vivid', { size: '1792x1024', quality: 'hd' }), finish: null },
  chart: { order: order('natural'), finish: null },
  interface: { order: order('natural'), finish: null },
};

/** dall-e-3 takes no more. */
const MAX_PROMPT_CHARS = 4_000;

export const imageOrderOf = (workflow: WorkflowKind): ImageOrder => RECIPES[workflow].order;

/** The whole workflow: generate, finish where the recipe says so, save. The last image is the result. */
export const stepsOf = (
  workflow: WorkflowKind,
  imagePrompt: string,
  saveDestination: string,
): readonly WorkflowStep[] => {
  const { order: asked, finish } = RECIPES[workflow];
  const steps: WorkflowStep[] = [
    {
      kind: 'generate',
      generator: 'openai',
      params: { prompt: imagePrompt.slice(0, MAX_PROMPT_CHARS), ...asked },
      out: 'drawn',
    },
  ];
  if (finish !== null) steps.push({ kind: 'transform', ...finish, in: 'drawn', out: 'finished' });
  steps.push({
    kind: 'save',
    in: finish === null ? 'drawn' : 'finished',
    destination: saveDestination,
    out: 'saved',
  });
  return steps;
};

/** A workflow that costs nothing and needs no outside provider: asks whether the platform works again. */
export const probeSteps = (): readonly WorkflowStep[] => [
  {
    kind: 'generate',
    generator: 'shapes',
    params: { shapeType: 'circle', width: 16, height: 16, fillType: 'solid', fillColor: '#808080' },
    out: 'probe',
  },
];
