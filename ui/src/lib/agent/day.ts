const hourMs = 3_600_000;
/** Two actions further apart than this (fleet time) belong to two visits. */
const visitGapMs = 20 * 60_000;

/** One visit: its first and last moment, and how many there were. */
export type Visit = { from: number; to: number; many: number };

/** Visits among moments (fleet ms, any order), oldest first. */
export function visitsOf(moments: readonly number[]): Visit[] {
  const visits: Visit[] = [];
  for (const at of moments.toSorted((a, b) => a - b)) {
    const last = visits.at(-1);
    if (last && at - last.to <= visitGapMs) {
      last.to = at;
      last.many += 1;
    } else visits.push({ from: at, to: at, many: 1 });
  }
  return visits;
}

/** The day around a moment in a zone, `[from, to)` in ms, taken as 24 hours; `hour` is the hour of the day there. */
export const dayAround = (at: number, hour: number) => {
  const from = at - hour * hourMs;
  return { from, to: from + 24 * hourMs };
};

/** Where a moment lies in a span, in percent; kept inside it. */
export const placeIn = (at: number, span: { from: number; to: number }): number =>
  Math.min(100, Math.max(0, ((at - span.from) / (span.to - span.from)) * 100));
