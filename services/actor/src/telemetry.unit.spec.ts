import { Breaker } from '@fleet/domain/read-models/system';
import { createRegistry } from '@fleet/platform/telemetry';
import { expect, test } from 'vitest';
import type { Actor } from './app.ts';
import { readConfig } from './config.ts';
import type { EdgeHealth } from './edges.ts';
import { observeBreakers, serviceStats, toldSettings } from './telemetry.ts';

const env = {
  FLOIMG_SERVICE_TOKEN: 'fst_hidden_word',
  OPENAI_API_KEY: 'sk-hidden-word',
  LLM_PROVIDER: 'openai',
  DATABASE_URL: 'postgres://fleet:hidden-word@127.0.0.1:5432/fleet',
  FLOIMG_API_URL: 'http://127.0.0.1:4001',
  FLEET_WRITES: 'off',
};

test('an actor tells its settings plainly, and no secret among them', () => {
  const told = toldSettings(readConfig(env));
  expect(told).toMatchObject({
    ...{ writes: 'off', llmProvider: 'openai', llmModel: 'gpt-4o-mini', llmHost: 'api.openai.com', imagesFree: true },
  });
  expect(JSON.stringify(told)).not.toMatch(/hidden.word/);
  for (const value of Object.values(told)) expect(['string', 'number', 'boolean']).toContain(typeof value);
});

test('the key that means no real model is told as what it comes to', () => {
  expect(toldSettings(readConfig({ ...env, OPENAI_API_KEY: 'test' }))).toMatchObject({ llmProvider: 'offline' });
});

const health: EdgeHealth = () => [
  {
    part: 'studio',
    health: { ok: true, message: null, since: 0 },
    breaker: { state: 'closed', since: 0, retryAt: null, failures: 0, lastError: null },
  },
  {
    part: 'llm',
    health: { ok: false, message: 'no answer', since: 1_000 },
    breaker: {
      ...{ state: 'open', since: 1_000, retryAt: 6_000, failures: 5 },
      lastError: `LLM provider openai at https://me:hidden-word@example.com: ${'x'.repeat(1_000)}`,
    },
  },
];

test('an actor tells its breakers as the API has them, and no secret among them', () => {
  const actor = { stats: () => ({ minuteShared: true }) } as unknown as Actor;
  const { breakers } = serviceStats(actor, health, []);
  expect(Breaker.array().parse(breakers)).toEqual(breakers);
  expect(breakers).toMatchObject([
    { part: 'studio', state: 'closed', retryAt: null, lastError: null },
    { part: 'llm', state: 'open', since: '1970-01-01T00:00:01.000Z', retryAt: '1970-01-01T00:00:06.000Z', failures: 5 },
  ]);
  expect(JSON.stringify(breakers)).not.toContain('hidden-word');
});

test('a breaker that is not closed is 1 in the metrics', async () => {
  const registry = createRegistry('actor');
  observeBreakers(registry, health);
  const told = await registry.getSingleMetricAsString('fleet_actor_breaker_open');
  expect(told).toMatch(/part="studio".* 0$/m);
  expect(told).toMatch(/part="llm".* 1$/m);
});
