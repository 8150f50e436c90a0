import { createBlocklist } from '@fleet/domain/content/blocklist';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLlm, startLlm } from '../../../../dev/llm/llm.ts';
import { PERSONA_IDS, sampleInput } from '../../test/sample-inputs.ts';
import { type ComposeClient, createCompose } from '../llm/compose.ts';
import { llmEndpointOf } from '../llm/provider.ts';
import type { Budget } from '../ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../prices/price-list.ts';
import { createGrower } from './grower.ts';

let llm: RunningLlm;
let client: ComposeClient;
beforeAll(async () => {
  llm = await startLlm({ port: 0 });
  const endpoint = llmEndpointOf({
    ...{ provider: 'openai', llmBaseUrl: `${llm.url}/v1`, ollamaUrl: '', ollamaModel: '' },
    ...{ openaiApiKey: 'sk-1234567890', openaiModel: 'gpt-4o-mini' },
  });
  const prices = readPriceList(BUILT_IN_PRICES_FILE);
  client = createCompose({ endpoint, concurrency: 2, prices, wallNow: Date.now, timeoutMs: 2_000 });
});
const mode = (name: string) =>
  fetch(`${llm.url}/__control`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode: name }) },
  });
afterEach(() => mode('normal'));
afterAll(async () => {
  await client.close();
  await llm.close();
});

const open = (reserved: Awaited<ReturnType<Budget['reserve']>> = 'reserved') => {
  const booked: { readonly id: string; readonly usd: number }[] = [];
  const budget: Budget = {
    reserve: async (id, _agentId, usd) => {
      booked.push({ id, usd });
      return reserved;
    },
    settle: async (id, usd) => {
      booked.push({ id, usd });
      return 'settled';
    },
  };
  return { booked, grow: createGrower({ client, budget, blocklist: createBlocklist() }) };
};
const agentOf = (persona: string, index = 0) => sampleInput(persona, 'post', index, 0).agent;
const call = { key: 'a.grow.1', traceparent: null, signal: new AbortController().signal };

describe('a character of its own', () => {
  it.each(PERSONA_IDS)('is grown for %s, another one for each agent, paid and sealed', async (persona) => {
    const { booked, grow } = open();
    const grown = await Promise.all([0, 1, 2].map((index) => grow(agentOf(persona, index), call)));
    expect(new Set(grown.map(({ config }) => config.personality)).size).toBe(3);
    for (const [index, { outcome, config, costUsd, wrote }] of grown.entries()) {
      expect(outcome, JSON.stringify(wrote)).toBe('grown');
      expect(config.personality).not.toBe(agentOf(persona, index).config.personality);
      expect({ ...config, personality: '', interests: [] }).toEqual({
        ...{ ...agentOf(persona, index).config, personality: '', interests: [] },
      });
      expect(wrote).toMatchObject({ prompt: { id: 'grow', version: 2 }, model: 'gpt-4o-mini' });
      expect(wrote?.verdicts.every(({ ok }) => ok)).toBe(true);
      expect(costUsd).toBeGreaterThan(0);
      expect(costUsd).toBeLessThan(booked[0]?.usd ?? 0);
    }
  });

  it.each([
    ['prose', /prose/],
    ['empty', /empty/],
    ['refusal', /refusal/],
    ['huge', /too_large/],
    ['foreign', /personality-language/],
    ['link', /character-links/],
    ['error500', /500/],
    ['rate-limit', /rate limited/],
    ['hang', /no whole answer/],
  ])('stays its persona’s when the model answers with %s', async (name, why) => {
    const { grow } = open();
    await mode(name);
    const agent = agentOf('data_viz');
    expect(await grow(agent, call)).toMatchObject({
      outcome: 'kept',
      config: agent.config,
      reason: expect.stringMatching(why),
    });
  });

  it('is not bought without a budget: the model is not asked', async () => {
    const { booked, grow } = open('denied');
    expect(await grow(agentOf('data_viz'), call)).toMatchObject({
      outcome: 'kept',
      costUsd: 0,
      reason: expect.stringMatching(/no budget/),
    });
    expect(booked).toHaveLength(1);
  });
});
