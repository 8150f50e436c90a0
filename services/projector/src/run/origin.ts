import { type EventStore, EventStoreError, type Place } from '@fleet/platform/eventstore';

/** The command that makes the read models those of the store that is there now. */
export const REBUILD_COMMAND = 'node services/projector/src/main.ts rebuild';

/** The store is not the one the read models were made of: positions of before mean nothing in it. */
export class StoreReplacedError extends Error {
  constructor(last: Place) {
    super(
      `the event store does not hold what was projected last (position ${last.position}, ${last.stream} at ` +
        `${last.revision}): it was wiped, replaced or set back; run \`${REBUILD_COMMAND}\``,
    );
    this.name = 'StoreReplacedError';
  }
}

/**
 * Whether the store answers; `last` is the event last projected, null for none.
 * @throws StoreReplacedError when the store does not hold that event
 */
export const answers = async (store: EventStore, last: Place | null): Promise<boolean> => {
  let holds: boolean;
  try {
    if (last === null) await store.ping();
    holds = last === null || (await store.holds(last));
  } catch (error) {
    if (error instanceof EventStoreError) return false;
    throw error;
  }
  if (!holds && last !== null) throw new StoreReplacedError(last);
  return true;
};
