import { describe, expect, test } from 'vitest';
import { parseOptions, USAGE, UsageError } from './options.ts';

const root = '/checkout';
const parse = (line = '', env: NodeJS.ProcessEnv = {}) => parseOptions(line.split(' ').filter(Boolean), env, root);

describe('npm start without flags', () => {
  test('starts everything itself, with 24 agents, on port 4000, in the checkout', () => {
    expect(parse()).toEqual({
      root,
      json: false,
      ephemeral: false,
      dataDir: '/checkout/.fleet',
      portBase: 4000,
      agents: 24,
      seed: 'floimg',
      seeding: true,
      timeScale: null,
      own: { natsUrl: null, databaseUrl: null, eventStoreUrl: null, studioUrl: null, llmProvider: 'offline' },
    });
  });

  test('uses each part that the environment names, and an empty variable names none', () => {
    const own = {
      NATS_URL: 'nats://n',
      DATABASE_URL: 'postgres://p',
      EVENT_STORE_URL: 'esdb://e',
      FLOIMG_API_URL: 'https://studio.example',
      LLM_PROVIDER: 'ollama',
    };
    expect(parse('', own).own).toEqual({
      natsUrl: 'nats://n',
      databaseUrl: 'postgres://p',
      eventStoreUrl: 'esdb://e',
      studioUrl: 'https://studio.example',
      llmProvider: 'ollama',
    });
    const empty = Object.fromEntries([...Object.keys(own), 'FLEET_SEED', 'FLEET_TIME_SCALE'].map((name) => [name, '']));
    expect(parse('', empty)).toEqual(parse());
  });

  test('takes seed, clock and data folder from the environment too', () => {
    const read = parse('', { FLEET_SEED: 'other', FLEET_TIME_SCALE: '2.5', FLEET_DATA_DIR: 'elsewhere' });
    expect(read).toMatchObject({ seed: 'other', timeScale: 2.5, dataDir: '/checkout/elsewhere' });
  });

  test('a key means OpenAI, unless another provider is named or the key is "test"', () => {
    expect(parse('', { OPENAI_API_KEY: 'sk-1' }).own.llmProvider).toBe('openai');
    expect(parse('', { OPENAI_API_KEY: 'sk-1', LLM_PROVIDER: 'ollama' }).own.llmProvider).toBe('ollama');
    expect(parse('', { OPENAI_API_KEY: 'test', LLM_PROVIDER: 'openai' }).own.llmProvider).toBe('offline');
  });
});

describe('a flag', () => {
  test.each([
    ['--json', { json: true }],
    ['--port-base 5000', { portBase: 5000 }],
    ['--agents 7', { agents: 7 }],
    ['--seed abc', { seed: 'abc' }],
    ['--no-seed', { seeding: false }],
    ['--time-scale 0.5', { timeScale: 0.5 }],
    ['--event-store jetstream', { own: { eventStoreUrl: null } }],
    ['--event-store esdb://h:2113?tls=false', { own: { eventStoreUrl: 'esdb://h:2113?tls=false' } }],
  ])('%s', (line, meant) => {
    expect(parse(line)).toMatchObject(meant);
  });

  test('--ephemeral keeps all data outside the checkout, each time in another folder', () => {
    const { dataDir, ephemeral } = parse('--ephemeral', { FLEET_DATA_DIR: 'ignored' });
    expect(ephemeral).toBe(true);
    expect(dataDir).not.toContain(root);
  });

  test('goes before the environment', () => {
    const env = { FLEET_SEED: 'env', FLEET_TIME_SCALE: '9', EVENT_STORE_URL: 'esdb://env' };
    const read = parse('--seed flag --time-scale 2 --event-store jetstream', env);
    expect(read).toMatchObject({ seed: 'flag', timeScale: 2, own: { eventStoreUrl: null } });
  });
});

describe('a bad value', () => {
  const complaint = (line: string, env: NodeJS.ProcessEnv = {}): string => {
    try {
      parse(line, env);
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      return (error as Error).message;
    }
    throw new Error(`${line} was taken`);
  };

  test.each([
    ['--port-base', '80', 'whole number from 1024 to'],
    ['--port-base', '70000', 'whole number from 1024 to'],
    ['--port-base', 'abc', 'whole number from 1024 to'],
    ['--agents', '0', 'whole number from 1 to 1000'],
    ['--agents', '1001', 'whole number from 1 to 1000'],
    ['--agents', '2.5', 'whole number from 1 to 1000'],
    ['--time-scale', '0', 'a number above 0, up to 1000'],
    ['--time-scale', '1001', 'a number above 0, up to 1000'],
    ['--time-scale', 'fast', 'a number above 0, up to 1000'],
    ['--event-store', 'mysql://x', 'jetstream, or a URL such as esdb://'],
  ])('%s %s is refused with flag, value and what to give', (flag, value, fix) => {
    const said = complaint(`${flag} ${value}`);
    for (const part of [flag, `"${value}"`, fix]) expect(said).toContain(part);
  });

  test('also where it comes from the environment', () => {
    expect(complaint('', { FLEET_TIME_SCALE: 'x' })).toContain('FLEET_TIME_SCALE is "x"');
    expect(complaint('', { FLEET_SEED: 's'.repeat(101) })).toContain('FLEET_SEED');
  });

  test('an unknown flag, a missing value and a word too many are named', () => {
    expect(complaint('--fast')).toContain('--fast');
    expect(complaint('--agents')).toContain('--agents');
    expect(complaint('now')).toContain('now');
    expect(complaint(`--seed ${'s'.repeat(101)}`)).toContain('--seed');
  });

  test('--help says every flag that there is', () => {
    expect(complaint('--help')).toBe('');
    for (const flag of ['json', 'ephemeral', 'port-base', 'agents', 'seed', 'no-seed', 'time-scale', 'event-store'])
      expect(USAGE).toContain(`--${flag}`);
  });
});
