import { WORKFLOW_KINDS, type WorkflowKind } from '@fleet/domain/agent/agent-config';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningLlm, startLlm } from '../../../../dev/llm/llm.ts';
import type { ActingAgent, CallContext, ComposeInput } from '../ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../prices/price-list.ts';
import { type ComposeClient, createCompose } from './compose.ts';
import { llmEndpointOf } from './provider.ts';

const prices = readPriceList(BUILT_IN_PRICES_FILE);
let llm: RunningLlm;
const clients: ComposeClient[] = [];
beforeAll(async () => {
  llm = await startLlm({ port: 0 });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await control({ mode: 'normal', latencyMs: 0 });
});
afterAll(() => llm.close());

/** Chat calls the model ever got. */
const asked = async (): Promise<number> => {
  const state = (await (await fetch(`${llm.url}/__control`)).json()) as { total: number };
  return state.total;
};

const control = (change: object): Promise<unknown> =>
  fetch(`${llm.url}/__control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });

/** With a paid provider's settings, so that costs show; the stand-in answers all the same. */
const connect = (options: { paid?: boolean; baseUrl?: string; timeoutMs?: number; concurrency?: number } = {}) => {
  const endpoint = llmEndpointOf({
    provider: options.paid ? 'openai' : 'offline',
    llmBaseUrl: options.baseUrl ?? `${llm.url}/v1`,
    ollamaUrl: 'http://localhost:11434',
    ollamaModel: 'llama3.2',
    openaiApiKey: options.paid ? 'sk-very-secret' : null,
    openaiModel: 'gpt-4o-mini',
  });
  const client = createCompose({
    endpoint,
    concurrency: options.concurrency ?? 2,
    timeoutMs: options.timeoutMs ?? 10_000,
    prices,
    wallNow: Date.now,
  });
  clients.push(client);
  return client;
};

const agent = (workflow: WorkflowKind): ActingAgent => ({
  id: 'a',
  username: 'some_agent',
  name: 'Some Agent',
  personaId: 'some_persona',
  texts: null,
  config: {
    name: 'Some Agent',
    personality: 'Patient.',
    vibe: 'calm',
    interests: ['light'],
    schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    minIntervalS: 60,
    maxIntervalS: 300,
    weights: { post: 0.5, comment: 0.5, like: 0.7 },
    workflow,
  },
});
const post = (workflow: WorkflowKind = 'chart', draw = 0.5): ComposeInput => ({
  kind: 'post',
  agent: agent(workflow),
  localTime: 'Monday 09:00',
  recentCaptions: [],
  trending: ['A quiet harbour'],
  draw,
});
const comment = (workflow: WorkflowKind, draw: number): ComposeInput => ({
  kind: 'comment',
  agent: agent(workflow),
  localTime: 'Monday 09:00',
  recentComments: [],
  candidates: ['Frosted glass teapot', 'Sleepy moss golem', 'Bus delays by weekday'].map((title, i) => ({
    id: `p${i}`,
    title,
    description: `A ${title.toLowerCase()} in moss green, once more.`,
    author: 'someone',
    isAgent: i > 0,
    comments: [],
  })),
  draw,
});
const call = (signal = new AbortController().signal): CallContext => ({ key: 'k', traceparent: null, signal });

describe('composing with the stand-in model', () => {
  it.each(WORKFLOW_KINDS)('gives %s posts and comments that pass every check, at no cost', async (workflow) => {
    const compose = connect();
    let comments = 0;
    for (let i = 0; i < 12; i++) {
      const posted = await compose.compose(post(workflow, i / 12), call());
      expect(posted).toMatchObject({
        kind: 'ok',
        costUsd: 0,
        result: { composed: { kind: 'post' }, provider: 'offline' },
      });
      const commented = await compose.compose(comment(workflow, i / 12), call());
      if (commented.kind !== 'ok') throw new Error(commented.reason);
      const { composed } = commented.result;
      expect(['comment', 'skip']).toContain(composed.kind);
      if (composed.kind === 'comment') comments += 1;
    }
    expect(comments).toBeGreaterThan(6);
    expect(compose.ceilingUsd(post(workflow))).toBe(0);
    expect(compose.health().ok).toBe(true);
  });

  it('asks Ollama by its own address, through the same code', async () => {
    const endpoint = llmEndpointOf({
      ...{ provider: 'ollama', llmBaseUrl: null, ollamaUrl: `${llm.url}/`, ollamaModel: 'llama3.2' },
      ...{ openaiApiKey: null, openaiModel: 'gpt-4o-mini' },
    });
    const ollama = createCompose({ endpoint, concurrency: 1, prices, wallNow: Date.now });
    clients.push(ollama);
    expect(await ollama.compose(post(), call())).toMatchObject({
      ...{ kind: 'ok', costUsd: 0, result: { provider: 'ollama', model: 'llama3.2' } },
    });
    expect(ollama.ceilingUsd(post())).toBe(0);
  });

  it('asks another model for another kind, at its own price', async () => {
    const endpoint = { provider: 'openai', baseUrl: `${llm.url}/v1`, apiKey: 'k', model: 'gpt-4o-mini' } as const;
    const models = { post: 'gpt-4.1' };
    const both = createCompose({ endpoint, models, concurrency: 1, prices, wallNow: Date.now });
    clients.push(both);
    expect(await both.compose(post(), call())).toMatchObject({ result: { model: 'gpt-4.1' } });
    expect(await both.compose(comment('chart', 0.5), call())).toMatchObject({ result: { model: 'gpt-4o-mini' } });
    expect(both.ceilingUsd(post())).toBeGreaterThan(5 * connect({ paid: true }).ceilingUsd(post()));
  });

  it('charges what was used, never above the ceiling that was reserved', async () => {
    const compose = connect({ paid: true });
    const composed = await compose.compose(post(), call());
    if (composed.kind !== 'ok') throw new Error(composed.reason);
    expect(composed.costUsd).toBeGreaterThan(0);
    expect(composed.costUsd).toBeLessThan(compose.ceilingUsd(post()));
    expect(composed.result).toMatchObject({ provider: 'openai', model: 'gpt-4o-mini', prompt: compose.prompt(post()) });
    expect(JSON.parse(composed.result.answer)).toHaveProperty('caption');
  });

  it.each([
    ['prose', 'unusable', 'prose'],
    ['empty', 'unusable', 'empty'],
    ['refusal', 'unusable', 'refusal'],
    ['huge', 'unusable', 'too_large'],
  ])('has a name for %s', async (mode, kind, code) => {
    const compose = connect({ paid: true });
    await control({ mode });
    const answer = await compose.compose(post(), call());
    expect(answer).toMatchObject({ kind, code });
    expect(answer.kind === 'unusable' && answer.costUsd).toBeGreaterThan(0);
  });

  it('knows nothing after a server error or a silence, and that a rate limit did nothing', async () => {
    const compose = connect({ timeoutMs: 300 });
    for (const [mode, kind] of [
      ['error500', 'unclear'],
      ['hang', 'unclear'],
      ['rate-limit', 'unsent'],
    ] as const) {
      await control({ mode });
      expect(await compose.compose(post(), call())).toMatchObject({ kind });
    }
    expect(compose.health()).toMatchObject({ ok: false, message: expect.stringContaining('offline') });
    await control({ mode: 'normal' });
    expect(await compose.compose(post(), call())).toMatchObject({ kind: 'ok' });
    expect(compose.health().ok).toBe(true);
  });

  it('sends nothing to nobody, nothing after a stop, and waits for a place only so long', async () => {
    const gone = await startLlm({ port: 0 });
    await gone.close();
    const nobody = connect({ baseUrl: `${gone.url}/v1` });
    expect(await nobody.compose(post(), call())).toMatchObject({ kind: 'unsent' });
    const stop = new AbortController();
    stop.abort();
    expect(await connect().compose(post(), call(stop.signal))).toMatchObject({ kind: 'unsent' });
    const narrow = connect({ concurrency: 1, timeoutMs: 400 });
    await control({ mode: 'hang' });
    const both = await Promise.all([narrow.compose(post(), call()), narrow.compose(post('chart', 0.1), call())]);
    expect(both.map(({ kind }) => kind)).toContain('unclear');
  });

  it('does not send a call that waited for its place while somebody stopped the fleet', async () => {
    const narrow = connect({ concurrency: 1 });
    const before = await asked();
    const first = narrow.compose(post(), call());
    const waiting = narrow.compose(post('chart', 0.1), { ...call(), notBecause: () => 'the fleet is paused' });
    expect(await waiting).toEqual({ kind: 'unsent', reason: 'the fleet is paused' });
    expect(await first).toMatchObject({ kind: 'ok' });
    expect(await asked()).toBe(before + 1);
    expect(await narrow.compose(post('chart', 0.2), call())).toMatchObject({ kind: 'ok' });
  });

  it('never repeats the key, whatever the provider says', async () => {
    const compose = connect({ paid: true, baseUrl: `${llm.url}/nowhere` });
    const answer = await compose.compose(post(), call());
    expect(answer).toMatchObject({ kind: 'unusable', code: 'llm_http_404', costUsd: 0 });
    expect(JSON.stringify([answer, compose.health()])).not.toContain('sk-very-secret');
  });

  it('refuses a paid model without a price', () => {
    const endpoint = { provider: 'openai', baseUrl: llm.url, apiKey: 'k', model: 'gpt-99' } as const;
    expect(() => createCompose({ endpoint, concurrency: 1, prices, wallNow: Date.now })).toThrow(
      /no price for model gpt-99/,
    );
  });
});
