import { randomUUID } from 'node:crypto';
import { type EventStore, type NewEvent, openEventStore } from '@fleet/platform/eventstore';
import { startEsdbServer } from '@fleet/testkit/esdb-server';
import { startNats } from '@fleet/testkit/nats';

/**
 * Appends and catch-up of both event stores: `node bench/eventstore.ts [commits]`. One event of about 300 bytes per
 * commit, each to a stream of its own with its expectation, 256 appends under way. JSON on stdout.
 * EventStoreDB runs on the in-test server, in this process: its figure is that of client and server sharing one core,
 * one call per append. `perCpuSecond` counts this process's processor time alone: it holds on a machine that is busy.
 */

const IN_FLIGHT = 256;
const commits = Number(process.argv[2] ?? 20_000);

const event = (): NewEvent => ({
  id: randomUUID(),
  type: 'PostLiked',
  occurredAt: new Date().toISOString(),
  data: { tickId: randomUUID(), postId: randomUUID(), likeCount: 3, foundIn: randomUUID() },
  metadata: { correlationId: 'bench', causationId: null, traceparent: null, schemaVersion: 1, synthetic: true },
});

const rate = async (count: number, work: () => Promise<unknown>) => {
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: Math.round(count / ((performance.now() - started) / 1_000)),
    perCpuSecond: Math.round(count / ((user + system) / 1_000_000)),
  };
};

const measure = async (store: EventStore) => {
  const category = `b${randomUUID().replaceAll('-', '')}`;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next++ < commits) await store.append(`${category}-${randomUUID()}`, [event()], 'noStream');
  };
  const appends = await rate(commits, () => Promise.all(Array.from({ length: IN_FLIGHT }, lane)));
  const stop = new AbortController();
  let seen = 0;
  const catchUp = await rate(commits, async () => {
    for await (const item of store.subscribe({ categories: [category], signal: stop.signal })) {
      if (item.kind === 'caughtUp') stop.abort();
      else seen += item.commit.events.length;
    }
  });
  if (seen !== commits) throw new Error(`${seen} of ${commits} events came back`);
  await store.close();
  return { appends, catchUp };
};

const nats = await startNats();
const jetstream = await measure(await openEventStore(nats.url));
await nats.stop();
const server = await startEsdbServer();
const eventstoredb = await measure(await openEventStore(server.url));
await server.stop();
console.log(JSON.stringify({ commits, inFlight: IN_FLIGHT, jetstream, eventstoredb }, null, 2));
