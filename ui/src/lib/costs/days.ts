import type { DailyStat } from '@fleet/domain/read-models/api';
import { kindLabel } from '#lib/kinds.ts';

export type Split = 'persona' | 'kind' | 'model';
export type Measure = 'money' | 'tokens' | 'actions';
/** One line of the chart and table: a name, a value per day, their sum. */
export type CostLine = { id: string; name: string; values: number[]; total: number };
export type CostTable = { days: string[]; lines: CostLine[]; perDay: number[]; total: number };

const dayMs = 86_400_000;
/** More are summed as "Others": nobody tells nine colours apart. */
const mostLines = 7;

const measured: Record<Measure, (row: DailyStat) => number> = {
  money: (row) => row.costUsd,
  tokens: (row) => row.inputTokens + row.outputTokens,
  actions: (row) => row.count,
};

const keyOf = (row: DailyStat, by: Split): [id: string, name: string] => {
  if (by === 'kind') return [row.kind, kindLabel[row.kind]];
  if (by === 'model') return [row.model ?? '', row.model ?? 'No model'];
  return [row.personaId ?? '', row.personaId ?? 'Custom'];
};

/** The UTC days up to `now`, oldest first. */
export const daysUntil = (now: number, many: number): string[] =>
  Array.from({ length: many }, (_, index) => new Date(now - (many - 1 - index) * dayMs).toISOString().slice(0, 10));

/** The gateway's rows on an even grid of days, biggest line first. */
export function toTable(
  rows: readonly DailyStat[],
  days: string[],
  by: Split,
  measure: Measure,
  names: ReadonlyMap<string, string>,
): CostTable {
  const indexOf = new Map(days.map((day, index) => [day, index]));
  const lines = new Map<string, CostLine>();
  for (const row of rows) {
    const index = indexOf.get(row.day);
    const value = measured[measure](row);
    if (index === undefined || value === 0) continue;
    const [id, name] = keyOf(row, by);
    const line = lines.get(id) ?? { id, name: names.get(id) ?? name, values: days.map(() => 0), total: 0 };
    lines.set(id, line);
    line.values[index] = (line.values[index] ?? 0) + value;
    line.total += value;
  }
  const sorted = [...lines.values()].toSorted((a, b) => b.total - a.total);
  const kept = sorted.length > mostLines ? sorted.slice(0, mostLines - 1) : sorted;
  const rest = sorted.slice(kept.length);
  if (rest.length > 0)
    kept.push({
      id: 'others',
      name: `${rest.length} others`,
      values: days.map((_, index) => rest.reduce((sum, line) => sum + (line.values[index] ?? 0), 0)),
      total: rest.reduce((sum, line) => sum + line.total, 0),
    });
  const perDay = days.map((_, index) => kept.reduce((sum, line) => sum + (line.values[index] ?? 0), 0));
  return { days, lines: kept, perDay, total: perDay.reduce((sum, value) => sum + value, 0) };
}
