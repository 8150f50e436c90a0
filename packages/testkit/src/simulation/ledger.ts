import type { Budget } from '../../../../services/actor/src/ports.ts';
import type { SimulatedProcess } from './process.ts';

/** A ledger without a cap: what was reserved and what was settled, both once per attempt however often they are asked. */
export const simulatedLedger = () => {
  const reserved = new Map<string, number>();
  const settled = new Map<string, number>();

  const portOf = (process: SimulatedProcess): Budget => ({
    reserve: (attemptId, _agentId, ceilingUsd) =>
      process.call(`reserve ${attemptId}`, () => {
        if (!reserved.has(attemptId)) reserved.set(attemptId, ceilingUsd);
        return 'reserved' as const;
      }),
    settle: (attemptId, costUsd) =>
      process.call(`settle ${attemptId}`, () => {
        if (!settled.has(attemptId)) settled.set(attemptId, costUsd);
        return 'settled' as const;
      }),
  });

  return {
    portOf,
    reserved: reserved as ReadonlyMap<string, number>,
    settled: settled as ReadonlyMap<string, number>,
  };
};
export type SimulatedLedger = ReturnType<typeof simulatedLedger>;
