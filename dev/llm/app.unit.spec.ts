import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildLlm } from './app.ts';

let app: FastifyInstance;
beforeEach(() => {
  app = buildLlm({ seed: 'test' });
});
afterEach(() => app.close());

const headers = { authorization: 'Bearer test' };
const schema = {
  type: 'object',
  properties: { imagePrompt: { type: 'string' }, title: { type: 'string' }, caption: { type: 'string' } },
  required: ['imagePrompt', 'title', 'caption'],
  additionalProperties: false,
};
const chatBody = (content: string, more: object = {}) => ({
  model: 'offline',
  messages: [{ role: 'user', content }],
  response_format: { type: 'json_schema', json_schema: { name: 'post', strict: true, schema } },
  ...more,
});
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, headers, payload });
const chat = (content: string, more?: object) => post('/v1/chat/completions', chatBody(content, more));
const control = (payload: object) => post('/__control', payload);
const contentOf = (response: { json(): { choices: { message: { content: string } }[] } }) =>
  response.json().choices[0]?.message.content ?? '';

describe('the stand-in model', () => {
  it('answers the same request with the same words and counts its tokens', async () => {
    const [one, again, other] = [
      await chat('Workflow: chart\nmoment 1'),
      await chat('Workflow: chart\nmoment 1'),
      await chat('Workflow: chart\nmoment 2'),
    ];
    expect(one.statusCode).toBe(200);
    expect(contentOf(one)).toBe(contentOf(again));
    expect(contentOf(one)).not.toBe(contentOf(other));
    expect(JSON.parse(contentOf(one)).imagePrompt).toMatch(/(?:chart|map|plot) of/);
    const { usage } = one.json();
    expect(usage.prompt_tokens).toBeGreaterThan(0);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
  });

  it('writes prose without a schema, and stops at the token limit', async () => {
    const prose = await chat('Workflow: wide_art', { response_format: undefined });
    expect(contentOf(prose)).toMatch(/\.$/);
    const short = await chat('Workflow: wide_art', { max_tokens: 5 });
    expect(short.json().choices[0].finish_reason).toBe('length');
  });

  it('fills a bank of captions in one call, each of its own scene', async () => {
    const bank = {
      type: 'object',
      properties: { captions: { type: 'array', items: { type: 'string' }, minItems: 20, maxItems: 20 } },
      required: ['captions'],
    };
    const answer = await chat('Workflow: pixel_sprite', {
      response_format: { type: 'json_schema', json_schema: { name: 'bank', schema: bank } },
    });
    const { captions } = JSON.parse(contentOf(answer));
    expect(new Set(captions).size).toBe(20);
  });

  it.each([
    [{ stream: true }, 'stream'],
    [{ n: 3 }, 'n'],
    [{ messages: [] }, 'messages'],
    [{ model: undefined }, 'model'],
    [
      { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'tuple' } } } },
      'response_format',
    ],
  ])('refuses %j in the shape the SDK reads', async (more, param) => {
    const refused = await chat('x', more);
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error).toMatchObject({
      type: 'invalid_request_error',
      param: expect.stringContaining(param),
    });
  });

  it('refuses a missing key, an unknown path, a broken and an oversized body', async () => {
    const keyless = await app.inject({ method: 'POST', url: '/v1/chat/completions', payload: chatBody('x') });
    expect(keyless.statusCode).toBe(401);
    expect((await post('/v1/unknown', {})).json().error.code).toBe('unknown_url');
    const broken = await app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { ...headers, 'content-type': 'application/json' },
      payload: '{',
    });
    expect(broken.statusCode).toBe(400);
    expect((await chat('x'.repeat(1_100_000))).statusCode).toBe(413);
    for (const answer of [keyless, broken]) expect(answer.json()).toHaveProperty('error.message');
  });

  it('lists models and is healthy', async () => {
    expect((await app.inject({ url: '/health' })).json()).toEqual({ status: 'ok' });
    const models = await app.inject({ url: '/v1/models', headers });
    expect(models.json().data.length).toBeGreaterThan(0);
  });

  it('moderates text by text', async () => {
    const answer = await post('/v1/moderations', { input: ['a calm teapot', 'I will kill you'] });
    expect(answer.json().results.map(({ flagged }: { flagged: boolean }) => flagged)).toEqual([false, true]);
    expect((await post('/v1/moderations', {})).statusCode).toBe(400);
  });

  it('draws the same small picture for the same prompt', async () => {
    const ask = (prompt: string) => post('/v1/images/generations', { prompt, size: '512x512' });
    const [one, again, other] = [await ask('a'), await ask('a'), await ask('b')];
    const png = Buffer.from(one.json().data[0].b64_json, 'base64');
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
    expect(one.json().data[0].b64_json).toBe(again.json().data[0].b64_json);
    expect(one.json().data[0].b64_json).not.toBe(other.json().data[0].b64_json);
    expect((await post('/v1/images/generations', { prompt: 'a', size: '7x7' })).statusCode).toBe(400);
  });
});

describe('faults on demand', () => {
  it('come for as many calls as asked and are written down', async () => {
    await control({ mode: 'prose', forNext: 2 });
    for (let i = 0; i < 2; i++) expect(contentOf(await chat(`p${i}`))).toMatch(/^Of course!/);
    expect(JSON.parse(contentOf(await chat('p3')))).toHaveProperty('caption');
    const state = (await app.inject({ url: '/__control' })).json();
    expect(state.calls.map(({ mode }: { mode: string }) => mode)).toEqual(['prose', 'prose', 'normal']);
    expect(state.mode).toBe('normal');
  });

  it.each([
    ['empty', 200],
    ['refusal', 200],
    ['huge', 200],
    ['error500', 500],
    ['rate-limit', 429],
  ])('%s answers with %i', async (mode, status) => {
    await control({ mode });
    const answer = await chat('x');
    expect(answer.statusCode).toBe(status);
    if (mode === 'refusal')
      expect(answer.json().choices[0].message).toMatchObject({ content: null, refusal: expect.any(String) });
    if (mode === 'huge') expect(answer.body.length).toBeGreaterThan(10_000_000);
  });

  it('fail the same share of calls in every run', async () => {
    await control({ failRate: 0.5 });
    const run = async (): Promise<number[]> => {
      const statuses: number[] = [];
      for (let i = 0; i < 40; i++) statuses.push((await chat(`call ${i}`)).statusCode);
      return statuses;
    };
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it('refuse what they do not know', async () => {
    expect((await control({ mode: 'weird' })).statusCode).toBe(400);
    expect((await control({ surprise: 1 })).statusCode).toBe(400);
  });
});
