import { WORKFLOW_KINDS } from '@fleet/domain/agent/agent-config';
import { describe, expect, it } from 'vitest';
import { renderedOf } from '../floimg/rendered.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../prices/price-list.ts';
import { FREE_IMAGES, renderCeilingUsd } from './image-prices.ts';
import { probeSteps, stepsOf } from './recipes.ts';

const { images: listed } = readPriceList(BUILT_IN_PRICES_FILE);
const DALL_E_3_SIZES = ['1024x1024', '1024x1792', '1792x1024'];

describe('a workflow', () => {
  it.each(WORKFLOW_KINDS)('%s generates, saves last, and names what every step makes and takes', (kind) => {
    const steps = stepsOf(kind, 'a prompt', 'cloud');
    expect(steps[0]).toMatchObject({ kind: 'generate', generator: 'openai', params: { prompt: 'a prompt' } });
    expect(steps.at(-1)).toMatchObject({ kind: 'save', destination: 'cloud' });
    const made = new Set<string>();
    for (const step of steps) {
      if (step.kind !== 'generate') expect(made).toContain(step.in);
      if (step.kind === 'generate') expect(DALL_E_3_SIZES).toContain(step.params.size);
      expect(step.out).not.toBe('');
      made.add(step.out);
    }
    expect(JSON.stringify(steps)).not.toContain('null');
  });

  it('finishes pictures as each persona does', () => {
    expect(stepsOf('product_photo', '', 'cloud')[1]).toMatchObject({ op: 'modulate' });
    expect(stepsOf('social_square', '', 'cloud')[1]).toMatchObject({
      op: 'resize',
      params: { width: 1080, height: 1080, fit: 'cover' },
    });
    expect(stepsOf('pixel_sprite', '', 'cloud')[1]).toMatchObject({
      op: 'resize',
      params: { width: 512, height: 512, fit: 'contain' },
    });
    expect(stepsOf('wide_art', '', 'cloud')[0]).toMatchObject({ params: { size: '1792x1024', quality: 'hd' } });
    expect(stepsOf('chart', '', 'cloud')).toHaveLength(2);
    expect(stepsOf('interface', '', 'cloud')).toHaveLength(2);
  });

  it('asks whether the platform works without paying for it', () => {
    expect(probeSteps()).toEqual([expect.objectContaining({ generator: 'shapes' })]);
  });
});

describe('what a picture costs', () => {
  it('is bounded by the price list before it is ordered, and nothing where pictures are free', () => {
    for (const kind of WORKFLOW_KINDS) {
      expect(renderCeilingUsd(kind, listed)).toBeGreaterThan(0);
      expect(renderCeilingUsd(kind, FREE_IMAGES)).toBe(0);
    }
    expect(renderCeilingUsd('wide_art', listed)).toBe(0.12);
    expect(renderCeilingUsd('chart', {})).toBeNull();
  });

  const answer = {
    status: 'completed' as const,
    imageIds: ['raw', 'final'],
    imageUrls: ['/raw', '/final'],
    usageEvents: [
      {
        provider: 'openai',
        model: 'dall-e-3',
        operation: 'generate',
        imageWidth: 1024,
        imageHeight: 1024,
        imageCount: 1,
        quality: 'standard',
      },
    ],
  };

  it('is what was used, and the last picture is the result', () => {
    expect(renderedOf(answer, 0.5, listed, (raw) => raw)).toMatchObject({
      imageUrl: '/final',
      imageId: 'final',
      costUsd: 0.04,
      usage: [{ provider: 'openai', size: '1024x1024' }],
    });
  });

  it('is the ceiling where use is not told or not on the list', () => {
    const silent = { ...answer, usageEvents: null };
    expect(renderedOf(silent, 0.5, listed, (raw) => raw)?.costUsd).toBe(0.5);
    const unknown = { ...answer, usageEvents: [{ provider: 'openai', model: 'dall-e-9', operation: 'generate' }] };
    expect(renderedOf(unknown, 0.5, listed, (raw) => raw)?.costUsd).toBe(0.5);
    expect(renderedOf(silent, 0, FREE_IMAGES, (raw) => raw)?.costUsd).toBe(0);
  });
});
