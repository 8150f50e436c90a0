import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLlm, startLlm } from '../../../../dev/llm/llm.ts';
import { sampleInput } from '../../test/sample-inputs.ts';
import type { CallContext, Compose, WrittenPost, WrittenPosts } from '../ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../prices/price-list.ts';
import { type ComposeClient, createCompose } from './compose.ts';
import { llmEndpointOf } from './provider.ts';
import { composeAhead } from './written-ahead.ts';

const COUNT = 5;
const NOW = Date.UTC(2026, 2, 2, 9);
let llm: RunningLlm;
let client: ComposeClient;
beforeAll(async () => {
  llm = await startLlm({ port: 0 });
  const endpoint = llmEndpointOf({
    ...{ provider: 'openai', llmBaseUrl: `${llm.url}/v1`, ollamaUrl: '', ollamaModel: '' },
    ...{ openaiApiKey: 'sk-1234567890', openaiModel: 'gpt-4o-mini' },
  });
  const prices = readPriceList(BUILT_IN_PRICES_FILE);
  client = createCompose({ endpoint, concurrency: 2, prices, wallNow: Date.now });
});
afterAll(async () => {
  await client.close();
  await llm.close();
});

const shelves = () => {
  const posts = new Map<string, WrittenPost[]>();
  const written: WrittenPosts = {
    take: async (_attemptId, shelf) => posts.get(shelf)?.shift() ?? null,
    put: async (_attemptId, shelf, more) => void posts.set(shelf, [...(posts.get(shelf) ?? []), ...more]),
  };
  return { posts, written };
};
const call = (key: string): CallContext => ({ key, traceparent: null, signal: new AbortController().signal });
const input = (index = 0) => sampleInput('data_viz', 'post', index, NOW);
const calls = async (): Promise<number> =>
  ((await (await fetch(`${llm.url}/__control`)).json()) as { total: number }).total;
const composed = async (compose: Compose, index: number, key = `t${index}.compose.1`) => {
  const answer = await compose.compose(input(index), call(key));
  if (answer.kind !== 'ok') throw new Error(answer.reason);
  return answer;
};

describe('posts written ahead', () => {
  it('are many of one call, different ones, and cost nothing when their moment comes', async () => {
    const { posts, written } = shelves();
    const compose = composeAhead(client, written, COUNT);
    const before = await calls();
    const first = await composed(compose, 0);
    expect(first.costUsd).toBeGreaterThan(0);
    expect(first.costUsd).toBeLessThan(compose.ceilingUsd(input()));
    expect(first.result.prompt).toMatchObject({ id: 'posts', version: 2 });
    expect(posts.get('data_viz@1')).toHaveLength(COUNT - 1);
    const rest = [];
    for (let i = 1; i < COUNT; i++) rest.push(await composed(compose, i));
    expect(await calls()).toBe(before + 1);
    for (const { costUsd, result } of rest)
      expect({ costUsd, ...result }).toMatchObject({
        costUsd: 0,
        source: 'stored',
        inputTokens: 0,
        model: 'gpt-4o-mini',
      });
    const captions = [first, ...rest].map(({ result }) => result.composed.kind === 'post' && result.composed.caption);
    expect(new Set(captions).size).toBe(COUNT);
    await composed(compose, COUNT);
    expect(await calls()).toBe(before + 2);
  });

  it('are cheaper than as many calls', async () => {
    const { written } = shelves();
    const ahead = await composed(composeAhead(client, written, COUNT), 0, 'x.compose.1');
    let each = 0;
    for (let i = 0; i < COUNT; i++) each += (await composed(client, i)).costUsd;
    expect(ahead.costUsd).toBeLessThan(each * 0.6);
  });

  it('are not for comments, nor for a second try', async () => {
    const { posts, written } = shelves();
    const compose = composeAhead(client, written, COUNT);
    await compose.compose(sampleInput('data_viz', 'comment', 0, NOW), call('c.compose.1'));
    await compose.compose({ ...input(), attempt: { n: 2, rejected: null } }, call('c.compose.2'));
    expect(posts.size).toBe(0);
    expect(compose.ceilingUsd(sampleInput('data_viz', 'comment', 0, NOW))).toBe(
      client.ceilingUsd(sampleInput('data_viz', 'comment', 0, NOW)),
    );
  });

  it('that come as prose are a slip like any other, and nothing is kept', async () => {
    const { posts, written } = shelves();
    const mode = (mode: string) =>
      fetch(`${llm.url}/__control`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode }) },
      });
    await mode('prose');
    const answer = await composeAhead(client, written, COUNT).compose(input(), call('p.compose.1'));
    await mode('normal');
    expect(answer).toMatchObject({ kind: 'unusable', code: 'prose', again: true });
    expect(posts.size).toBe(0);
  });
});
