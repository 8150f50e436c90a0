import { join } from 'node:path';
import { RHYTHM_MODELS } from '@fleet/domain/agent/agent-config';
import { PRESETS } from '@fleet/domain/persona/seeding';
import {
  commonVariables,
  integer,
  loadConfig,
  oneOf,
  optionalHosts,
  optionalSecret,
  optionalText,
  type Rule,
  text,
  url,
  type Values,
} from '@fleet/platform/config';
import { isLoopback } from './auth/host.ts';

const VARIABLES = {
  ...commonVariables(4_000),
  DATABASE_URL: url(['postgres', 'postgresql'], 'the database, like postgres://user:password@127.0.0.1:5432/fleet'),
  POOL_SIZE: integer('connections to Postgres', { min: 2, max: 100, default: 10 }),
  FLOIMG_API_URL: url(['http', 'https'], "the Studio's address: its images are shown", 'https://api.floimg.com'),
  FLOIMG_IMAGE_HOSTS: optionalHosts(
    'hosts that images may come from, by commas, like cdn.example.com or 10.0.0.5:9000',
  ),
  FLEET_ADMIN_TOKEN: optionalSecret('a token of at least 24 characters, such as `openssl rand -hex 24` prints', {
    minLength: 24,
  }),
  FLEET_PRESET: oneOf(PRESETS, 'natural'),
  /** How moments of new agents lie in time; without it, as the preset says. */
  FLEET_RHYTHM: { ...oneOf(RHYTHM_MODELS), optional: true as const },
  PERSONAS_DIR: text('the folder of persona files that a new fleet begins with', {
    default: join(import.meta.dirname, '../../../personas'),
  }),
  GATEWAY_HOST: text('the address to listen on, like 127.0.0.1', { default: '127.0.0.1', maxLength: 255 }),
  ALLOWED_HOSTS: optionalText('the Host names it answers to besides loopback ones, separated by commas'),
  UI_DIR: text('the folder of the built dashboard', { default: join(import.meta.dirname, '../../../ui/build') }),
};

const hostsOf = (given: string) =>
  given
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');

/** Whoever can reach a gateway of another address must need a token that its operator chose. */
const authenticatedElsewhere: Rule<typeof VARIABLES> = ({ GATEWAY_HOST: host, FLEET_ADMIN_TOKEN: token }) =>
  host === undefined || isLoopback(host) || token !== null
    ? null
    : {
        name: 'GATEWAY_HOST',
        problem: `"${host}" can be reached from other machines, and FLEET_ADMIN_TOKEN is not set`,
        fix: 'set FLEET_ADMIN_TOKEN, or leave GATEWAY_HOST at 127.0.0.1',
      };

const hostNames: Rule<typeof VARIABLES> = ({ ALLOWED_HOSTS: given }) => {
  const wrong = hostsOf(given ?? '').find((host) => !/^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/i.test(host));
  if (wrong === undefined) return null;
  const fix = 'names or addresses alone, like fleet.example.com,10.0.0.5';
  return { name: 'ALLOWED_HOSTS', problem: `"${wrong}" is not a host name`, fix };
};

export type GatewayConfig = Omit<Values<typeof VARIABLES>, 'ALLOWED_HOSTS' | 'FLOIMG_IMAGE_HOSTS'> & {
  readonly ALLOWED_HOSTS: readonly string[];
  readonly FLOIMG_IMAGE_HOSTS: readonly string[];
};

/** @throws ConfigError naming every wrong variable at once */
export const gatewayConfig = (env: NodeJS.ProcessEnv): GatewayConfig => {
  const values = loadConfig(VARIABLES, env, [authenticatedElsewhere, hostNames]);
  return {
    ...values,
    ALLOWED_HOSTS: hostsOf(values.ALLOWED_HOSTS ?? ''),
    FLOIMG_IMAGE_HOSTS: hostsOf(values.FLOIMG_IMAGE_HOSTS ?? ''),
  };
};
