import { z } from 'zod';
import { LOG_FORMATS, LOG_LEVELS } from '../log/index.ts';

/** The usual kinds of variables, each with a hint that says what to write. Add `default`, `optional` by spreading. */

export const text = (hint: string, options: { default?: string; maxLength?: number } = {}) => ({
  schema: z.string().max(options.maxLength ?? 1_000, `longer than ${options.maxLength ?? 1_000} characters`),
  hint,
  ...(options.default === undefined ? {} : { default: options.default }),
});

export const optionalText = (hint: string) => ({ ...text(hint), optional: true as const });

const HOST = String.raw`[A-Za-z0-9.-]+(:\d{1,5})?`;
/** Host names by commas, each with a port where it is not the scheme's own. */
export const optionalHosts = (hint: string) => ({
  ...optionalText(hint),
  schema: z
    .string()
    .regex(new RegExp(`^${HOST}(,${HOST})*$`), 'not host names by commas, each with a port where it needs one'),
});

/** A whole number. `name` says what it counts, with the unit. */
export const integer = (name: string, options: { min: number; max: number; default?: number }) => ({
  schema: z
    .string()
    .regex(/^-?\d+$/, 'not a whole number')
    .transform(Number)
    .pipe(z.number().min(options.min, `below ${options.min}`).max(options.max, `above ${options.max}`)),
  hint: `${name}, from ${options.min} to ${options.max}`,
  ...(options.default === undefined ? {} : { default: String(options.default) }),
});

export const decimal = (name: string, options: { min: number; max: number; default?: number }) => ({
  schema: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'not a number')
    .transform(Number)
    .pipe(z.number().min(options.min, `below ${options.min}`).max(options.max, `above ${options.max}`)),
  hint: `${name}, from ${options.min} to ${options.max}`,
  ...(options.default === undefined ? {} : { default: String(options.default) }),
});

export const port = (fallback?: number) =>
  integer('a port number', { min: 1, max: 65_535, ...(fallback === undefined ? {} : { default: fallback }) });

export const oneOf = <const T extends readonly [string, ...string[]]>(choices: T, fallback?: T[number]) => ({
  schema: z.enum(choices, { error: `not one of ${choices.join(', ')}` }),
  hint: `one of ${choices.join(', ')}`,
  ...(fallback === undefined ? {} : { default: fallback }),
});

/** An address with one of these schemes, e.g. `['http', 'https']`. */
export const url = (schemes: readonly string[], hint: string, fallback?: string) => ({
  schema: z
    .string()
    .refine(
      (value) =>
        value.split(',').every((part) => URL.canParse(part) && schemes.includes(new URL(part).protocol.slice(0, -1))),
      `not an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    ),
  hint,
  ...(fallback === undefined ? {} : { default: fallback }),
});

/** A secret that must begin with `startsWith`; its value never appears anywhere. */
export const secret = (hint: string, options: { startsWith?: string; minLength?: number } = {}) => ({
  schema: z
    .string()
    .min(options.minLength ?? 1, `shorter than ${options.minLength ?? 1} characters`)
    .startsWith(options.startsWith ?? '', `does not begin with ${options.startsWith}`),
  secret: true as const,
  hint,
});

export const optionalSecret = (hint: string, options: { startsWith?: string; minLength?: number } = {}) => ({
  ...secret(hint, options),
  optional: true as const,
});

/** What every service reads. `servicePort` is the default of `PORT`. */
export const commonVariables = (servicePort: number) => ({
  NATS_URL: url(['nats', 'tls'], 'the NATS server, like nats://user:password@127.0.0.1:4222', 'nats://127.0.0.1:4222'),
  EVENT_STORE_URL: {
    ...url(['nats', 'tls', 'esdb', 'esdb+discover'], 'nats://… or esdb://…; without it, the NATS server'),
    optional: true as const,
  },
  LOG_LEVEL: oneOf(LOG_LEVELS, 'info'),
  LOG_FORMAT: oneOf(LOG_FORMATS, 'json'),
  OPS_HOST: text('the address for /health, /ready and /metrics, like 127.0.0.1', { default: '127.0.0.1' }),
  PORT: port(servicePort),
  FLEET_SEED: text('any text of up to 100 characters; the same for all services', {
    default: 'floimg',
    maxLength: 100,
  }),
  FLEET_TIME_SCALE: decimal('fleet seconds per real second', { min: 0.1, max: 1_000, default: 1 }),
  STOP_WITHIN_MS: integer('milliseconds to end work when stopped', { min: 1_000, max: 600_000, default: 210_000 }),
});
