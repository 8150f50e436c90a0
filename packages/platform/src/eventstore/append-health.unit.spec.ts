import { fakeEventStore } from '@fleet/testkit/fake-eventstore';
import { describe, expect, it } from 'vitest';
import { tellingAppends } from './append-health.ts';
import { EventStoreError, type NewEvent } from './port.ts';

const event = (id: number): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  type: 'Thing',
  occurredAt: '2026-03-02T12:00:00.000Z',
  data: {},
  metadata: { correlationId: 'c', causationId: null, traceparent: null, schemaVersion: 1, synthetic: true },
});

describe('the ping of a store that answers and takes nothing', () => {
  const open = () => {
    let now = 0;
    let full = false;
    const inner = fakeEventStore();
    const store = tellingAppends(
      {
        ...inner,
        append: async (...args) => {
          if (full) throw new EventStoreError('unavailable', 'append refused: insufficient resources');
          return inner.append(...args);
        },
      },
      () => now,
    );
    return {
      store,
      setFull: (is: boolean) => {
        full = is;
      },
      pass: (ms: number) => {
        now += ms;
      },
    };
  };

  it('says so until an append lands', async () => {
    const { store, setFull } = open();
    await store.ping();
    setFull(true);
    await expect(store.append('a-1', [event(1)], 'noStream')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.ping()).rejects.toThrow('takes no events: append refused: insufficient resources');
    setFull(false);
    await store.append('a-1', [event(1)], 'noStream');
    await store.ping();
  });

  it('does not say so of conflicts and mistakes, nor for long when nobody tries again', async () => {
    const { store, setFull, pass } = open();
    await store.append('a-1', [event(1)], 'noStream');
    expect(await store.append('a-1', [event(2)], 'noStream')).toMatchObject({ kind: 'conflict' });
    await expect(store.append('a-1', [], 'noStream')).rejects.toMatchObject({ code: 'invalid' });
    await store.ping();
    setFull(true);
    await expect(store.append('a-1', [event(2)], 0)).rejects.toThrow();
    pass(15_001);
    await store.ping();
  });
});
