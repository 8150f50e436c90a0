import { expect, it } from 'vitest';
import { parseCrashAt } from './crash-points.ts';

it('a crash point is a label and a step', () => {
  expect(parseCrashAt('sent-no-answer:publish', '/tmp/once')).toEqual({
    signal: 'SIGKILL',
    label: 'sent-no-answer',
    where: 'publish',
    onceFile: '/tmp/once',
  });
});

it('stop: before it stops the process instead of killing it', () => {
  expect(parseCrashAt('stop:appended-not-sent:publish', null)).toMatchObject({
    signal: 'SIGSTOP',
    label: 'appended-not-sent',
    where: 'publish',
  });
});

it.each([
  '',
  'stop:',
  'stop:publish',
  'sent-no-answer',
  'nowhere:publish',
  'sent-no-answer:',
  'sent-no-answer:publish:twice',
])('but not %j', (text) => expect(parseCrashAt(text, null)).toBeNull());
