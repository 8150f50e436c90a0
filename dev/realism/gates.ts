import type { Preset } from '@fleet/domain/persona/seeding';
import type { Measures } from './history.ts';

/** A measure beside what it has to be. */
export type Gate = {
  readonly name: string;
  readonly value: string;
  readonly wanted: string;
  /** Whether this preset is held to it: the figures of `lively` leave room for no rest and no lookers. */
  readonly held: boolean;
  /** A measure that too little happened for is not met. */
  readonly met: boolean;
  /** Of a recorded history: what there would have to be more of to tell; null: there is enough. */
  readonly lacks: string | null;
};

/** A gate that counts against a history: held, told by enough of it, and not met. */
export const fails = ({ held, met, lacks }: Gate): boolean => held && lacks === null && !met;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const gatesOf = (measures: Measures, preset: Preset): Gate[] => {
  const natural = preset === 'natural';
  const gate = (held: boolean, name: string, value: string, wanted: string, met: boolean): Gate => ({
    ...{ name, value, wanted, held, met, lacks: null },
  });
  const {
    burstinessMedian,
    memoryMedian,
    measurable,
    valley,
    rested,
    rate,
    shortestGapMs,
    topTenthOfPosts,
    underOncePerWeek,
    shares,
    mostCommon,
  } = measures;
  return [
    gate(
      natural,
      `burstiness, median of ${measurable} agents with 50 gaps or more`,
      burstinessMedian.toFixed(3),
      'at least 0.3',
      burstinessMedian >= 0.3,
    ),
    gate(natural, 'memory, median of the same', memoryMedian.toFixed(3), 'within ±0.2', Math.abs(memoryMedian) < 0.2),
    gate(
      natural,
      'gaps at one hour, by the lower of the two peaks beside it',
      percent(valley),
      'at most 50 %',
      valley <= 0.5,
    ),
    gate(natural, 'agents with a daily rest of 5 h', percent(rested), 'at least 90 %', rested >= 0.9),
    gate(
      true,
      `activity in another local hour than planned, worst persona (${measures.misplacedBy || 'none'})`,
      percent(measures.misplaced),
      'at most 10 %',
      measures.misplaced <= 0.1,
    ),
    gate(true, 'moments by moments meant', percent(rate), '100 ± 3 %', Math.abs(rate - 1) <= 0.03),
    gate(
      true,
      'shortest gap of one agent',
      `${(shortestGapMs / 1_000).toFixed(1)} s`,
      'at least 5 s',
      shortestGapMs >= 5_000,
    ),
    gate(
      natural,
      'posts made by the busiest tenth',
      percent(topTenthOfPosts),
      '70 to 90 %',
      topTenthOfPosts >= 0.7 && topTenthOfPosts <= 0.9,
    ),
    gate(
      natural,
      'agents that post less than once a week',
      percent(underOncePerWeek),
      'at least 60 %',
      underOncePerWeek >= 0.6,
    ),
    gate(
      natural,
      `most common action (${percent(shares[mostCommon])})`,
      mostCommon,
      'browse',
      mostCommon === 'browse' && shares.browse > 0,
    ),
  ];
};

/** Lines for a person to read: the verdict, the measure, what was wanted. */
export const gateTable = (gates: readonly Gate[], unasked = 'not asked of this preset'): string => {
  const widest = (of: (gate: Gate) => string) => Math.max(...gates.map((gate) => of(gate).length));
  const [names, values] = [widest(({ name }) => name), widest(({ value }) => value)];
  return gates
    .map((gate) => {
      const verdict = !gate.held ? '·   ' : gate.lacks !== null ? '?   ' : gate.met ? 'ok  ' : 'FAIL';
      const lacking = gate.lacks === null ? '' : `; not enough history: ${gate.lacks}`;
      const wanted = gate.held ? `${gate.wanted}${lacking}` : unasked;
      return `${verdict} ${gate.name.padEnd(names)}  ${gate.value.padStart(values)}  (${wanted})`;
    })
    .join('\n');
};
