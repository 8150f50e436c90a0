import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idsOf, newEvents, newStream, readAll } from './events.ts';
import type { Context } from './fixture.ts';

type Step = { stream: number; count: number; expected: number; repeat: number | null };

const step: fc.Arbitrary<Step> = fc.record({
  stream: fc.integer({ min: 0, max: 1 }),
  count: fc.integer({ min: 1, max: 3 }),
  expected: fc.integer({ min: -1, max: 8 }),
  repeat: fc.option(fc.nat({ max: 8 }), { freq: 3 }),
});

/** What a stream is, without a store: ids in order. */
const modelAppend = (ids: string[], added: readonly string[], expected: number): 'appended' | 'conflict' => {
  const current = ids.length - 1;
  if (expected > current) return 'conflict';
  if (expected < current) return added.every((id, n) => ids[expected + 1 + n] === id) ? 'appended' : 'conflict';
  ids.push(...added);
  return 'appended';
};

export const modelContract = ({ store }: Context): void => {
  it('behaves like the simplest model, whatever is appended with whatever expectation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const streams = [newStream(), newStream()];
        const model: string[][] = [[], []];
        const history: { stream: number; events: ReturnType<typeof newEvents>; expected: number }[] = [];
        for (const { stream, count, expected, repeat } of steps) {
          const again = repeat === null ? undefined : history[repeat];
          const attempt = again ?? { stream, events: newEvents(count), expected };
          history.push(attempt);
          const ids = model[attempt.stream] ?? [];
          const wanted = modelAppend(ids, idsOf(attempt.events), attempt.expected);
          const at = attempt.expected < 0 ? 'noStream' : attempt.expected;
          const result = await store().append(streams[attempt.stream] ?? '', attempt.events, at);
          expect(result.kind).toBe(wanted);
          if (result.kind === 'conflict') expect(result.current).toBe(ids.length === 0 ? null : ids.length - 1);
          else expect(result.revision).toBe(attempt.expected + attempt.events.length);
        }
        for (const [n, stream] of streams.entries()) expect(idsOf(await readAll(store(), stream))).toEqual(model[n]);
      }),
      { numRuns: 40 },
    );
  });
};
