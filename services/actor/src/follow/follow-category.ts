import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';

export type Following = {
  /** Resolves when everything that existed at the start was taken. */
  readonly caughtUp: Promise<void>;
  /** Ends with the signal. @throws where the subscription fails; called again it goes on after what was taken. */
  follow(signal: AbortSignal): Promise<void>;
};

/** Takes every event of one category in order, from the very first; one following at a time. */
export const followCategory = (
  events: Pick<EventStore, 'subscribe'>,
  category: string,
  take: (recorded: RecordedEvent) => void,
): Following => {
  const ready = Promise.withResolvers<void>();
  let position: bigint | null = null;
  return {
    caughtUp: ready.promise,
    follow: async (signal) => {
      const after = position === null ? {} : { after: position };
      for await (const item of events.subscribe({ categories: [category], signal, ...after })) {
        if (item.kind === 'caughtUp') ready.resolve();
        else {
          for (const recorded of item.commit.events) take(recorded);
          position = item.commit.position;
        }
      }
    },
  };
};
