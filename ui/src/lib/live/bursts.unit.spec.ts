import type { Activity } from '@fleet/domain/read-models/api';
import { describe, expect, it } from 'vitest';
import { sample, toLines } from './bursts.ts';

let seconds = 1_000_000;
const act = (agentId: string, kind: Activity['kind'], agoS = 5): Activity => {
  seconds -= agoS;
  return {
    id: `${agentId}.${seconds}`,
    agentId,
    kind,
    recordedAt: new Date(seconds * 1_000).toISOString(),
  } as Activity;
};
const shape = (activities: Activity[], open = new Set<string>()) =>
  toLines(activities, open).map(({ activity, more }) => `${activity.agentId} ${activity.kind} +${more.length}`);

describe('a burst in the feed', () => {
  it('is one line: the same agent doing the same, one right after the other', () => {
    expect(shape([act('a', 'like'), act('a', 'like'), act('a', 'like'), act('b', 'like'), act('a', 'like')])).toEqual([
      'a like +2',
      'b like +0',
      'a like +0',
    ]);
  });

  it('never hides posts, comments or what went wrong', () => {
    expect(
      shape([act('a', 'post'), act('a', 'post'), act('a', 'rejected'), act('a', 'rejected'), act('a', 'comment')]),
    ).toHaveLength(5);
  });

  it('ends where the agent paused for minutes', () => {
    expect(shape([act('a', 'like'), act('a', 'like', 300)])).toEqual(['a like +0', 'a like +0']);
  });

  it('is shown whole when it is opened, and stays so under what comes later', () => {
    const run = [act('a', 'browse'), act('a', 'browse'), act('a', 'browse'), act('a', 'browse')];
    expect(shape(run, new Set([run[0]?.id ?? '']))).toEqual(run.map(() => 'a browse +0'));
    expect(shape(run, new Set([run[2]?.id ?? '']))).toEqual(['a browse +1', 'a browse +0', 'a browse +0']);
  });
});

describe('a feed too fast to read', () => {
  it('keeps posts and failures, and every n-th of the rest, in order', () => {
    const batch = Array.from({ length: 40 }, (_, n) =>
      act('a', n % 10 === 0 ? 'post' : n % 10 === 5 ? 'rejected' : 'like'),
    );
    const kept = sample(batch, 12);
    expect(kept).toHaveLength(12);
    expect(kept.filter(({ kind }) => kind !== 'like')).toHaveLength(8);
    expect(kept.map((one) => batch.indexOf(one))).toEqual(
      kept.map((one) => batch.indexOf(one)).toSorted((a, b) => a - b),
    );
  });

  it('keeps what went wrong before posts, where there is room for a few', () => {
    const batch = ['like', 'post', 'post', 'rejected', 'post', 'unknown', 'like'].map((kind) =>
      act('a', kind as 'like'),
    );
    expect(sample(batch, 3).map(({ kind }) => kind)).toEqual(['rejected', 'post', 'unknown']);
    expect(sample(batch, 1).map(({ kind }) => kind)).toEqual(['unknown']);
  });

  it('leaves a batch alone that is not', () => {
    const batch = [act('a', 'like'), act('b', 'like')];
    expect(sample(batch, 2)).toEqual(batch);
  });
});
