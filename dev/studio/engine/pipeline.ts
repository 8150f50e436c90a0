import { z } from 'zod';
import type { Picture } from '../store/images.ts';
import { done, failed, type Outcome, pipelineError, providerNotFound } from './errors.ts';
import { type EngineSettings, generate } from './generators.ts';
import type { UsageEvent } from './openai.ts';
import { transform } from './transforms.ts';

const parameters = z.record(z.string(), z.unknown()).optional();
const name = z.string().min(1).max(200);
const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('generate'), generator: name, params: parameters, out: name.optional() }),
  z.object({
    kind: z.literal('transform'),
    op: name,
    in: name,
    params: parameters,
    out: name.optional(),
    provider: name.optional(),
  }),
  z.object({ kind: z.literal('save'), in: name, destination: name, provider: name.optional(), out: name.optional() }),
]);
export type Step = z.infer<typeof step>;

/** Steps of one workflow; more would hold a renderer for too long. */
const mostSteps = 40;

export type Produced = { readonly name: string; readonly picture: Picture };
export type PipelineResult = {
  /** One per step that made an image, in order, intermediates included; the finished picture is the last. */
  readonly images: readonly Produced[];
  readonly usageEvents: readonly UsageEvent[];
};
export type Progress = (index: number, status: 'running' | 'completed' | 'error', detail?: string) => void;

/** Reads steps as they came. A kind or a shape the engine does not know fails before anything runs. */
export function readSteps(raw: readonly unknown[]): Outcome<readonly Step[]> {
  if (raw.length > mostSteps) return pipelineError(`A workflow may have at most ${mostSteps} steps`);
  const steps: Step[] = [];
  for (const [index, value] of raw.entries()) {
    const parsed = step.safeParse(value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return pipelineError(`Step ${index} is invalid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    }
    steps.push(parsed.data);
  }
  return done(steps);
}

const savable = (destination: string, provider: string | undefined): boolean =>
  !destination.startsWith('s3://') && (provider === undefined || provider === 'fs' || provider === 'cloud');

/** Runs the steps one after another. The first failure ends the workflow, and nothing it made counts. */
export async function runPipeline(
  steps: readonly Step[],
  settings: EngineSettings,
  progress: Progress,
): Promise<Outcome<PipelineResult>> {
  const named = new Map<string, Picture>();
  const images: Produced[] = [];
  const usageEvents: UsageEvent[] = [];
  const keep = (index: number, out: string | undefined, picture: Picture) => {
    const key = out ?? `step_${index}`;
    named.set(key, picture);
    images.push({ name: key, picture });
  };
  const fail = (index: number, result: Outcome<never>): Outcome<never> => {
    progress(index, 'error', result.ok ? '' : result.failure.error);
    return result;
  };

  for (const [index, current] of steps.entries()) {
    progress(index, 'running');
    if (current.kind === 'generate') {
      const made = await generate(current.generator, current.params ?? {}, settings);
      if (!made.ok) return fail(index, made);
      if (made.value.usage !== null) usageEvents.push(made.value.usage);
      keep(index, current.out, made.value.picture);
    } else {
      const input = named.get(current.in);
      if (input === undefined)
        return fail(index, pipelineError(`Input "${current.in}" of step ${index} was never produced`));
      if (current.kind === 'save') {
        if (!savable(current.destination, current.provider))
          return fail(index, providerNotFound('save', current.provider ?? 's3'));
        if (current.out !== undefined) named.set(current.out, input);
      } else if (current.provider !== undefined && current.provider !== 'sharp') {
        return fail(index, providerNotFound('transform', current.provider));
      } else {
        const made = await transform(input, current.op, current.params ?? {}, (key) => named.get(key));
        if (!made.ok) return fail(index, made);
        keep(index, current.out, made.value);
      }
    }
    progress(index, 'completed');
  }
  return images.length === 0 ? failed({ error: 'The workflow produced no image' }) : done({ images, usageEvents });
}
