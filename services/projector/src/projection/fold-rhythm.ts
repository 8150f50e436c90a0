import { addGap, binOf, noGaps } from '@fleet/domain/timing/measures';
import type { ActivityRow, RhythmRow } from './rows.ts';
import type { WorkingSet } from './working-set.ts';

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;
/** Hours of wall time that are kept of each agent. */
const HOURS = 24;

/** Counts one more action in an hour, the oldest ones falling out; one that is too old to be kept is left out. */
const inHour = ({ hours, hoursTo }: Pick<RhythmRow, 'hours' | 'hoursTo'>, hour: number) => {
  const to = Math.max(hour, hoursTo);
  const moved = Math.min(HOURS, to - hoursTo);
  const kept = [...hours.slice(moved), ...new Array<number>(moved).fill(0)];
  const place = HOURS - 1 - (to - hour);
  if (place >= 0) kept[place] = (kept[place] ?? 0) + 1;
  return { hours: kept, hoursTo: to };
};

/** Goes on with the rhythm of the agent and of its persona. Skipped ticks are no moments: nothing was done. */
export const foldRhythm = (set: WorkingSet, row: ActivityRow): void => {
  if (row.kind === 'skipped') return;
  const { agentId } = row;
  const personaId = row.personaId ?? '';
  const atMs = Date.parse(row.at);
  const quarter = new Date(Math.floor(atMs / QUARTER_MS) * QUARTER_MS).toISOString();
  const quarterKey = `${quarter}|${personaId}`;
  const perQuarter = set.changed.quarters.get(quarterKey) ?? { quarter, personaId, count: 0 };
  perQuarter.count += 1;
  set.changed.quarters.set(quarterKey, perQuarter);

  const hour = Math.floor(Date.parse(row.recordedAt) / HOUR_MS);
  const before = set.rhythms.get(agentId) ?? null;
  const day = before ?? { hours: new Array<number>(HOURS).fill(0), hoursTo: hour };
  const gapMs = before === null ? null : atMs - Date.parse(before.lastAt);
  // Fleet time never goes back; a store that was put together by hand might.
  const isGap = gapMs !== null && gapMs > 0;
  const rhythm: RhythmRow = {
    agentId,
    lastAt: before === null || isGap ? row.at : before.lastAt,
    gaps: isGap ? addGap(before?.gaps ?? noGaps, gapMs / 1_000) : (before?.gaps ?? noGaps),
    ...inHour(day, hour),
  };
  set.rhythms.set(agentId, rhythm);
  set.changed.rhythms.set(agentId, rhythm);
  if (!isGap) return;
  const bin = binOf(gapMs);
  const binKey = `${personaId}|${bin}`;
  const perBin = set.changed.gapBins.get(binKey) ?? { personaId, bin, count: 0 };
  perBin.count += 1;
  set.changed.gapBins.set(binKey, perBin);
};
