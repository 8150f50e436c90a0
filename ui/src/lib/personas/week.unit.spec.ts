import { describe, expect, it } from 'vitest';
import { hoursOn, rangesOf } from './week.ts';

describe('busy hours edited on a grid', () => {
  it('come out as the fewest ranges, across midnight too', () => {
    for (const ranges of [
      [
        [9, 12],
        [14, 18],
      ],
      [[20, 4]],
      [[0, 24]],
      [],
      [
        [23, 1],
        [12, 13],
      ],
    ] as [number, number][][])
      expect(rangesOf(hoursOn(ranges)).toSorted((a, b) => a[0] - b[0])).toEqual(ranges.toSorted((a, b) => a[0] - b[0]));
  });

  it('join when they touch', () => {
    expect(
      rangesOf(
        hoursOn([
          [9, 12],
          [12, 15],
        ]),
      ),
    ).toEqual([[9, 15]]);
    expect(
      rangesOf(
        hoursOn([
          [20, 24],
          [0, 2],
        ]),
      ),
    ).toEqual([[20, 2]]);
  });
});
