import type { Caps } from '@fleet/domain/budget/caps';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { z } from 'zod';
import { inTime } from '../access/deadline.ts';

const Amounts = z.object({ spent: z.number(), held: z.number() });
const Period = Amounts.extend({ startsOn: z.iso.date() });
const Overview = z.object({
  caps: z.object({
    day: z.number(),
    month: z.number(),
    agentDay: z.number(),
    setBy: z.string().nullable(),
    setAt: z.iso.datetime({ offset: true }).nullable(),
  }),
  day: Period,
  month: Period,
  agents: z.array(Amounts.extend({ agentId: z.string() })),
  exceeded: z.number().int(),
});
export type LedgerOverview = z.infer<typeof Overview>;

/** No schema, no function (yet), or not for this database user: there is no ledger to speak of. */
const ABSENT: ReadonlySet<unknown> = new Set(['3F000', '42883', '42501']);

/** The ledger as the gateway may use it; the tables belong to somebody else. */
export type BudgetLedger = {
  /** Null where there is no ledger: an actor with DATABASE_URL makes it. @throws when the database does not answer in time */
  overview(top: number): Promise<LedgerOverview | null>;
  setCaps(caps: Caps, by: string): Promise<void>;
};

export const budgetLedger = <T>(db: Kysely<T>): BudgetLedger => ({
  overview: async (top) => {
    try {
      const { rows } = await inTime(
        sql<{ overview: unknown }>`select budget.overview(${top}::integer) as overview`.execute(db),
      );
      return Overview.parse(rows[0]?.overview);
    } catch (error) {
      if (ABSENT.has((error as { code?: unknown }).code)) return null;
      throw error;
    }
  },
  setCaps: async ({ day, month, agentDay }, by) => {
    await inTime(
      sql`select budget.set_caps(${day}::numeric, ${month}::numeric, ${agentDay}::numeric, ${by})`.execute(db),
    );
  },
});
