import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * The part of the Compose specification that our file uses, strictly: a key that is not listed here is a mistake until
 * somebody has looked it up. Where a container engine is at hand, `docker compose config` says the rest.
 */
const scalar = z.union([z.string(), z.number()]);
const Service = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z
    .string()
    .regex(/^\d+(ms|s|m|h)$/)
    .optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), scalar).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number().int().optional(),
      start_period: z.string().optional(),
    })
    .optional(),
});
export type ComposeService = z.infer<typeof Service>;

const ComposeFile = z
  .object({ name: z.string(), services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) })
  .catchall(z.unknown())
  .refine(
    (file) => Object.keys(file).every((key) => ['name', 'services', 'volumes'].includes(key) || key.startsWith('x-')),
    'only name, services, volumes and x-… at the top',
  );

export const readComposeFile = (path: string): z.infer<typeof ComposeFile> =>
  ComposeFile.parse(parse(readFileSync(path, 'utf8'), { merge: true }));

/** `${NAME:-default}` and `${NAME:?message}` by Compose's rules. @throws with the message of a missing variable */
export const interpolate = (text: string, env: Readonly<Record<string, string>>): string =>
  text.replace(
    /\$\{([A-Z0-9_]+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, operator: string | undefined, rest: string | undefined) => {
      const value = env[name];
      if (value) return value;
      if (operator === '-') return rest ?? '';
      throw new Error(`${name}: ${rest ?? 'is not set'}`);
    },
  );

/** What stands behind `CMD` of a Dockerfile's target. */
export const commandOf = (dockerfile: string, target: string): string[] => {
  const stage = dockerfile.split(/^FROM /m).find((part) => new RegExp(`^\\S+ AS ${target}\\s`).test(part));
  const line = stage?.split('\n').findLast((text) => text.startsWith('CMD '));
  if (!line) throw new Error(`the Dockerfile has no target "${target}" with a CMD`);
  return z.array(z.string()).parse(JSON.parse(line.slice(4)));
};
