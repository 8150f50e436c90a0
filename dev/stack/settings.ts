import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a first run decided and later ones keep. */
const Settings = z.object({ seed: z.string(), timeScale: z.number() });
export type Settings = z.infer<typeof Settings>;

export const readSettings = (dataDir: string): Settings | null => {
  try {
    return Settings.parse(JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')));
  } catch {
    return null;
  }
};

export const writeSettings = (dataDir: string, settings: Settings): void =>
  writeFileSync(join(dataDir, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
