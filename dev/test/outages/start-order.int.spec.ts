import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '@fleet/provision/ports';
import { type Gate, openGate } from '@fleet/testkit/gate';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Addresses, type ServiceName, type ServiceUnderTest, startService } from './service-under-test.ts';

const patience = { timeout: 50_000, interval: 100 };

/** What each service stands on, and the check of its `/ready` that says so. */
const NEEDS: Readonly<Record<ServiceName, Partial<Record<keyof Addresses, string>>>> = {
  scheduler: { nats: 'nats', eventStore: 'event store' },
  actor: { nats: 'nats', eventStore: 'eventStore', postgres: 'budget' },
  projector: { nats: 'nats', eventStore: 'eventStore', postgres: 'postgres' },
  gateway: { nats: 'nats', eventStore: 'event_store', postgres: 'postgres' },
};
const CASES = Object.entries(NEEDS).flatMap(([service, needs]) =>
  Object.entries(needs).map(([part, check]) => ({
    service: service as ServiceName,
    part: part as keyof Addresses,
    check,
  })),
);

let nats: TestNats;
let store: TestNats;
let database: TestDatabase;
const started: ServiceUnderTest[] = [];
const gates: Gate[] = [];
let addresses: Addresses;
/** A gallery without anything in it: schedulers ask for it to be observed, and actors are ready when it answers. */
const gallery = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"items":[]}');
});

const start = async (name: ServiceName, at: Addresses) => {
  const { port } = gallery.address() as AddressInfo;
  const service = await startService(name, at, { FLOIMG_API_URL: `http://127.0.0.1:${port}` });
  started.push(service);
  return service;
};
const isReady = (service: ServiceUnderTest) =>
  vi.waitFor(async () => {
    const ready = await service.ready();
    expect(ready?.status, `${JSON.stringify(ready)} ${service.said()}`).toBe(200);
  }, patience);

beforeAll(async () => {
  await new Promise<void>((resolve) => gallery.listen(0, '127.0.0.1', resolve));
  nats = await startNats({ auth: true });
  store = await startNats();
  database = await createDatabase();
  addresses = { nats: nats.url, eventStore: store.url, postgres: database.url };
  // The gateway is ready once a projector has made the read model.
  const projector = await start('projector', addresses);
  await isReady(projector);
  projector.child.kill('SIGTERM');
  expect(await projector.ended).toBe(0);
});
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  for (const gate of gates) await gate.close();
  await database?.drop();
  await store?.stop();
  await nats?.stop();
  gallery.closeAllConnections();
  gallery.close();
});

describe('a service that starts before what it needs', () => {
  test.each(CASES)('$service without $part: says so, stops cleanly, and is ready when it comes', async (given) => {
    const { service: name, part, check } = given;
    const gate = await openGate({ url: addresses[part] });
    gates.push(gate);
    await gate.shut();
    const at = { ...addresses, [part]: gate.through(addresses[part]) };
    const [service, other] = await Promise.all([start(name, at), start(name, at)]);
    for (const one of [service, other])
      await vi.waitFor(async () => {
        expect(await one.status('/health'), one.said()).toBe(200);
        const ready = await one.ready();
        expect(ready?.status).toBe(503);
        expect(ready?.checks.find((each) => each.name === check)).toMatchObject({ ok: false });
      }, patience);
    other.child.kill('SIGTERM');
    expect(await other.ended, other.said()).toBe(0);

    await gate.open();
    await isReady(service);
    service.child.kill('SIGTERM');
    expect(await service.ended, service.said()).toBe(0);
  });

  test('any service without anything at all serves /health and ends with 0 when it is told to stop', async () => {
    const port = await freePort();
    const nowhere = {
      nats: `nats://127.0.0.1:${port}`,
      eventStore: `nats://127.0.0.1:${port}`,
      postgres: `postgres://a:b@127.0.0.1:${port}/x`,
    };
    const services = await Promise.all((Object.keys(NEEDS) as ServiceName[]).map((name) => start(name, nowhere)));
    for (const service of services) {
      await vi.waitFor(async () => expect(await service.status('/health'), service.said()).toBe(200), patience);
      expect((await service.ready())?.status).toBe(503);
      service.child.kill('SIGTERM');
      expect(await service.ended, service.said()).toBe(0);
    }
  });
});
