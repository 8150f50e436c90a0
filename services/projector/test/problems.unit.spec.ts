import { describe, expect, it } from 'vitest';
import { problemsOf } from '../src/run/problems.ts';
import { createStats } from '../src/run/stats.ts';

const check = (name: string, ok: boolean) => ({ name, ok, message: 'x', since: '2031-01-01T00:00:00.000Z' });

describe('problems the projector tells of itself', () => {
  it('are none while all is well, and while it stands by', () => {
    const stats = createStats();
    expect(problemsOf([], stats.snapshot())).toEqual([]);
    stats.progress({ position: 7n, lagMs: 60_000, caughtUp: false });
    expect(problemsOf([check('postgres', true), check('nats', false)], stats.snapshot())).toEqual([]);
  });

  it('name what is away and since when', () => {
    const found = problemsOf([check('postgres', false), check('eventStore', false)], createStats().snapshot());
    expect(found.map(({ part }) => part)).toEqual(['postgres', 'event store']);
    for (const { since } of found) expect(since).toBe('2031-01-01T00:00:00.000Z');
  });

  it('name lag, unreadable events and another store, in words that stay the same', () => {
    const stats = createStats();
    stats.active(true);
    stats.progress({ position: 7n, lagMs: 10_001, caughtUp: false });
    stats.unreadable();
    stats.storeReplaced(true);
    const found = problemsOf([], stats.snapshot());
    expect(found).toHaveLength(3);
    expect(found.map(({ message }) => message).join(' ')).toMatch(/main.ts rebuild.*10 s behind.*could not be read/);
    stats.progress({ position: 7n, lagMs: 20_000, caughtUp: false });
    stats.unreadable();
    expect(problemsOf([], stats.snapshot())).toEqual(found);
    const later = { ...stats.snapshot(), lastUnreadableAgoMs: 600_001, lagMs: 10_000, storeReplaced: false };
    expect(problemsOf([], later)).toEqual([]);
  });
});
