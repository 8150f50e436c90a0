import type { Budget } from '../../../../services/actor/src/ports.ts';
import type { SimulatedProcess } from './process.ts';

/**
 * A ledger with a cap (infinite: none): what was reserved and what was settled, both once per attempt however often they
 * are asked. What is held counts as spent until it is settled.
 */
export const simulatedLedger = (capUsd: number) => {
  const reserved = new Map<string, number>();
  const settled = new Map<string, number>();
  let countedUsd = 0;
  let mostUsd = 0;
  let down = false;

  const portOf = (process: SimulatedProcess): Budget => ({
    reserve: (attemptId, _agentId, ceilingUsd) =>
      process.call(`reserve ${attemptId}`, () => {
        if (ceilingUsd > 0 && down) return 'unavailable' as const;
        if (reserved.has(attemptId)) return 'reserved' as const;
        if (countedUsd + ceilingUsd > capUsd) return 'denied' as const;
        reserved.set(attemptId, ceilingUsd);
        countedUsd += ceilingUsd;
        mostUsd = Math.max(mostUsd, countedUsd);
        return 'reserved' as const;
      }),
    settle: (attemptId, costUsd) =>
      process.call(`settle ${attemptId}`, () => {
        if (down) return 'unavailable' as const;
        if (!settled.has(attemptId)) {
          settled.set(attemptId, costUsd);
          countedUsd += costUsd - (reserved.get(attemptId) ?? 0);
          mostUsd = Math.max(mostUsd, countedUsd);
        }
        return 'settled' as const;
      }),
  });

  return {
    portOf,
    capUsd,
    reserved: reserved as ReadonlyMap<string, number>,
    settled: settled as ReadonlyMap<string, number>,
    /** The most that was ever spent and held together. */
    mostUsd: () => mostUsd,
    setDown: (value: boolean) => {
      down = value;
    },
  };
};
export type SimulatedLedger = ReturnType<typeof simulatedLedger>;
