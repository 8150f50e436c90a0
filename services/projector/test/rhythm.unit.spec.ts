import { burstinessOf, gapMoments } from '@fleet/domain/timing/measures';
import { describe, expect, it } from 'vitest';
import { foldRhythm } from '../src/projection/fold-rhythm.ts';
import type { ActivityRow } from '../src/projection/rows.ts';
import { emptyWorkingSet } from '../src/projection/working-set.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2031, 2, 1, 9);

const row = (atMs: number, wallMs: number, more: Partial<ActivityRow> = {}): ActivityRow => ({
  ...{
    id: `t${atMs}`,
    position: 1n,
    revision: 1,
    kind: 'browse',
    action: 'browse',
    agentId: 'a',
    agentName: 'A',
    username: 'a',
  },
  ...{ personaId: 'data_viz', at: new Date(atMs).toISOString(), recordedAt: new Date(wallMs).toISOString() },
  ...{ postId: null, postTitle: null, text: null, imageUrl: null, costUsd: 0, inputTokens: 0, outputTokens: 0 },
  ...{ model: null, prompt: null, code: null, reason: null, tookMs: 1, shadow: false },
  ...more,
});
const rhythmAfter = (...rows: readonly ActivityRow[]) => {
  const set = emptyWorkingSet();
  for (const one of rows) foldRhythm(set, one);
  return { set, rhythm: set.rhythms.get('a') };
};

describe("an agent's rhythm", () => {
  it('keeps what burstiness needs to know of its gaps, in fleet time', () => {
    const gapsS = [60, 7, 3_600, 12];
    let at = start;
    const rows = [row(at, 0)];
    for (const gap of gapsS) {
      at += gap * 1_000;
      rows.push(row(at, 0));
    }
    const { set, rhythm } = rhythmAfter(...rows);
    expect(rhythm?.gaps).toEqual(gapMoments(gapsS));
    expect(burstinessOf(rhythm?.gaps ?? gapMoments([]))).toBeGreaterThan(0);
    expect([...set.changed.gapBins.values()].reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });

  it('takes no skipped tick for a moment, and no step back in time for a gap', () => {
    const { set, rhythm } = rhythmAfter(
      row(start, 0),
      row(start - 5_000, 0),
      row(start + 9_000, 0, { kind: 'skipped' }),
    );
    expect(rhythm?.gaps.n).toBe(0);
    expect(rhythm?.lastAt).toBe(new Date(start).toISOString());
    expect(set.changed.gapBins.size).toBe(0);
  });

  it('counts the last 24 hours of wall time by the hour and forgets those before', () => {
    const wall = 1_000_000 * hourMs;
    const at = (hours: number) => row(start + hours, wall + hours * hourMs);
    const { rhythm } = rhythmAfter(at(0), at(0), at(1), at(23), at(24));
    expect(rhythm?.hoursTo).toBe(1_000_024);
    expect(rhythm?.hours).toHaveLength(24);
    expect(rhythm?.hours.slice(0, 2)).toEqual([1, 0]);
    expect(rhythm?.hours.slice(-2)).toEqual([1, 1]);
    expect(rhythmAfter(at(0), at(500), at(460)).rhythm?.hours).toEqual([...new Array(23).fill(0), 1]);
  });

  it('counts by quarters of an hour of fleet time, so that every zone can be told exactly', () => {
    const { set } = rhythmAfter(row(start + 15 * 60_000 - 1, 0), row(start + 15 * 60_000, 0, { personaId: null }));
    expect([...set.changed.quarters.values()]).toEqual([
      { quarter: '2031-03-01T09:00:00.000Z', personaId: 'data_viz', count: 1 },
      { quarter: '2031-03-01T09:15:00.000Z', personaId: '', count: 1 },
    ]);
  });
});
