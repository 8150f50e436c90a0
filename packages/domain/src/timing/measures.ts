/** Measures of timing. Sources: Goh & Barabási 2008 (memory), Kim & Jo 2016 (burstiness of few events). */

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** The value that a share of the others lie under; NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/**
 * What burstiness and memory need to know of one agent's inter-event times, kept as they come: a handful of numbers
 * however long the history. Any unit of time, the same throughout; sums are exact enough for 10⁶ gaps in seconds.
 */
export type GapMoments = {
  /** How many gaps. */
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  /** Of each gap and the next. */
  readonly products: number;
  readonly first: number;
  readonly last: number;
};

export const noGaps: GapMoments = { n: 0, sum: 0, squares: 0, products: 0, first: 0, last: 0 };

export const addGap = (moments: GapMoments, gap: number): GapMoments => ({
  n: moments.n + 1,
  sum: moments.sum + gap,
  squares: moments.squares + gap * gap,
  products: moments.n === 0 ? 0 : moments.products + moments.last * gap,
  first: moments.n === 0 ? gap : moments.first,
  last: gap,
});

export const gapMoments = (gaps: readonly number[]): GapMoments => gaps.reduce(addGap, noGaps);

/** Variance from sums; what rounding alone leaves of it counts as none. */
const varianceOf = (n: number, sum: number, squares: number): number => {
  const variance = squares / n - (sum / n) ** 2;
  return variance > 1e-12 * (squares / n) ? variance : 0;
};

/** Burstiness for a finite number of inter-event times: −1 regular, 0 by chance, towards 1 bursty. NaN of none. */
export const burstinessOf = ({ n, sum, squares }: GapMoments): number => {
  const r = Math.sqrt(varianceOf(n, sum, squares)) / (sum / n);
  return (Math.sqrt(n + 1) * r - Math.sqrt(n - 1)) / ((Math.sqrt(n + 1) - 2) * r + Math.sqrt(n - 1));
};

/** Memory: the correlation of each inter-event time with the next; 0 where all are alike. */
export const memoryOf = ({ n, sum, squares, products, first, last }: GapMoments): number => {
  const pairs = n - 1;
  if (pairs < 1) return 0;
  const [before, after] = [sum - last, sum - first];
  const spread = Math.sqrt(
    varianceOf(pairs, before, squares - last * last) * varianceOf(pairs, after, squares - first * first),
  );
  return spread > 0 ? (products / pairs - (before / pairs) * (after / pairs)) / spread : 0;
};

export const burstiness = (gaps: readonly number[]): number => burstinessOf(gapMoments(gaps));
export const memory = (gaps: readonly number[]): number => memoryOf(gapMoments(gaps));

/** Bins of the logarithm of gaps: eight to a factor of ten, from a second on. */
const BINS_PER_DECADE = 8;
const BINS = 7 * BINS_PER_DECADE;
export const gapBins = (): number[] => new Array<number>(BINS).fill(0);
export const binOf = (gapMs: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor(Math.log10(gapMs / 1_000) * BINS_PER_DECADE)));

/** Where a bin begins, in seconds; the first takes in all shorter gaps, the last all longer ones. */
export const binFromS = (bin: number): number => 10 ** (bin / BINS_PER_DECADE);
/** Agents with fewer gaps are not measured: chance would speak. */
export const MEASURABLE_GAPS = 50;
/** Finite-size burstiness of people's posts, messages and calls (facts on realism: the gate, and what they reach). */
export const HUMAN_BURSTINESS = { from: 0.3, to: 0.7 } as const;

const HOUR_BIN = binOf(3_600_000);
/** The valley lies within a factor of three of an hour. */
const VALLEY_BINS = 4;

/**
 * How deep the valley between gaps within a visit and gaps between visits is, around one hour: its share of the lower
 * of the two peaks beside it. 0: nothing there; 1: no two peaks.
 */
export const valleyAtHour = (bins: readonly number[]): number => {
  const smooth = bins.map((_, i) => meanOf(bins.slice(Math.max(0, i - 1), i + 2)));
  const valley = Math.min(...smooth.slice(HOUR_BIN - VALLEY_BINS, HOUR_BIN + VALLEY_BINS + 1));
  const lower = Math.min(Math.max(...smooth.slice(0, HOUR_BIN)), Math.max(...smooth.slice(HOUR_BIN + 1)));
  return lower > 0 ? Math.min(1, valley / lower) : 1;
};

/** Share of two distributions' mass that lies elsewhere: 0 the same, 1 nothing in common. Both are made to sum to 1. */
export const misplaced = (counts: readonly number[], planned: readonly number[]): number => {
  const [all, allPlanned] = [sumOf(counts), sumOf(planned)];
  return sumOf(counts.map((count, i) => Math.abs(count / all - (planned[i] ?? 0) / allPlanned))) / 2;
};

/** Share of the whole that the busiest tenth makes; NaN of nothing. */
export const topTenth = (amounts: readonly number[]): number => {
  const sorted = [...amounts].sort((a, b) => b - a);
  return sumOf(sorted.slice(0, Math.max(1, Math.round(sorted.length / 10)))) / sumOf(sorted);
};
