import { type Caps, decideCaps, evolveCaps, type SetCaps, sameCaps } from '@fleet/domain/budget/caps';
import { decodeFleetEvent } from '@fleet/domain/codec';
import type { Refusal } from '@fleet/domain/decision';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { STREAM } from '@fleet/domain/identity';
import type { BudgetLedger, LedgerOverview } from '../budget/ledger.ts';
import { type Aggregate, type CommandDeps, execute, type Folded, foldStream, type Order } from './execute.ts';

const aggregate: Aggregate<Caps | null, FleetEvent> = {
  stream: STREAM.fleet,
  initial: null,
  evolve: evolveCaps,
  decode: decodeFleetEvent,
};

export type CapsAnswer =
  | { readonly kind: 'done'; readonly position: bigint }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The change is written down, and the ledger will go by it as soon as it answers. */
  | { readonly kind: 'pending' };

export type BudgetCommands = {
  /** Event first, ledger second: no cap holds that nobody ordered. `current`: the ledger as it stands. */
  setCaps(change: SetCaps['change'], reason: string, current: LedgerOverview, order: Order): Promise<CapsAnswer>;
  /** Brings the ledger to what the events say, where a change of caps never reached it. */
  reconcile(): Promise<void>;
};

export const budgetCommands = (deps: CommandDeps, ledger: BudgetLedger): BudgetCommands => {
  /** The stream grows with every refused command: only what is new is read. */
  let known: Folded<Caps | null> | undefined;

  return {
    setCaps: async (change, reason, current, order) => {
      const { by } = order;
      const from = known;
      known = undefined;
      const executed = await execute(
        deps,
        aggregate,
        (state) => decideCaps(state, { change, inForce: current.caps, by, reason }),
        order,
        from,
      );
      known = executed;
      if (executed.kind === 'refused') return { kind: 'refused', refusal: executed.refusal };
      const { state, position } = executed;
      try {
        if (state !== null && !sameCaps(state, current.caps)) await ledger.setCaps(state, by);
      } catch (error) {
        deps.warn({ err: error, by }, 'caps are recorded, but the ledger could not be told yet');
        return { kind: 'pending' };
      }
      return { kind: 'done', position };
    },

    reconcile: async () => {
      const overview = await ledger.overview(0);
      if (overview === null) return;
      known = await foldStream(deps, aggregate, known);
      const { state } = known;
      if (state === null || sameCaps(state, overview.caps)) return;
      await ledger.setCaps(state, 'system:gateway');
      deps.warn({ caps: state }, 'the ledger did not go by the caps that were set; it does now');
    },
  };
};
