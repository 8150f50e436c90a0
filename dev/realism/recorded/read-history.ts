import type { EventStore } from '@fleet/platform/eventstore';
import { createRecorder, type RecordedFleet } from './recorded-fleet.ts';

/** Agents before what they did: moments are measured against the plans of their time. */
const ORDER = ['agent', 'fleet', 'activity', 'gallery'] as const;

/** Reads all there is at this moment; null: nothing. @throws EventStoreError `unavailable` */
export const readHistory = async (
  store: EventStore,
  window: { readonly from?: number; readonly to?: number },
  stop: AbortSignal,
): Promise<RecordedFleet | null> => {
  const recorder = createRecorder();
  for (const category of ORDER) {
    const done = new AbortController();
    const signal = AbortSignal.any([stop, done.signal]);
    for await (const item of store.subscribe({ categories: [category], signal })) {
      if (item.kind === 'caughtUp') break;
      for (const recorded of item.commit.events) recorder.take(recorded);
    }
    done.abort();
  }
  return recorder.result(window);
};
