/** Measures of timing. Sources: Goh & Barabási 2008 (memory), Kim & Jo 2016 (burstiness of few events). */

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;
const deviationOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
};

/** The value that a share of the others lie under; NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};

/** Burstiness for a finite number of inter-event times: −1 regular, 0 by chance, towards 1 bursty. */
export const burstiness = (gaps: readonly number[]): number => {
  const n = gaps.length;
  const r = deviationOf(gaps) / meanOf(gaps);
  return (Math.sqrt(n + 1) * r - Math.sqrt(n - 1)) / ((Math.sqrt(n + 1) - 2) * r + Math.sqrt(n - 1));
};

/** Memory: the correlation of each inter-event time with the next; 0 where all are alike. */
export const memory = (gaps: readonly number[]): number => {
  const before = gaps.slice(0, -1);
  const after = gaps.slice(1);
  const [meanBefore, meanAfter] = [meanOf(before), meanOf(after)];
  const spread = deviationOf(before) * deviationOf(after);
  if (!(spread > 0)) return 0;
  return meanOf(before.map((gap, i) => (gap - meanBefore) * ((after[i] ?? 0) - meanAfter))) / spread;
};

/** Bins of the logarithm of gaps: eight to a factor of ten, from a second on. */
const BINS_PER_DECADE = 8;
const BINS = 7 * BINS_PER_DECADE;
export const gapBins = (): number[] => new Array<number>(BINS).fill(0);
export const binOf = (gapMs: number): number =>
  Math.max(0, Math.min(BINS - 1, Math.floor(Math.log10(gapMs / 1_000) * BINS_PER_DECADE)));

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
