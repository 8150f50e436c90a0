import { Prices } from '@fleet/domain/read-models/prices';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { PERSONA_IDS, sampleInput } from '../../test/sample-inputs.ts';
import { freeBudget } from '../budget/free-budget.ts';
import { readConfig } from '../config.ts';
import { openEdges } from '../edges.ts';
import { createLocalTexts } from '../guardrail/local-texts.ts';
import { fullestInputs } from '../prompts/fullest-inputs.ts';
import { buildPrompt } from '../prompts/messages.ts';
import { priceTeller } from './told-prices.ts';

const PAID = {
  ...{ FLOIMG_SERVICE_TOKEN: 'fst_word', OPENAI_API_KEY: 'sk-word', LLM_PROVIDER: 'openai' },
  ...{ DATABASE_URL: 'postgres://fleet:word@127.0.0.1:5432/fleet', FLOIMG_API_URL: 'https://studio.example' },
};
const FRESH = Date.parse('2026-05-08');
const OLD = Date.parse('2026-12-01');

const ends: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(ends.map((end) => end())));
const tellerOf = (env: Record<string, string>) => {
  const config = readConfig(env);
  const written = { take: async () => null, put: async () => {} };
  const texts = { claims: createLocalTexts(), written, budget: freeBudget };
  const edges = openEdges(config, '0', () => FRESH, texts);
  ends.push(edges.close);
  return { tell: priceTeller(config, edges), edges };
};
const bytes = (kind: 'post' | 'comment', input = fullestInputs(kind)) =>
  Math.max(...input.map((one) => Buffer.byteLength(JSON.stringify(buildPrompt(one).messages))));

describe('what an actor pays by', () => {
  it('is told for what its configuration uses, and no more', () => {
    const told = tellerOf({ ...PAID, LLM_MODEL_COMMENT: 'gpt-4.1-nano' }).tell(FRESH);
    expect(Prices.parse(told)).toEqual(told);
    expect(told.tokens).toEqual([
      { model: 'gpt-4o-mini', inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6, free: false },
      { model: 'gpt-4.1-nano', inputUsdPerMillion: 0.1, outputUsdPerMillion: 0.4, free: false },
    ]);
    expect(told.images).toEqual([
      {
        ...{ model: 'dall-e-3', size: '1024x1024', quality: 'standard', usd: 0.04, free: false },
        usedBy: ['product_photo', 'social_square', 'pixel_sprite', 'chart', 'interface'],
      },
      { model: 'dall-e-3', size: '1792x1024', quality: 'hd', usd: 0.12, usedBy: ['wide_art'], free: false },
    ]);
    expect(told).toMatchObject({ asOf: '2026-05-07', staleDays: null, warning: null });
  });

  it('is told as old after ninety days, unless nothing is paid', () => {
    expect(tellerOf(PAID).tell(OLD)).toMatchObject({
      staleDays: 208,
      warning: expect.stringMatching(/prices are old/),
    });
    const free = { ...PAID, LLM_PROVIDER: 'ollama', FLOIMG_API_URL: 'http://127.0.0.1:4001' };
    const told = tellerOf(free).tell(OLD);
    expect(told).toMatchObject({ staleDays: null, warning: null, atMost: { postUsd: 0, commentUsd: 0 } });
    expect(told.tokens).toEqual([{ model: 'llama3.2', inputUsdPerMillion: 0, outputUsdPerMillion: 0, free: true }]);
    expect(told.images.every(({ usd, free: isFree }) => usd === 0 && isFree)).toBe(true);
  });

  it('bounds an action by two tries at its words, and the dearest picture', () => {
    const { tell, edges } = tellerOf(PAID);
    const { postUsd, commentUsd } = tell(FRESH).atMost;
    expect(postUsd).toBeGreaterThan(0.12);
    expect(postUsd).toBeLessThan(0.2);
    for (const persona of PERSONA_IDS)
      for (let i = 0; i < 8; i++) {
        const post = edges.compose.ceilingUsd(sampleInput(persona, 'post', i, FRESH));
        expect(postUsd).toBeGreaterThanOrEqual(2 * post + 0.12);
        expect(commentUsd).toBeGreaterThanOrEqual(
          2 * edges.compose.ceilingUsd(sampleInput(persona, 'comment', i, FRESH)),
        );
      }
  });

  it('is no lower where one call writes many posts ahead: any of them may be that call', () => {
    const [ahead, each] = [{ LLM_CONTENT_BANK: '12' }, {}].map((more) => tellerOf({ ...PAID, ...more }).tell(FRESH));
    expect(ahead?.atMost.postUsd).toBeGreaterThanOrEqual(each?.atMost.postUsd ?? Number.POSITIVE_INFINITY);
    expect(ahead?.atMost.commentUsd).toBe(each?.atMost.commentUsd);
  });
});

describe('the fullest prompt', () => {
  const most = { post: bytes('post'), comment: bytes('comment') };
  it('is longer than any other, whatever is in it', () => {
    const text = fc.string({ maxLength: 6_000, unit: 'binary' });
    const texts = fc.array(text, { maxLength: 12 });
    const persona = fc.constantFrom(...PERSONA_IDS);
    fc.assert(
      fc.property(persona, fc.integer({ min: 0, max: 50 }), text, texts, (id, index, one, several) => {
        const post = sampleInput(id, 'post', index, FRESH);
        const comment = sampleInput(id, 'comment', index, FRESH);
        if (post.kind !== 'post' || comment.kind !== 'comment') throw new Error('another kind');
        const agent = {
          ...post.agent,
          config: { ...post.agent.config, personality: one, vibe: one, interests: several },
        };
        expect(bytes('post', [{ ...post, agent, recentCaptions: several, trending: several }])).toBeLessThanOrEqual(
          most.post,
        );
        const candidate = { id: 'p', title: one, description: one, author: one, isAgent: true, comments: several };
        const candidates = new Array(12).fill(candidate);
        expect(bytes('comment', [{ ...comment, agent, recentComments: several, candidates }])).toBeLessThanOrEqual(
          most.comment,
        );
      }),
      { numRuns: 60 },
    );
  });
});
