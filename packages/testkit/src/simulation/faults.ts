import { CRASH_POINTS, type CrashPointLabel } from '../../../../services/actor/src/ports.ts';
import type { Random } from './random.ts';

/** What an effect's call meets at the gallery instead of a plain answer. */
export const EFFECT_FAULTS = ['lost', 'late', 'never', 'unsent', 'throttled', 'agent-limit', 'refused'] as const;

/**
 * One thing that goes wrong. `nth`: at the nth time (from 1) that such a thing happens in the history; `at`: virtual ms.
 * Plain data, so that a history can be replayed with some of its faults left out.
 */
export type Fault =
  | { kind: 'crash'; label: CrashPointLabel; where: string; nth: number; restartMs: number }
  | { kind: 'freeze'; label: CrashPointLabel; where: string; nth: number; forMs: number }
  | { kind: 'kill'; of: 'actor' | 'scheduler'; index: number; at: number; restartMs: number }
  | { kind: 'stop'; of: 'actor' | 'scheduler'; index: number; at: number; restartMs: number }
  | { kind: 'stall'; of: 'actor' | 'scheduler'; index: number; at: number; forMs: number }
  | { kind: 'duplicate'; nth: number; copies: number; withinMs: number }
  | { kind: 'late-delivery'; nth: number; byMs: number }
  | { kind: 'lost-ack' | 'lost-append' | 'lost-publish'; nth: number }
  | { kind: 'store-down' | 'bus-down' | 'ledger-down'; at: number; forMs: number }
  /** `lands`: share of the settle time after which a late one is applied; `hangs`: no answer at all, or a reset. */
  | { kind: 'effect'; nth: number; how: (typeof EFFECT_FAULTS)[number]; hangs: boolean; lands: number }
  | { kind: 'model'; nth: number; times: number; how: 'unclear' | 'unusable' | 'unsent' | 'nothing' }
  | { kind: 'read'; nth: number; times: number }
  | { kind: 'platform-pause' | 'operator-pause' | 'latch'; at: number; forMs: number }
  | { kind: 'clock-jump'; index: number; at: number; byMs: number };

const ON_THE_TICK: ReadonlySet<CrashPointLabel> = new Set(['before-accept', 'settled-no-ack', 'ack-lost']);
/** Every crash point at every step where it stands. */
export const CRASH_PLACES = CRASH_POINTS.flatMap((label) =>
  ON_THE_TICK.has(label)
    ? [{ label, where: 'tick' }]
    : ['compose', 'render', 'publish'].map((where) => ({ label, where })),
);

/** How long a history is disturbed; afterwards everything is let be and has to come to its end. Virtual ms. */
export const DISTURBED_MS = 90_000;
const LONGEST_MS = 40_000;

const early = (random: Random) => 1 + Math.floor(random.next() ** 2 * 12);
const moment = (random: Random) => random.between(1_000, DISTURBED_MS);
const whom = (random: Random) => ({
  of: random.chance(0.7) ? ('actor' as const) : ('scheduler' as const),
  index: random.int(2),
});

/** Each is drawn equally often; what bears on the protocol stands more than once. */
const KINDS: readonly ((random: Random) => Fault)[] = [
  ...Array.from({ length: 5 }, () => (random: Random): Fault => {
    const place = random.pick(CRASH_PLACES);
    return { kind: 'crash', ...place, nth: 1 + random.int(3), restartMs: random.between(200, 20_000) };
  }),
  ...Array.from({ length: 4 }, () => (random: Random): Fault => {
    const place = random.pick(CRASH_PLACES);
    return { kind: 'freeze', ...place, nth: 1 + random.int(3), forMs: random.between(500, LONGEST_MS) };
  }),
  ...Array.from({ length: 5 }, () => (random: Random): Fault => {
    const how = random.chance(0.7) ? random.pick(['lost', 'late'] as const) : random.pick(EFFECT_FAULTS);
    return { kind: 'effect', nth: early(random), how, hangs: random.chance(0.5), lands: random.next() };
  }),
  ...Array.from({ length: 3 }, () => (random: Random): Fault => {
    const withinMs = random.chance(0.5) ? 20 : random.between(0, 30_000);
    return { kind: 'duplicate', nth: early(random), copies: 1 + random.int(4), withinMs };
  }),
  (random) => ({ kind: 'kill', ...whom(random), at: moment(random), restartMs: random.between(200, 20_000) }),
  (random) => ({ kind: 'stop', ...whom(random), at: moment(random), restartMs: random.between(200, 20_000) }),
  (random) => ({ kind: 'stall', ...whom(random), at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({ kind: 'late-delivery', nth: early(random), byMs: random.between(1_000, 150_000) }),
  (random) => ({ kind: 'lost-ack', nth: early(random) }),
  (random) => ({ kind: 'lost-append', nth: early(random) * 2 }),
  (random) => ({ kind: 'lost-append', nth: early(random) * 3 }),
  (random) => ({ kind: 'lost-publish', nth: early(random) }),
  (random) => ({ kind: 'store-down', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({ kind: 'bus-down', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({ kind: 'ledger-down', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({
    kind: 'model',
    nth: early(random),
    times: 1 + random.int(3),
    how: random.pick(['unclear', 'unusable', 'unsent', 'nothing'] as const),
  }),
  (random) => ({ kind: 'read', nth: early(random) * 4, times: 1 + random.int(8) }),
  (random) => ({ kind: 'platform-pause', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({ kind: 'operator-pause', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({ kind: 'latch', at: moment(random), forMs: random.between(500, LONGEST_MS) }),
  (random) => ({
    kind: 'clock-jump',
    index: random.int(2),
    at: moment(random),
    byMs: random.between(-3_600_000, 3_600_000),
  }),
];

/** Every kind there is, as many drawings show it. */
export const FAULT_KINDS: readonly Fault['kind'][] = [
  ...['crash', 'freeze', 'kill', 'stop', 'stall', 'duplicate', 'late-delivery', 'lost-ack', 'lost-append'],
  ...['lost-publish', 'store-down', 'bus-down', 'ledger-down', 'effect', 'model', 'read', 'platform-pause'],
  ...['operator-pause', 'latch', 'clock-jump'],
] as const satisfies readonly Fault['kind'][];

/** What goes wrong in one history: three to ten things. */
export const drawFaults = (random: Random): readonly Fault[] =>
  Array.from({ length: 3 + random.int(8) }, () => random.pick(KINDS)(random));
