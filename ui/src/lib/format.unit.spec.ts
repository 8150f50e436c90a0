import { describe, expect, it } from 'vitest';
import {
  ago,
  bytes,
  cityOf,
  clockTime,
  count,
  dayTime,
  duration,
  fullTime,
  growth,
  hourIn,
  momentText,
  percent,
  plural,
  price,
  sentence,
  usd,
} from './format.ts';

describe('how figures are written', () => {
  it('groups thousands and shortens from ten thousand on', () => {
    expect([0, 999, 9_999, 10_000, 1_234_567].map(count)).toEqual(['0', '999', '9,999', '10K', '1.2M']);
  });

  it('keeps a tenth of a cent visible and never says $0 of something', () => {
    expect([0, 0.0012, 0.1, 1.8342, 1_234].map(usd)).toEqual(['$0', '$0.0012', '$0.10', '$1.83', '$1.2K']);
  });

  it('lists prices to the cent, and further where they need it', () => {
    expect([0, 0.04, 0.15, 2.5, 0.0165, 10].map(price)).toEqual([
      '$0.00',
      '$0.04',
      '$0.15',
      '$2.50',
      '$0.0165',
      '$10.00',
    ]);
  });

  it('gives small shares a digit more', () => {
    expect([0, 0.004, 0.25, 1].map(percent)).toEqual(['0 %', '0.4 %', '25 %', '100 %']);
  });

  it('writes bytes with three digits, and growth by the day', () => {
    expect([0, 0.4, 999, 1_000, 14_200_000, 999_900, -2_500, 1.5e15].map(bytes)).toEqual([
      ...['0 B', '0.4 B', '999 B', '1 kB', '14.2 MB', '1 MB', '−2.5 kB', '1,500 TB'],
    ]);
    expect([42_600_000, -3_000_000, 900].map(growth)).toEqual(['+42.6 MB a day', '−3 MB a day', 'no growth']);
  });

  it('counts in words', () => {
    expect([plural(1, 'agent'), plural(2, 'agent'), plural(0, 'query', 'queries')]).toEqual([
      '1 agent',
      '2 agents',
      '0 queries',
    ]);
    expect(sentence('saw 20 posts')).toBe('Saw 20 posts');
  });
});

describe('how times are written', () => {
  it('chooses the unit by size', () => {
    expect([340, 2_400, 59_000, 180_000, 18_000_000, 172_800_000].map(duration)).toEqual([
      '340 ms',
      '2.4 s',
      '59 s',
      '3 min',
      '5 h',
      '2 d',
    ]);
  });

  it('says how long ago, and "now" for what lies ahead because clocks differ', () => {
    const now = Date.parse('2026-03-02T12:00:00Z');
    const before = (ms: number) => ago(new Date(now - ms).toISOString(), now);
    expect([before(-60_000), before(1_000), before(5_200), before(180_000)]).toEqual([
      'now',
      'now',
      '5 s ago',
      '3 min ago',
    ]);
  });

  it('shows a moment in the zone that is asked for, half-hour zones too', () => {
    const at = Date.parse('2026-03-02T12:00:00Z');
    expect([clockTime(at, 'UTC'), clockTime(at, 'Asia/Kolkata')]).toEqual(['12:00', '17:30']);
    expect([hourIn(at, 'Asia/Kolkata'), hourIn(at, 'America/New_York')]).toEqual([17.5, 7]);
    expect(fullTime('2026-03-02T12:00:00Z', 'UTC')).toBe('2 Mar 2026, 12:00:00');
    expect([cityOf('America/Argentina/Buenos_Aires'), cityOf('UTC')]).toEqual(['Buenos Aires', 'UTC']);
  });

  it('adds the day only when it is another one there', () => {
    const now = Date.parse('2026-03-02T01:00:00Z');
    expect([dayTime('2026-03-02T00:30:00Z', now, 'UTC'), dayTime('2026-03-01T23:30:00Z', now, 'UTC')]).toEqual([
      '00:30',
      '1 Mar 23:30',
    ]);
  });

  it('writes a moment as the operator chose: relative, UTC, or by the clock the agent lives by', () => {
    const at = '2026-03-02T12:00:00Z';
    const now = Date.parse('2026-03-02T12:03:00Z');
    const agent = { fleetAt: '2026-05-01T02:15:00Z', zone: 'Asia/Tokyo' };
    expect(momentText('relative', at, now)).toBe('3 min ago');
    expect(momentText('utc', at, now)).toBe('12:00 UTC');
    expect(momentText('agent', at, now, agent)).toBe('11:15 Tokyo');
    expect(momentText('agent', at, now)).toBe(momentText('local', at, now));
  });
});
