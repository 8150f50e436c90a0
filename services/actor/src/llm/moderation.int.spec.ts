import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLlm, startLlm } from '../../../../dev/llm/llm.ts';
import { guardPictures } from '../guardrail/guarded-pictures.ts';
import type { FloImg, Moderation } from '../ports.ts';
import { createModeration } from './moderation.ts';
import { type LlmProvider, llmEndpointOf } from './provider.ts';

let llm: RunningLlm;
beforeAll(async () => {
  llm = await startLlm({ port: 0 });
});
afterAll(() => llm.close());

const open = (provider: LlmProvider, baseUrl = `${llm.url}/v1`) =>
  createModeration(
    llmEndpointOf({
      ...{ provider, llmBaseUrl: baseUrl, ollamaUrl: 'http://localhost:11434', ollamaModel: 'm' },
      ...{ openaiApiKey: 'sk-1234567890', openaiModel: 'gpt-4o-mini' },
    }),
    2,
  );
const check = (moderation: Moderation | null, texts: readonly string[], imageUrls: readonly string[] = []) => {
  if (moderation === null) throw new Error('no moderation');
  return moderation.check({ texts, imageUrls }, new AbortController().signal);
};

describe('the provider’s moderation', () => {
  it('says what it makes of texts and of pictures', async () => {
    const moderation = open('offline');
    expect(await check(moderation, ['A calm teapot.', 'On slate.'])).toEqual({ kind: 'allowed' });
    expect(await check(moderation, ['A calm teapot.', 'I will kill you.'])).toEqual({
      ...{ kind: 'flagged', categories: ['violence'] },
    });
    expect(await check(moderation, [], ['http://127.0.0.1/flagged.png'])).toMatchObject({ kind: 'flagged' });
    expect(await check(moderation, [], ['http://127.0.0.1/a.png'])).toEqual({ kind: 'allowed' });
    await moderation?.close();
  });

  it('is not there with Ollama, nor behind an address that has none, which is not asked again at once', async () => {
    expect(open('ollama')).toBeNull();
    const moderation = open('openai', `${llm.url}/nowhere`);
    expect(await check(moderation, ['A lamp.'])).toEqual({ kind: 'not_available', reason: 'HTTP 404' });
    expect(await check(moderation, ['A lamp.'])).toMatchObject({ kind: 'not_available', reason: /lately/ });
    await moderation?.close();
  });

  it('is asked about pictures that it can fetch alone', async () => {
    const moderation = open('openai');
    for (const url of ['http://127.0.0.1:4001/a.png', 'https://10.0.0.5/a.png', 'https://studio/a.png'])
      expect(await check(moderation, [], [url])).toMatchObject({ kind: 'not_available' });
    expect(await check(moderation, [], ['https://cdn.example.com/a.png'])).toEqual({ kind: 'allowed' });
    await moderation?.close();
  });

  it('gives no answer where nobody listens', async () => {
    const gone = await startLlm({ port: 0 });
    await gone.close();
    const moderation = open('openai', `${gone.url}/v1`);
    expect(await check(moderation, ['A lamp.'])).toMatchObject({ kind: 'failed' });
    await moderation?.close();
  });
});

describe('a rendered picture', () => {
  const rendering = (imageUrl: string): FloImg => {
    const value = { imageUrl, imageId: null, usage: [], costUsd: 0.04 };
    return { render: async () => ({ kind: 'ok', value, skewMs: null }) } as unknown as FloImg;
  };
  const render = (floimg: FloImg) => {
    const call = { key: null, traceparent: null, signal: new AbortController().signal };
    return floimg.render({} as never, 'chart', 'Bar chart of rain', call);
  };

  it('that is flagged is a workflow that failed; another one carries the verdict', async () => {
    const moderation = open('offline');
    if (moderation === null) throw new Error('no moderation');
    const of = (url: string) => render(guardPictures(rendering(url), moderation));
    expect(await of('http://127.0.0.1/flagged.png')).toMatchObject({
      kind: 'workflow_failed',
      code: 'picture_flagged',
    });
    expect(await of('http://127.0.0.1/a.png')).toMatchObject({
      ...{ kind: 'ok', value: { verdicts: [{ check: 'picture-moderation', ok: true }] } },
    });
    await moderation.close();
  });
});
