import { ConfigError } from '@fleet/platform/config';
import { describe, expect, it } from 'vitest';
import { gatewayConfig } from '../src/config.ts';

const DATABASE_URL = 'postgres://fleet:hidden-word@127.0.0.1:5432/fleet';
const TOKEN = 'a-token-of-twenty-four-characters';
const problems = (env: NodeJS.ProcessEnv) => {
  try {
    gatewayConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ name }) => name);
  }
};

describe('the gateway settings', () => {
  it('need a database and nothing else', () => {
    expect(problems({})).toEqual(['DATABASE_URL']);
    const config = gatewayConfig({ DATABASE_URL });
    expect(config).toMatchObject({
      PORT: 4_000,
      GATEWAY_HOST: '127.0.0.1',
      FLEET_PRESET: 'natural',
      FLEET_RHYTHM: null,
      ALLOWED_HOSTS: [],
    });
    expect(config.UI_DIR).toMatch(/ui\/build$/);
  });

  it('refuse an address that others reach without a token of one own choice', () => {
    for (const GATEWAY_HOST of ['0.0.0.0', '::', '10.0.0.5', 'fleet.example']) {
      expect(problems({ DATABASE_URL, GATEWAY_HOST })).toEqual(['GATEWAY_HOST']);
      expect(problems({ DATABASE_URL, GATEWAY_HOST, FLEET_ADMIN_TOKEN: TOKEN })).toEqual([]);
    }
    for (const GATEWAY_HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
      expect(problems({ DATABASE_URL, GATEWAY_HOST })).toEqual([]);
  });

  it('name every wrong one at once, and show no secret', () => {
    const env = {
      DATABASE_URL: 'mysql://fleet:hidden-word@host/fleet',
      PORT: 'four',
      FLEET_PRESET: 'wild',
      FLEET_RHYTHM: 'waltz',
      FLEET_ADMIN_TOKEN: 'hidden-short',
      ALLOWED_HOSTS: 'fleet.example, http://other',
    };
    expect(problems(env).sort()).toEqual([
      'ALLOWED_HOSTS',
      'DATABASE_URL',
      'FLEET_ADMIN_TOKEN',
      'FLEET_PRESET',
      'FLEET_RHYTHM',
      'PORT',
    ]);
    expect(() => gatewayConfig(env)).toThrow(/^(?![\s\S]*hidden)/);
  });

  it('take host names by commas', () => {
    const { ALLOWED_HOSTS } = gatewayConfig({ DATABASE_URL, ALLOWED_HOSTS: 'fleet.example , 10.0.0.5,' });
    expect(ALLOWED_HOSTS).toEqual(['fleet.example', '10.0.0.5']);
  });
});
