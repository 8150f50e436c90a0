import { describe, expect, it } from 'vitest';
import { parseSoakOptions } from './options.ts';

describe('the flags of the soak', () => {
  it('have defaults, and are taken as given', () => {
    expect(parseSoakOptions([])).toMatchObject({ minutes: 30, seed: 'soak', agents: 220 });
    expect(parseSoakOptions(['--minutes', '0.5', '--port-base', '26400', '--seed', 'x'])).toMatchObject({
      ...{ minutes: 0.5, portBase: 26_400, seed: 'x' },
    });
  });
  it.each([
    [['--minutes', 'long'], '--minutes is "long"'],
    [['--minutes', '0'], '--minutes is "0"'],
    [['--agents', '5000'], '--agents is "5000"'],
    [['--port-base', '80'], '--port-base is "80"'],
    [['--hours', '1'], '--hours'],
  ])('are refused with what to give: %s', (args, told) => {
    expect(() => parseSoakOptions(args)).toThrow(told);
    expect(() => parseSoakOptions(args)).toThrow('npm run soak');
  });
});
