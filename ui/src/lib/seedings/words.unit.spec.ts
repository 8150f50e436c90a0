import { describe, expect, it } from 'vitest';
import { openSeedings, progressText, userTrouble } from './words.ts';

const of = (provisioned: number, failed: number, waiting: number, deleted = 0) => ({
  ...{ provisioned, failed, waiting, deleted, created: provisioned + failed + waiting + deleted },
});

describe('how far a seeding is', () => {
  it('says what is made, and what is not, and no more', () => {
    expect(progressText(of(24, 0, 0))).toBe('All 24 users are made.');
    expect(progressText(of(1, 0, 0))).toBe('Its user is made.');
    expect(progressText(of(0, 0, 1))).toBe('0 of 1 user made, 1 to be made.');
    expect(progressText(of(18, 2, 4))).toBe('18 of 24 users made, 4 to be made, 2 could not be made.');
    expect(progressText(of(2, 0, 0, 1))).toBe('2 of 3 users made, 1 deleted since.');
  });

  it('is to be looked at while users wait or could not be made', () => {
    const [done, waiting, failed, deleted] = [of(3, 0, 0), of(1, 0, 2), of(2, 1, 0), of(2, 0, 0, 1)];
    expect(openSeedings([done, waiting, failed, deleted])).toEqual([waiting, failed]);
  });
});

describe('what stands between an agent and its user', () => {
  it.each([
    ['running', true, false, null],
    ['error', true, false, null],
    ['error', false, false, 'refused'],
    ['running', false, false, 'waiting'],
    ['idle', false, false, 'waiting'],
    ['error', false, true, null],
    ['deleted', false, false, null],
  ] as const)('%s, made: %s, being deleted: %s → %s', (status, provisioned, deleting, trouble) => {
    expect(userTrouble({ status, provisioned, deleting })).toBe(trouble);
  });
});
