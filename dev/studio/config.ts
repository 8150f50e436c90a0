import { z } from 'zod';

const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(4001),
  OPS_HOST: z.string().min(1).default('127.0.0.1'),
  STUDIO_DATA_DIR: z.string().min(1).default('.fleet/studio'),
  FLOIMG_SERVICE_TOKEN: z.string().startsWith('fst_', 'must start with "fst_"'),
  STUDIO_SEED: z.string().min(1).max(100).default('floimg'),
  STUDIO_HUMANS_PER_HOUR: z.coerce.number().min(0).max(3_600).default(30),
  STUDIO_IMAGES_MAX_MB: wholeNumber(50, 1_000_000).default(2_000),
  STUDIO_NULL_USERS: z.coerce.number().min(0).max(1).default(0),
  STUDIO_FILL_IS_LIKED: z.enum(['on', 'off']).default('off'),
});

export type StudioConfig = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly token: string;
  readonly seed: string;
  readonly humansPerHour: number;
  readonly imagesMaxBytes: number;
  readonly nullUsers: number;
  readonly fillIsLiked: boolean;
};

/** The settings, or every variable that is wrong with what is wrong about it. Values are never printed: one is a secret. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly config: StudioConfig } | { readonly ok: false; readonly problems: readonly string[] } {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  }
  const e = parsed.data;
  return {
    ok: true,
    config: {
      port: e.PORT,
      host: e.OPS_HOST,
      dataDir: e.STUDIO_DATA_DIR,
      token: e.FLOIMG_SERVICE_TOKEN,
      seed: e.STUDIO_SEED,
      humansPerHour: e.STUDIO_HUMANS_PER_HOUR,
      imagesMaxBytes: e.STUDIO_IMAGES_MAX_MB * 1024 * 1024,
      nullUsers: e.STUDIO_NULL_USERS,
      fillIsLiked: e.STUDIO_FILL_IS_LIKED === 'on',
    },
  };
}
