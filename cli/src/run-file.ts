import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Surroundings } from './surroundings.ts';

/** What `npm start` writes of the fleet it runs; unknown fields are not ours. */
const RunFile = z.object({
  api: z.string(),
  token: z.string(),
  gallery: z.string().optional(),
  nats: z.string().optional(),
  eventStore: z.string().optional(),
  database: z.string().optional(),
  dashboard: z.string().optional(),
  services: z.array(z.object({ name: z.string(), port: z.number() })).default([]),
});
export type RunFile = z.infer<typeof RunFile>;

export const dataDirOf = (around: Surroundings, chosen: string | undefined): string =>
  resolve(around.root, chosen ?? (around.env.FLEET_DATA_DIR || '.fleet'));

/** Null when no fleet was started from this data folder, or it has ended. */
export const readRunFile = (dataDir: string): RunFile | null => readJson(join(dataDir, 'run.json'), RunFile);

/** The token that the local stack's Studio takes; null where an operator brought their own. */
export const readServiceToken = (dataDir: string): string | null =>
  readJson(join(dataDir, 'secrets.json'), z.object({ serviceToken: z.string() }))?.serviceToken ?? null;

const readJson = <T>(path: string, schema: z.ZodType<T>): T | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};
