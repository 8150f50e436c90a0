import { ConfigError } from '@fleet/platform/config';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const RIGHT = { FLOIMG_SERVICE_TOKEN: 'fst_0123456789', FLOIMG_API_URL: 'http://127.0.0.1:4001' };
const wrong = (env: Record<string, string>): Record<string, string> => {
  try {
    readConfig({ ...RIGHT, ...env });
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ name, problem }) => [name, problem]));
  }
};

describe('settings of the actor', () => {
  it('a token is all it needs', () => {
    const config = readConfig({ FLOIMG_SERVICE_TOKEN: 'fst_0123456789' });
    expect(config.floimg).toMatchObject({ baseUrl: 'https://api.floimg.com', freeImages: false });
    expect(config.actor).toMatchObject({ leaseMs: 45_000, renderLeaseMs: 200_000, settleMs: 120_000, concurrency: 16 });
    expect(config.eventStoreUrl).toBe(config.natsUrl);
    expect(config.llm.provider).toBe('ollama');
  });
  it('names every wrong one at once, and shows no secret', () => {
    const problems = wrong({ FLOIMG_SERVICE_TOKEN: 'canary-secret', ACTOR_CONCURRENCY: '0', FLEET_WRITES: 'maybe' });
    expect(Object.keys(problems).sort()).toEqual(['ACTOR_CONCURRENCY', 'FLEET_WRITES', 'FLOIMG_SERVICE_TOKEN']);
    expect(JSON.stringify(problems)).not.toContain('canary');
  });
  it('takes a paid provider with a budget ledger alone', () => {
    const paid = { LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-123' };
    const DATABASE_URL = 'postgres://fleet:secret@127.0.0.1:5432/fleet';
    expect(wrong(paid).LLM_PROVIDER).toMatch(/without DATABASE_URL there is no budget ledger/);
    expect(wrong({ ...paid, DATABASE_URL })).toEqual({});
    expect(readConfig({ ...RIGHT, DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL, poolSize: 10 });
    expect(readConfig(RIGHT).databaseUrl).toBeNull();
    expect(wrong({ LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'test' })).toEqual({});
    expect(wrong({ LLM_PROVIDER: 'ollama', OPENAI_API_KEY: 'sk-123' })).toEqual({});
  });
  it('refuses what has no price, where it would be paid for', () => {
    const DATABASE_URL = 'postgres://fleet:secret@127.0.0.1:5432/fleet';
    const paid = { LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-123', OPENAI_MODEL: 'gpt-99', DATABASE_URL };
    expect(wrong(paid).PRICES_FILE).toMatch(/lacks prices/);
    expect(() => readConfig({ ...RIGHT, ...paid })).toThrow(/add "models": "gpt-99": \{ "inputUsdPerMillion": …/);
    expect(wrong({ ...paid, LLM_PROVIDER: 'ollama' })).toEqual({});
    expect(wrong({ PRICES_FILE: '/nowhere/prices.json' }).PRICES_FILE).toMatch(/ENOENT/);
  });
  it('asks another model for one kind of text, and for its price', () => {
    const DATABASE_URL = 'postgres://fleet:secret@127.0.0.1:5432/fleet';
    const paid = { LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-123', DATABASE_URL };
    expect(readConfig({ ...RIGHT, ...paid, LLM_MODEL_POST: 'gpt-4.1' }).llm.models).toEqual({ post: 'gpt-4.1' });
    expect(() => readConfig({ ...RIGHT, ...paid, LLM_MODEL_COMMENT: 'gpt-99' })).toThrow(/add "models": "gpt-99"/);
    const both = { LLM_MODEL_POST: 'gpt-4.1', LLM_MODEL_COMMENT: 'gpt-4.1', OPENAI_MODEL: 'gpt-99' };
    expect(wrong({ ...paid, ...both })).toEqual({});
  });
  it('has the words and their limits as they are meant to be', () => {
    expect(readConfig(RIGHT).llm).toMatchObject({
      ...{ models: {}, maxOutputTokens: 500, writeAhead: 0, whenDown: 'bank', moderation: true, blocklist: [] },
    });
    expect(readConfig({ ...RIGHT, LLM_BLOCKLIST: 'Acme*, free fonts,' }).llm.blocklist).toEqual([
      'Acme*',
      ' free fonts',
    ]);
    const bad = { LLM_CONTENT_BANK: '13', LLM_WHEN_DOWN: 'wait', LLM_MAX_OUTPUT_TOKENS: '10', LLM_MODERATION: 'some' };
    expect(Object.keys(wrong(bad)).sort()).toEqual(Object.keys(bad).sort());
  });
  it('refuses to run faster than real time on a Studio elsewhere, unless told so', () => {
    const elsewhere = { FLOIMG_API_URL: 'https://studio.example', FLEET_TIME_SCALE: '12' };
    expect(wrong(elsewhere).FLEET_TIME_SCALE).toMatch(/faster than real time/);
    expect(wrong({ ...elsewhere, FLEET_ALLOW_FAST_SPEND: 'yes' })).toEqual({});
    expect(wrong({ FLEET_TIME_SCALE: '12' })).toEqual({});
    expect(wrong({ ...elsewhere, FLEET_TIME_SCALE: '1' })).toEqual({});
  });
  it('takes pictures to be free on this machine alone, unless told otherwise', () => {
    expect(readConfig(RIGHT).floimg.freeImages).toBe(true);
    expect(readConfig({ ...RIGHT, FLOIMG_IMAGE_PRICES: 'listed' }).floimg.freeImages).toBe(false);
    expect(readConfig({ ...RIGHT, FLOIMG_API_URL: 'https://studio.example' }).floimg.freeImages).toBe(false);
  });
  it('keeps send window and time-outs inside the lease, whatever is set', () => {
    for (const [lease, send] of [
      ['45000', '10000'],
      ['6000', '2000'],
      ['3000', '1000'],
    ]) {
      const { actor } = readConfig({ ...RIGHT, EFFECT_LEASE_MS: lease, EFFECT_SEND_WITHIN_MS: send });
      expect(actor.sendWithinMs + actor.callTimeoutMs).toBeLessThan(actor.leaseMs);
      expect(actor.sendWithinMs + actor.renderTimeoutMs).toBeLessThan(actor.renderLeaseMs);
    }
    expect(wrong({ EFFECT_LEASE_MS: '10000', EFFECT_SEND_WITHIN_MS: '10000' }).EFFECT_LEASE_MS).toMatch(/twice/);
  });
  it('gives workflows a lease of their own, held to the same rule', () => {
    expect(readConfig({ ...RIGHT, EFFECT_WORKFLOW_LEASE_MS: '60000' }).actor).toMatchObject({
      leaseMs: 45_000,
      renderLeaseMs: 60_000,
      renderTimeoutMs: 49_999,
    });
    expect(wrong({ EFFECT_WORKFLOW_LEASE_MS: '20000' }).EFFECT_WORKFLOW_LEASE_MS).toMatch(/twice/);
  });
  it('takes hosts of pictures by commas; by default there is none beside the Studio', () => {
    expect(readConfig(RIGHT).floimg.imageHosts).toEqual([]);
    const { floimg } = readConfig({ ...RIGHT, FLOIMG_IMAGE_HOSTS: 'cdn.example.com,10.0.0.5:9000' });
    expect(floimg.imageHosts).toEqual(['cdn.example.com', '10.0.0.5:9000']);
    for (const hosts of ['https://cdn.example.com', 'a b', 'cdn.example.com/', ','])
      expect(wrong({ FLOIMG_IMAGE_HOSTS: hosts }).FLOIMG_IMAGE_HOSTS, hosts).toMatch(/host names/);
  });
  it('takes how agents keep from crowding, within bounds', () => {
    expect(readConfig(RIGHT).actor.manners).toEqual({ postCooldownMs: 1_200_000, agentCommentsPerPost: 6 });
    const own = { FLEET_POST_COOLDOWN_MINUTES: '0', FLEET_COMMENTS_PER_POST: '2' };
    expect(readConfig({ ...RIGHT, ...own }).actor.manners).toEqual({ postCooldownMs: 0, agentCommentsPerPost: 2 });
    const problems = wrong({ FLEET_POST_COOLDOWN_MINUTES: '-1', FLEET_COMMENTS_PER_POST: '21' });
    expect(Object.keys(problems).sort()).toEqual(['FLEET_COMMENTS_PER_POST', 'FLEET_POST_COOLDOWN_MINUTES']);
  });
  it('has crash points in tests alone', () => {
    expect(readConfig({ ...RIGHT, FLEET_CRASH_AT: 'sent-no-answer:publish' }).crashAt).toBeNull();
    const test = { ...RIGHT, NODE_ENV: 'test' };
    expect(readConfig({ ...test, FLEET_CRASH_AT: 'sent-no-answer:publish' }).crashAt).toMatchObject({
      label: 'sent-no-answer',
      where: 'publish',
    });
    expect(wrong({ NODE_ENV: 'test', FLEET_CRASH_AT: 'nowhere:publish' }).FLEET_CRASH_AT).toMatch(/no crash point/);
  });
});
