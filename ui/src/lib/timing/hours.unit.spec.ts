import { describe, expect, it } from 'vitest';
import { dayIn, gapText, lastHour, perHour, toWall } from './hours.ts';

const now = Date.parse('2026-03-04T15:20:00Z'); // a Wednesday

describe('the hour behind a cell of the heat map', () => {
  it('is the last one there was, the one under way included', () => {
    expect(lastHour(3, 15, 'UTC', now)).toEqual({
      from: Date.parse('2026-03-04T15:00Z'),
      to: Date.parse('2026-03-04T16:00Z'),
    });
    expect(lastHour(3, 16, 'UTC', now)?.from).toBe(Date.parse('2026-02-25T16:00Z'));
  });

  it('begins where the hour begins in the zone, half-hour zones too', () => {
    expect(lastHour(3, 20, 'Asia/Kolkata', now)?.from).toBe(Date.parse('2026-03-04T14:30Z'));
    expect([dayIn(now, 'UTC'), dayIn(now, 'Pacific/Kiritimati')]).toEqual([3, 4]);
  });

  it('is skipped where the clocks are changed', () => {
    expect(lastHour(0, 2, 'America/New_York', Date.parse('2026-03-09T12:00Z'))).toBeNull();
  });

  it('is shorter by the wall clock for a fleet that runs faster', () => {
    expect(toWall({ from: 0, to: 3_600_000 }, 7_200_000, 1_000_000_000, 6)).toEqual({
      from: 998_800_000,
      to: 999_400_000,
    });
  });
});

describe('figures of timing', () => {
  it('are per hour looked at, and unknown where nobody looked', () => {
    expect([perHour(30, 2), perHour(0, 1), perHour(0, 0)]).toEqual([15, 0, null]);
  });

  it('write gaps in the unit that fits', () => {
    expect([5, 300, 7_200, 200_000].map(gapText)).toEqual(['5 s', '5 min', '2 h', '2 d']);
  });
});
