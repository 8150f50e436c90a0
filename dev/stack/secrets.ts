import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  adminToken: z.string(),
  serviceToken: z.string(),
  natsUser: z.string(),
  natsPassword: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const random = () => randomBytes(24).toString('base64url');

/**
 * Credentials of the local stack, made at the first start and kept in the data folder, readable by its owner alone.
 * An admin token in the environment is used instead of the kept one, as the CLI does.
 */
export const loadSecrets = (dataDir: string, env: NodeJS.ProcessEnv): Secrets => {
  const kept = keptSecrets(dataDir);
  return env.FLEET_ADMIN_TOKEN ? { ...kept, adminToken: env.FLEET_ADMIN_TOKEN } : kept;
};

const keptSecrets = (dataDir: string): Secrets => {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'secrets.json');
  try {
    return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    const made: Secrets = {
      adminToken: random(),
      serviceToken: `fst_local_${random()}`,
      natsUser: 'fleet',
      natsPassword: random(),
    };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    return made;
  }
};
