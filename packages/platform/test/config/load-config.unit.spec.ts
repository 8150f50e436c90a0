import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  commonVariables,
  decimal,
  integer,
  loadConfig,
  oneOf,
  optionalSecret,
  optionalText,
  port,
  type Rule,
  Secret,
  secret,
  text,
  url,
} from '../../src/config/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fleet-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const variables = {
  PORT: port(4000),
  POOL_SIZE: integer('connections', { min: 1, max: 100, default: 10 }),
  PROVIDER: oneOf(['openai', 'ollama'], 'ollama'),
  STUDIO_URL: url(['http', 'https'], 'the address of the Studio'),
  TOKEN: secret('a service token that begins with fst_', { startsWith: 'fst_' }),
  KEY: optionalSecret('an API key'),
  NOTE: optionalText('anything'),
};
const right = { STUDIO_URL: 'https://studio.test', TOKEN: 'fst_hidden' };

const problemsOf = (env: NodeJS.ProcessEnv, rules: readonly Rule<typeof variables>[] = []): ConfigError => {
  try {
    loadConfig(variables, env, rules);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
};

describe('configuration', () => {
  it('gives typed values, with defaults for what is not set or empty', () => {
    const config = loadConfig(variables, { ...right, PORT: '', POOL_SIZE: '20' });
    expect(config).toMatchObject({ PORT: 4000, POOL_SIZE: 20, PROVIDER: 'ollama', KEY: null, NOTE: null });
    expect(config.TOKEN.reveal()).toBe('fst_hidden');
  });

  it('names every wrong variable at once, with its value, what is wrong with it and the fix', () => {
    const error = problemsOf({ PORT: '70000', POOL_SIZE: 'many', PROVIDER: 'magic', STUDIO_URL: 'ftp://x' });
    expect(error.problems.map(({ name }) => name)).toEqual(['PORT', 'POOL_SIZE', 'PROVIDER', 'STUDIO_URL', 'TOKEN']);
    expect(error.message).toContain('5 settings are wrong:');
    expect(error.message).toContain('PORT "70000": above 65535\n    fix: a port number, from 1 to 65535');
    expect(error.message).toContain('PROVIDER "magic": not one of openai, ollama');
    expect(error.message).toContain('TOKEN is not set\n    fix: a service token that begins with fst_');
  });

  it('never shows a secret, right or wrong', () => {
    const wrong = problemsOf({ ...right, TOKEN: 'canary-value', PORT: 'x' });
    expect(wrong.message).not.toContain('canary');
    const { TOKEN } = loadConfig(variables, right);
    const shown = [`${TOKEN}`, JSON.stringify({ TOKEN }), inspect({ TOKEN }), inspect(TOKEN), String(TOKEN)];
    for (const way of shown) expect(way).not.toContain('hidden');
  });

  it('hides the password of an address in its complaint', () => {
    const error = problemsOf({ ...right, STUDIO_URL: 'ftp://user:canary@host' });
    expect(error.message).toContain('ftp://user:[secret]@host');
    expect(error.message).not.toContain('canary');
  });

  it('reads a secret from the file that <NAME>_FILE names', () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'fst_from_file\n');
    const { TOKEN: _unset, ...others } = right;
    expect(loadConfig(variables, { ...others, TOKEN_FILE: file }).TOKEN.reveal()).toBe('fst_from_file');
    expect(problemsOf({ ...right, TOKEN_FILE: file }).message).toContain('TOKEN is set twice, also as TOKEN_FILE');
    expect(problemsOf({ ...others, TOKEN_FILE: join(folder, 'none') }).message).toContain('cannot be read (ENOENT)');
    writeFileSync(file, '\n');
    expect(problemsOf({ ...others, TOKEN_FILE: file }).message).toContain('is empty');
  });

  it('checks what must hold between variables, also when another one is wrong', () => {
    const needsKey: Rule<typeof variables> = (values) =>
      values.PROVIDER === 'openai' && !values.KEY
        ? { name: 'KEY', problem: 'is not set, but PROVIDER is openai', fix: 'an API key' }
        : null;
    const error = problemsOf({ ...right, PROVIDER: 'openai', PORT: 'x' }, [needsKey]);
    expect(error.problems.map(({ name }) => name)).toEqual(['PORT', 'KEY']);
  });

  it('takes any whole number in its range and nothing else', () => {
    const one = { N: integer('things', { min: -5, max: 5 }) };
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), (value) => {
        const attempt = () => loadConfig(one, { N: String(value) }).N;
        if (value < -5 || value > 5) expect(attempt).toThrow(ConfigError);
        else expect(attempt()).toBe(value);
      }),
    );
    for (const bad of ['1.5', '1e3', ' 1', '0x1', 'NaN', '١']) expect(() => loadConfig(one, { N: bad })).toThrow();
    const half = { D: decimal('scale', { min: 0.1, max: 9 }) };
    expect(loadConfig(half, { D: '0.5' }).D).toBe(0.5);
    for (const bad of ['1e3', '.5', 'Infinity']) expect(() => loadConfig(half, { D: bad })).toThrow();
  });

  it('limits the length of texts and shortens what it shows of them', () => {
    const one = { T: text('short', { maxLength: 100 }) };
    expect(() => loadConfig(one, { T: 'a'.repeat(101) })).toThrow(/longer than 100/);
    expect(() => loadConfig(one, { T: 'a'.repeat(5_000) })).toThrow(/^.{0,60}\n.{0,160}\n/);
  });

  it('has defaults for all that services share', () => {
    const config = loadConfig(commonVariables(4010), {});
    expect(config).toMatchObject({ PORT: 4010, NATS_URL: 'nats://127.0.0.1:4222', FLEET_TIME_SCALE: 1 });
    expect(config.EVENT_STORE_URL).toBeNull();
    expect(new Secret('x').toString()).toBe('[secret]');
  });
});
