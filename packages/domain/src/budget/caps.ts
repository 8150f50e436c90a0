import { accepted, type Decision, refused } from '../decision.ts';
import type { FleetEvent } from '../fleet/fleet-events.ts';

/** Most that may be spent, USD: by the fleet in a UTC day and month of wall time, and by one agent in a day. */
export type Caps = { readonly day: number; readonly month: number; readonly agentDay: number };

/** What the ledger begins with. */
export const DEFAULT_CAPS: Caps = { day: 5, month: 100, agentDay: 1 };
export const MAX_CAP_USD = 1_000_000;

/** The caps an operator set last; null while nobody has. Folds stream `fleet-main`. */
export const evolveCaps = (state: Caps | null, event: FleetEvent): Caps | null => {
  if (event.type !== 'BudgetCapsSet') return state;
  const { day, month, agentDay } = event.data;
  return { day, month, agentDay };
};

export const sameCaps = (a: Caps, b: Caps): boolean =>
  a.day === b.day && a.month === b.month && a.agentDay === b.agentDay;

/** Some of the caps. `inForce`: what the ledger goes by, for those that are not named. */
export type SetCaps = {
  readonly change: { readonly [Name in keyof Caps]?: number | undefined };
  readonly inForce: Caps;
  readonly by: string;
  readonly reason: string;
};

/** States all three, so that one event tells what held from then on. The same caps again decide nothing. */
export const decideCaps = (state: Caps | null, { change, inForce, by, reason }: SetCaps): Decision<FleetEvent> => {
  const before = state ?? inForce;
  const caps = {
    day: change.day ?? before.day,
    month: change.month ?? before.month,
    agentDay: change.agentDay ?? before.agentDay,
  };
  for (const [name, usd] of Object.entries(caps))
    if (!(usd >= 0 && usd <= MAX_CAP_USD)) {
      const message = `must be between 0 and ${MAX_CAP_USD}`;
      return refused('invalid_caps', `a cap ${message}`, [{ field: `${name}Usd`, message }]);
    }
  if (sameCaps(caps, before)) return accepted();
  return accepted({ type: 'BudgetCapsSet', data: { ...caps, by, reason } });
};
