import { expect, it } from 'vitest';
import { parseCrashAt } from './crash-points.ts';

it('a crash point is a label and a step', () => {
  expect(parseCrashAt('sent-no-answer:publish', '/tmp/once')).toEqual({
    label: 'sent-no-answer',
    where: 'publish',
    onceFile: '/tmp/once',
  });
});

it.each(['', 'sent-no-answer', 'nowhere:publish', 'sent-no-answer:', 'sent-no-answer:publish:twice'])(
  'but not %j',
  (text) => expect(parseCrashAt(text, null)).toBeNull(),
);
