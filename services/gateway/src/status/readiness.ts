import { setTimeout as after } from 'node:timers/promises';

const WITHIN_MS = 2_000;

/** One thing the gateway needs: resolves when it is there, rejects with what is missing. */
export type Part = { readonly name: string; readonly check: () => Promise<unknown> };
export type Readiness = {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly message: string }>>;
};

const look = async ({ name, check }: Part) => {
  const late = after(WITHIN_MS, undefined, { ref: false }).then(() => {
    throw new Error(`no answer within ${WITHIN_MS} ms`);
  });
  try {
    await Promise.race([check(), late]);
    return [name, { ok: true, message: 'ok' }] as const;
  } catch (error) {
    return [name, { ok: false, message: error instanceof Error ? error.message : 'does not answer' }] as const;
  } finally {
    late.catch(() => {});
  }
};

/** Looks at every part at once. Messages name hosts at most: nobody is asked who they are before this is told. */
export const readiness = async (parts: readonly Part[]): Promise<Readiness> => {
  const looked = await Promise.all(parts.map(look));
  return { ready: looked.every(([, { ok }]) => ok), parts: Object.fromEntries(looked) };
};
