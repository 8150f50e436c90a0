import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { describe, expect, it } from 'vitest';
import { type Given, isOver, nextAgent } from './ticks.ts';

const NOW = 1_000_000;
const tick = (agentId: string, due = NOW - 10_000): Given => ({ agentId, tickId: `${agentId}.${due}`, due });
const accepted = ({ tickId, due }: Given): ActivityEvent => ({
  type: 'TickAccepted',
  data: { tickId, due, kind: 'like', agentRevision: 0, shadow: false },
});
const skipped = ({ tickId, due }: Given): ActivityEvent => ({
  type: 'TickSkipped',
  data: { tickId, due, reason: 'busy' },
});
const abandoned = ({ tickId }: Given): ActivityEvent => ({
  type: 'TickAbandoned',
  data: { tickId, kind: 'like', deliveries: 6, reason: '', costUsd: 0 },
});

describe('a tick that was given', () => {
  const given = tick('a');
  it('is over when it ended or was not taken', () => {
    expect(isOver(given, [accepted(given), abandoned(given)], NOW)).toBe(true);
    expect(isOver(given, [skipped(given)], NOW)).toBe(true);
  });
  it('is not over while it is open, or while it may still begin', () => {
    expect(isOver(given, [accepted(given)], NOW + 3_600_000)).toBe(false);
    expect(isOver(given, [], NOW)).toBe(false);
    expect(isOver(given, [abandoned(tick('a', NOW - 60_000))], NOW)).toBe(false);
  });
  it('is over when it is too late for it to begin', () => {
    expect(isOver(given, [], given.due + 150_001)).toBe(true);
  });
});

describe('the next tick', () => {
  const [a, b] = [tick('a'), tick('b')];
  it('goes to an agent that has had none first', () => {
    expect(nextAgent(['a', 'b'], [a], new Map([['a', [abandoned(a)]]]), NOW)).toBe('b');
  });
  it('goes to an agent again whose ticks are over when all have had one', () => {
    const stories = new Map([
      ['a', [accepted(a)]],
      ['b', [accepted(b), abandoned(b)]],
    ]);
    expect(nextAgent(['a', 'b'], [a, b], stories, NOW)).toBe('b');
  });
  it('waits while all are at work, or have just been', () => {
    const fresh = tick('b', NOW - 1_000);
    const stories = new Map([
      ['a', [accepted(a)]],
      ['b', [accepted(fresh), abandoned(fresh)]],
    ]);
    expect(nextAgent(['a', 'b'], [a, fresh], stories, NOW)).toBeNull();
    expect(nextAgent(['a', 'b'], [a, fresh], stories, NOW + 6_000)).toBe('b');
  });
});
