import { eventStoreContract } from '@fleet/testkit/eventstore-contract';
import { fakeEventStore } from '@fleet/testkit/fake-eventstore';

// The outages of the contract are those of a process; the fake has its own faults instead.
eventStoreContract('in memory, held to what is asked of a real server', async () => {
  const store = fakeEventStore();
  return { open: async () => store.connect(), stop: () => store.close() };
});
