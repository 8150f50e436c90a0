import type { EventStore } from '@fleet/platform/eventstore';
import { afterAll, beforeAll, describe } from 'vitest';
import { appendContract } from './eventstore-contract/appends.ts';
import type { ContractServer } from './eventstore-contract/fixture.ts';
import { modelContract } from './eventstore-contract/model.ts';
import { outageContract } from './eventstore-contract/outages.ts';
import { readContract } from './eventstore-contract/reads.ts';
import { subscriptionContract } from './eventstore-contract/subscriptions.ts';

export type { ContractServer } from './eventstore-contract/fixture.ts';

/** What every event store promises, whatever it is made of. Outages are left out for servers that are not ours to stop. */
export const eventStoreContract = (name: string, start: () => Promise<ContractServer>): void => {
  describe(`event store contract: ${name}`, () => {
    let server: ContractServer;
    let store: EventStore;
    const context = { server: () => server, store: () => store };
    beforeAll(async () => {
      server = await start();
      store = await server.open();
    });
    afterAll(async () => {
      await store?.close();
      await server?.stop();
    });
    describe('appending', () => appendContract(context));
    describe('reading', () => readContract(context));
    describe('following', () => subscriptionContract(context));
    describe('model', () => modelContract(context));
    if (name.endsWith('real server')) return;
    describe('outages', () => outageContract(context));
  });
};
