import { describe, expect, it } from 'vitest';
import { momentOf } from './follow.ts';

const AT = Date.UTC(2026, 2, 2, 12);
const event = (aheadMs: number) => ({
  occurredAt: new Date(AT + aheadMs).toISOString(),
  recordedAt: new Date(AT).toISOString(),
});
const realTime = (wallMs: number) => wallMs;

describe('the moment of an event', () => {
  it.each([-3_600_000, 0, 500, 60_000])('is the one that was stated, %d ms off when it was recorded', (aheadMs) => {
    expect(momentOf(event(aheadMs), realTime, 1)).toBe(AT + aheadMs);
  });

  it('is when it was recorded where whoever stated it lives in the future', () => {
    expect(momentOf(event(3_600_000), realTime, 1)).toBe(AT);
  });

  it('is measured in wall time where the fleet’s runs faster', () => {
    const sixtyTimes = (wallMs: number) => AT + (wallMs - AT) * 60;
    expect(momentOf(event(3_600_000), sixtyTimes, 60)).toBe(AT + 3_600_000);
    expect(momentOf(event(3_600_001), sixtyTimes, 60)).toBe(AT);
  });
});
