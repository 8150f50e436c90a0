import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDueHeap } from './due-heap.ts';

test('a heap always gives the earliest, whatever was put, moved and taken', () => {
  const step = fc.record({
    item: fc.integer({ min: 0, max: 60 }),
    due: fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const heap = createDueHeap(2);
      const model = new Map<number, number>();
      for (const { item, due } of steps) {
        if (due === null) {
          heap.remove(item);
          model.delete(item);
        } else {
          heap.set(item, due);
          model.set(item, due);
        }
        expect(heap.size()).toBe(model.size);
        if (model.size > 0) expect(heap.dueOf(heap.first())).toBe(Math.min(...model.values()));
      }
      const drained: number[] = [];
      for (let item = heap.first(); item >= 0; item = heap.first()) {
        expect(heap.dueOf(item)).toBe(model.get(item));
        drained.push(heap.dueOf(item));
        heap.remove(item);
      }
      expect(drained).toEqual([...model.values()].sort((a, b) => a - b));
    }),
  );
});

test('a cleared heap is empty and can be filled again', () => {
  const heap = createDueHeap();
  heap.set(3, 10);
  heap.clear();
  expect([heap.size(), heap.first(), heap.dueOf(3)]).toEqual([0, -1, Number.NaN]);
  heap.set(3, 5);
  expect(heap.first()).toBe(3);
});
