import { describe, expect, it } from 'vitest';
import { momentOf } from './follow.ts';

const AT = Date.UTC(2026, 2, 2, 12);
const HOUR_MS = 3_600_000;
const event = (aheadMs: number) => ({
  occurredAt: new Date(AT + aheadMs).toISOString(),
  recordedAt: new Date(AT).toISOString(),
});
const realTime = (now = AT) => ({ at: (wallMs: number) => wallMs, now, scale: 1 });

describe('the moment of an event', () => {
  it.each([-HOUR_MS, 0, 500, 60_000])('is the one that was stated, %d ms off when it was recorded', (aheadMs) => {
    expect(momentOf(event(aheadMs), realTime())).toBe(AT + aheadMs);
  });

  it('is when it was recorded while whoever stated it lives in the future', () => {
    expect(momentOf(event(HOUR_MS), realTime())).toBe(AT);
    expect(momentOf(event(HOUR_MS), realTime(AT + HOUR_MS / 2))).toBe(AT);
  });

  it('is measured in wall time where the fleet’s runs faster', () => {
    const sixtyTimes = { at: (wallMs: number) => AT + (wallMs - AT) * 60, now: AT, scale: 60 };
    expect(momentOf(event(HOUR_MS), sixtyTimes)).toBe(AT + HOUR_MS);
    expect(momentOf(event(HOUR_MS + 1), sixtyTimes)).toBe(AT);
  });

  it('stays as stated where the fleet’s clock ran at another scale then', () => {
    // Recorded an hour of real time ago, at scale 1; by a clock that runs sixty times as fast that would be days ago.
    const now = AT + HOUR_MS;
    const faster = { at: (wallMs: number) => now + (wallMs - now) * 60, now, scale: 60 };
    expect(momentOf(event(0), faster)).toBe(AT);
  });
});
