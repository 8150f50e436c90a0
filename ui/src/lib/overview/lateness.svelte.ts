import type { Fleet } from '@fleet/domain/read-models/api';
import type { System } from '@fleet/domain/read-models/system';

const kept = 30;

/** The 99th percentile that the worst scheduler tells, wall ms; null while none does. */
export function latenessOf(fleet: Fleet | undefined, system: System | undefined): number | null {
  if (fleet?.tickLateness) return fleet.tickLateness.p99Ms;
  const figures = (system?.services ?? []).flatMap(({ name, figures }) =>
    name === 'fleet-scheduler' && typeof figures.latenessP99Ms === 'number' ? [figures.latenessP99Ms] : [],
  );
  return figures.length === 0 ? null : Math.max(...figures);
}

/** The figure as it was told since the page was opened, for a line beside it. */
export class Lateness {
  values = $state.raw<(number | null)[]>([]);
  #last = 0;

  /** Takes each reading once; `at` is when it was told, wall ms. */
  hear(value: number | null, at: number) {
    if (at <= this.#last) return;
    this.#last = at;
    this.values = [...this.values, value].slice(-kept);
  }
}
