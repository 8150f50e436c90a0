import { startEsdbServer } from '@fleet/testkit/esdb-server';
import { eventStoreContract } from '@fleet/testkit/eventstore-contract';
import { openEventStore } from './index.ts';

eventStoreContract('EventStoreDB client, in-test server', async () => {
  const server = await startEsdbServer();
  return {
    open: (options) => openEventStore(server.url, options),
    faults: {
      kill: server.kill,
      restart: server.restart,
      wipe: server.wipe,
      followers: async () => server.openReads(),
    },
    stop: server.stop,
  };
});

const url = process.env.EVENT_STORE_TEST_URL;
if (url !== undefined)
  eventStoreContract('EventStoreDB client, real server', async () => ({
    open: (options) => openEventStore(url, options),
    stop: async () => undefined,
  }));
