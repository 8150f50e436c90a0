import { CRASH_PLACES } from './faults.ts';
import type { HistoryResult } from './history.ts';

/** What many histories came to. */
export type Tally = {
  seeds: number;
  readonly failed: number[];
  readonly reached: Set<string>;
  readonly struck: Set<string>;
  readonly states: Set<string>;
  readonly faults: Record<string, number>;
  ticks: number;
  effects: number;
  heldForGood: number;
  tasks: number;
};

export const emptyTally = (): Tally => ({
  ...{ seeds: 0, failed: [], reached: new Set(), struck: new Set(), states: new Set(), faults: {} },
  ...{ ticks: 0, effects: 0, heldForGood: 0, tasks: 0 },
});

export const count = (tally: Tally, result: HistoryResult): void => {
  tally.seeds++;
  if (result.violations.length > 0) tally.failed.push(result.seed);
  for (const place of result.reached) tally.reached.add(place);
  for (const place of result.struck) tally.struck.add(place);
  for (const state of result.states) tally.states.add(state);
  for (const [kind, hits] of Object.entries(result.hits)) tally.faults[kind] = (tally.faults[kind] ?? 0) + hits;
  tally.ticks += result.ticks;
  tally.effects += result.effects;
  tally.heldForGood += result.heldForGood;
  tally.tasks += result.tasks;
};

/** Crash points at which no process was ever killed. */
export const neverStruck = ({ struck }: Tally): readonly string[] =>
  CRASH_PLACES.map(({ label, where }) => `${label}:${where}`).filter((place) => !struck.has(place));
