import { silentLog } from '@fleet/platform/log';
import { openPool } from '@fleet/platform/postgres';
import type { SoakFleet } from './fleet.ts';

/** A little at a time, so that the cap stands in the way again and again instead of once. */
const RAISE_USD = 0.6;

/** Caps of the fleet, raised by the operator now and then; one agent may spend what all may. */
export const openPurse = (fleet: SoakFleet) => {
  let capUsd = 0;
  return {
    capUsd: () => capUsd,
    raise: async (): Promise<void> => {
      const usd = Math.round((capUsd + RAISE_USD) * 100) / 100;
      await fleet.command('PATCH', '/budget', { dayUsd: usd, monthUsd: usd, agentDayUsd: usd, reason: 'soak' });
      capUsd = usd;
    },
    /**
     * USD over the cap: by the ledger (spent and held of any period), or by what the model's provider would ask for,
     * which knows nothing of the ledger. Whichever is more.
     */
    overspend: async (): Promise<{
      readonly overspend: number;
      readonly billUsd: number;
      readonly spentUsd: number;
    }> => {
      const pool = openPool({ url: fleet.info.database, size: 1, name: 'soak', log: silentLog() });
      try {
        const { rows } = await pool.query<{ spent: string; counted: string }>(
          'select max(spent) as spent, max(spent + held) as counted from budget.periods',
        );
        const billUsd = fleet.billUsd((await fleet.llmState()).usage);
        const counted = Number(rows[0]?.counted ?? 0);
        const over = Math.max(0, counted - capUsd, billUsd - capUsd);
        return { overspend: over < 1e-6 ? 0 : over, billUsd, spentUsd: Number(rows[0]?.spent ?? 0) };
      } finally {
        await pool.end();
      }
    },
  };
};
