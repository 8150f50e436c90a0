import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { toldSettings } from './telemetry.ts';

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
