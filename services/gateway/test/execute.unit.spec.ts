import { decodeFleetEvent } from '@fleet/domain/codec';
import { accepted } from '@fleet/domain/decision';
import { evolveFleet, type FleetState, initialFleet } from '@fleet/domain/fleet/fleet';
import type { FleetEvent } from '@fleet/domain/fleet/fleet-events';
import { STREAM } from '@fleet/domain/identity';
import { type EventStore, EventStoreError } from '@fleet/platform/eventstore';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { manualClock } from '@fleet/testkit/manual-clock';
import { expect, test } from 'vitest';
import { type Aggregate, execute } from '../src/command/execute.ts';

const aggregate: Aggregate<FleetState, FleetEvent> = {
  stream: STREAM.fleet,
  initial: initialFleet,
  evolve: evolveFleet,
  decode: decodeFleetEvent,
};
const order = { by: 'operator:spec', correlationId: '5a0f0c1e-0d5c-4b6a-9a53-0c6c2a3f9b11', traceparent: null };

/** A store whose first appends fail, each after so long; what it was asked to append. */
const failing = (times: number, afterMs: number) => {
  const clock = manualClock();
  const store = fakeEventStore();
  const ids: string[][] = [];
  const append: EventStore['append'] = async (stream, events, expected) => {
    ids.push(events.map(({ id }) => id));
    await clock.advance(afterMs);
    if (ids.length <= times) throw new EventStoreError('unavailable', 'append refused: insufficient resources');
    return store.append(stream, events, expected);
  };
  const deps = { store: { ...store, append }, clock, wrote: () => {}, warn: () => {}, pause: clock.advance };
  const level = () =>
    execute(
      deps,
      aggregate,
      () => accepted<FleetEvent>({ type: 'ActivityLevelSet', data: { level: 2, by: order.by, reason: 'spec' } }),
      order,
    );
  return { ids, level };
};

test('an append that fails at once is tried again, with the same ids, and lands', async () => {
  const { ids, level } = failing(2, 10);
  expect(await level()).toMatchObject({ kind: 'done', changed: true, state: { level: 2 } });
  expect(ids).toHaveLength(3);
  expect(new Set(ids.flat()).size).toBe(1);
});

test('after three tries the operator is told', async () => {
  const { ids, level } = failing(3, 10);
  await expect(level()).rejects.toMatchObject({ code: 'unavailable' });
  expect(ids).toHaveLength(3);
});

test('a store that failed after trying by itself for seconds is not tried again: the operator is told now', async () => {
  const { ids, level } = failing(1, 5_000);
  await expect(level()).rejects.toMatchObject({ code: 'unavailable' });
  expect(ids).toHaveLength(1);
});
