import { describe, expect, it } from 'vitest';
import { dayAround, placeIn, visitsOf } from './day.ts';

const minute = 60_000;

describe('the day of an agent', () => {
  it('has visits: actions with no more than twenty minutes between them', () => {
    expect(visitsOf([50 * minute, 0, 5 * minute, 20 * minute])).toEqual([
      { from: 0, to: 20 * minute, many: 3 },
      { from: 50 * minute, to: 50 * minute, many: 1 },
    ]);
    expect(visitsOf([])).toEqual([]);
  });

  it('lies from midnight to midnight where the agent lives', () => {
    const noon = Date.parse('2026-03-02T12:00:00Z');
    expect(dayAround(noon, 12)).toEqual({
      from: Date.parse('2026-03-02T00:00:00Z'),
      to: Date.parse('2026-03-03T00:00:00Z'),
    });
    expect([placeIn(noon, dayAround(noon, 12)), placeIn(0, dayAround(noon, 12))]).toEqual([50, 0]);
  });
});
