import { expect, test } from 'vitest';
import { createPrinter, timed } from './printer.ts';

const paper = (json = false) => {
  const out: string[] = [];
  const err: string[] = [];
  const printer = createPrinter(json, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { printer, out, err, lines: () => (json ? err : out).join('').split('\n') };
};

test('steps stand in columns: name, seconds, note', () => {
  const { printer, lines } = paper();
  printer.step('NATS', 0.14, '127.0.0.1:4003');
  printer.step('Dashboard build', 33.04, 'built');
  printer.step('Services', 123.4);
  expect(lines()).toEqual([
    '  ✓ NATS              0.1 s  127.0.0.1:4003',
    '  ✓ Dashboard build  33.0 s  built',
    '  ✓ Services        123.4 s',
    '',
  ]);
});

test('entries stand in columns: label, value', () => {
  const { printer, lines } = paper();
  printer.entry('Dashboard', 'http://a');
  printer.entry('LLM', 'offline');
  expect(
    new Set(
      lines()
        .slice(0, 2)
        .map((line) => line.search(/http|offline/)),
    ).size,
  ).toBe(1);
});

test('with --json stdout holds the object alone, in one line; all talk goes to stderr', () => {
  const { printer, out, err } = paper(true);
  printer.title('FloImg Fleet');
  printer.warn('port 4000 is busy');
  printer.fail('gateway stopped');
  printer.indent('its last lines:\nboom');
  printer.result({ ready: true });
  expect(out).toEqual(['{"ready":true}\n']);
  expect(err.join('')).toContain('boom');
});

test('no colours where nobody looks', () => {
  const { printer, out } = paper();
  printer.title('t');
  printer.fail('f');
  expect(out.join('')).not.toContain('\x1b');
});

test('a step that fails prints nothing and throws', async () => {
  const { printer, out } = paper();
  await expect(timed(printer, 'NATS', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(out).toEqual([]);
  expect(await timed(printer, 'NATS', async () => 3, String)).toBe(3);
  expect(out.join('')).toMatch(/✓ NATS +0\.0 s {2}3/);
});
