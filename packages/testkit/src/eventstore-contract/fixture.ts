import type { EventStore, EventStoreOptions } from '@fleet/platform/eventstore';

/** The server behind the stores under test. */
export type ContractServer = {
  open(options?: EventStoreOptions): Promise<EventStore>;
  /** Absent for a server that is not ours to stop. */
  faults?: {
    /** As kill -9; what was acknowledged stays. */
    kill(): Promise<void>;
    restart(): Promise<void>;
    /** As `restart`, on an empty volume. */
    wipe(): Promise<void>;
    /** Subscriptions the server holds, each with the number of commits (or events) it has sent. */
    followers(): Promise<readonly number[]>;
  };
  stop(): Promise<void>;
};

export type Context = { readonly server: () => ContractServer; readonly store: () => EventStore };
