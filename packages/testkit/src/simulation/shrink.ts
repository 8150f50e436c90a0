import type { Fault } from './faults.ts';
import { type HistoryOptions, type HistoryResult, runHistory } from './history.ts';

/** Leaves out one fault after the other for as long as the history still goes wrong. */
export const shrink = async (failed: HistoryResult, options: HistoryOptions = {}): Promise<HistoryResult> => {
  let least = failed;
  for (let i = 0; i < least.faults.length; ) {
    const faults: readonly Fault[] = least.faults.filter((_, place) => place !== i);
    const tried = await runHistory(failed.seed, { ...options, faults });
    if (tried.violations.length > 0) least = tried;
    else i++;
  }
  return least;
};
