import { createRegistry } from '@fleet/platform/telemetry';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { problemsOf } from './problems.ts';

const check = (name: string, ok: boolean) => ({ name, ok, message: 'x', since: '2031-01-01T00:00:00.000Z' });
const well = { staleSkips: false, cursorsNotStored: false };

describe('problems the scheduler tells of itself', () => {
  it('are none while all is well, leading or standing by', () => {
    const checks = ['nats', 'event store', 'agents', 'partitions'].map((name) => check(name, true));
    expect(problemsOf(checks, well)).toEqual([]);
  });

  it('name what is away and since when, and one cause once', () => {
    const parts = (...wrong: string[]) =>
      problemsOf(
        wrong.map((name) => check(name, false)),
        well,
      );
    expect(parts('nats', 'event store').map(({ part }) => part)).toEqual(['nats', 'event store']);
    expect(parts('partitions')).toMatchObject([{ part: 'scheduler', since: '2031-01-01T00:00:00.000Z' }]);
    expect(parts('agents', 'partitions')).toMatchObject([{ message: expect.stringContaining('history') }]);
  });

  it('name skipped moments for five minutes, and cursors that were not stored for ten seconds', () => {
    let now = 1_000;
    const metrics = createMetrics(createRegistry('spec'), () => now);
    expect(metrics.lately()).toEqual(well);
    metrics.skipped(3, 'not_allowed');
    expect(metrics.lately()).toEqual(well);
    metrics.skipped(3, 'stale');
    metrics.cursorsStored(false);
    expect(problemsOf([], metrics.lately())).toMatchObject([{ message: expect.stringContaining('two minutes late') }]);
    now += 10_001;
    metrics.cursorsStored(false);
    expect(problemsOf([], metrics.lately())).toHaveLength(2);
    metrics.cursorsStored(true);
    expect(problemsOf([], metrics.lately())).toHaveLength(1);
    now += 300_000;
    expect(problemsOf([], metrics.lately())).toEqual([]);
  });
});
