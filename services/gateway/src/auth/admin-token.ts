import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessDb } from '../access/tables.ts';

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Says whether a token is the right one, in the same time whatever it is; null while that is not known yet. */
export type CheckToken = (token: string) => boolean | null;

/** Digests are compared, so that neither the length nor a common beginning shows in the time it takes. */
const checker =
  (hash: () => Buffer | null): CheckToken =>
  (token) => {
    const expected = hash();
    return expected && timingSafeEqual(sha256(token), expected);
  };

export const configuredToken = (token: string): CheckToken => {
  const hash = sha256(token);
  return checker(() => hash);
};

/**
 * The token of a fleet for which none was configured: made at the first start of all, shown once, kept as a hash.
 * `load` reads or makes it; several gateways that start at once agree on one.
 */
export const storedToken = (db: AccessDb, show: (token: string) => void) => {
  let hash: Buffer | null = null;
  return {
    check: checker(() => hash),
    load: async (): Promise<void> => {
      const token = randomBytes(32).toString('base64url');
      const made = await db
        .insertInto('admin_token')
        .values({ token_hash: sha256(token) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      if (made.numInsertedOrUpdatedRows === 1n) show(token);
      hash = (await db.selectFrom('admin_token').select('token_hash').executeTakeFirstOrThrow()).token_hash;
    },
  };
};
