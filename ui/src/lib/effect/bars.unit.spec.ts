import type { EffectView } from '@fleet/domain/read-models/effect';
import { describe, expect, it } from 'vitest';
import { shareOf, slotsOf } from './bars.ts';

const point = (at: string, human: number, synthetic: number) => ({
  at,
  human: { posts: human, comments: 0, reactions: 3 },
  synthetic: { posts: synthetic, comments: 0, likes: 5 },
});
const view = { from: '2026-03-02T10:20:00Z', to: '2026-03-02T13:00:00Z', bucket: 'hour' } as EffectView;

describe('activity of people and agents over time', () => {
  it('has a step for every hour of the range, those without anything too', () => {
    const slots = slotsOf({ ...view, points: [point('2026-03-02T11:00:00.000Z', 1, 3)] });
    expect(slots.map(({ at, point }) => [new Date(at).getUTCHours(), point !== null])).toEqual([
      [10, false],
      [11, true],
      [12, false],
    ]);
  });

  it('has a human share where something was posted, and a gap elsewhere', () => {
    const slots = slotsOf({
      ...view,
      points: [point('2026-03-02T11:00:00Z', 1, 3), point('2026-03-02T12:00:00Z', 0, 0)],
    });
    expect(slots.map(shareOf)).toEqual([null, 0.25, null]);
  });
});
