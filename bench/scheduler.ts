import { fork } from 'node:child_process';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { BUCKETS, type Bus, CONSUMERS, connectBus, STREAMS } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import type { EventStore, RecordedEvent } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { createRegistry } from '@fleet/platform/telemetry';
import { startNats } from '@fleet/testkit/nats';
import { type AgentConfig, AgentConfig as Config } from '../packages/domain/src/agent/agent-config.ts';
import type { AgentEvent } from '../packages/domain/src/agent/agent-events.ts';
import { agentIdOf, factId, STREAM } from '../packages/domain/src/identity.ts';
import { TickMessage } from '../packages/domain/src/messages.ts';
import { createScheduler } from '../services/scheduler/src/app.ts';
import { createMetrics } from '../services/scheduler/src/metrics.ts';

/**
 * How late ticks are, and what a million agents cost: `node bench/scheduler.ts [ticks a second] [seconds] [agents]`.
 * Real nats-server and bus; agents due every 5 s, their events made up as they are read (so that `readyS` counts
 * folding and planning, not a store). Ticks are taken and acknowledged by another process. `sentMs` is the time from
 * a due moment to its acknowledged tick, `takenMs` to its delivery. With `agents`, so many more that are never due:
 * they cost memory and a place in the heap. JSON on stdout.
 */

const [rate = 5_000, seconds = 20, sleepers = 0] = process.argv.slice(2).map(Number);
const INTERVAL_S = 5;
const WARM_UP_MS = 8_000;
const log = silentLog();

const quantiles = (values: readonly number[]) => {
  const sorted = Float64Array.from(values).sort();
  const at = (q: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};

/** The other process: takes ticks and acknowledges them at once; tells how late they were when asked. */
const consume = async (url: string): Promise<void> => {
  const bus = await connectBus({ url, name: 'bench actor', log });
  const stop = new AbortController();
  let late: number[] = [];
  process.on('message', (message) => {
    if (message === 'forget') late = [];
    else process.send?.({ ticks: late.length, takenMs: quantiles(late) }, () => stop.abort());
  });
  process.send?.('ready');
  const options = { stream: STREAMS.ticks, consumer: CONSUMERS.ticks, concurrency: 2_000, ackWaitMs: 30_000 };
  await bus.consume({ ...options, maxAckPending: 50_000, signal: stop.signal }, async (delivery) => {
    late.push(Date.now() - TickMessage.parse(JSON.parse(Buffer.from(delivery.payload).toString())).dueWall);
    await delivery.ack();
  });
  await bus.close();
};

const configOf = (intervalS: number): AgentConfig =>
  Config.parse({
    ...{ name: 'Bench', personality: '', vibe: '', interests: [], workflow: 'chart' },
    schedule: {
      ...{ timezone: 'UTC', activeDays: [0, 1, 2, 3, 4, 5, 6], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    },
    ...{ minIntervalS: intervalS, maxIntervalS: intervalS, weights: { post: 0, comment: 0, like: 0 } },
  });

/** A store that makes each agent up as it is read: created, with its user, started. */
const madeUpStore = (agents: number, idle: number): EventStore => {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const [busy, calm] = [configOf(INTERVAL_S), configOf(86_400)];
  const eventsOf = (n: number): AgentEvent[] => {
    const [username, config] = [`bench_${n}`, n < agents ? busy : calm];
    const by = { by: 'bench', reason: '' };
    return [
      {
        type: 'AgentCreated',
        data: { agentId: agentIdOf(username), username, persona: null, seedIndex: null, config, by: 'bench' },
      },
      { type: 'AgentProvisioned', data: { platformUserId: '', created: true } },
      { type: 'AgentStarted', data: by },
    ];
  };
  const recorded = (n: number, revision: number, { type, data }: AgentEvent): RecordedEvent => {
    const stream = STREAM.agent(agentIdOf(`bench_${n}`));
    const metadata = {
      correlationId: '',
      causationId: null,
      traceparent: null,
      schemaVersion: 1,
      synthetic: true,
    } as const;
    const place = { stream, revision, position: BigInt(n + 1), index: revision };
    return { ...place, id: factId(stream, revision), type, data, metadata, occurredAt: at, recordedAt: at };
  };
  return {
    append: () => Promise.reject(new Error('nothing is appended here')),
    read: async function* () {},
    subscribe: async function* ({ categories, signal }) {
      if (categories?.includes('agent'))
        for (let n = 0; n < agents + idle && !signal.aborted; n++) {
          const events = eventsOf(n).map((event, revision) => recorded(n, revision, event));
          yield { kind: 'commit', commit: { stream: events[0]?.stream ?? '', position: BigInt(n + 1), events } };
          if (n % 2_000 === 0) await turn();
        }
      yield { kind: 'caughtUp' };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    holds: async () => true,
    ping: async () => {},
    close: async () => {},
  };
};

const openScheduler = async (bus: Bus) => {
  await bus.ensureTopology();
  const [control, leases, cursors] = await Promise.all([
    bus.kv(BUCKETS.control),
    bus.kv(BUCKETS.lease),
    bus.kv(BUCKETS.cursor),
  ]);
  const clock = await openClock({ kv: control, scale: 1, log });
  const sent: number[] = [];
  const metrics = createMetrics(createRegistry('bench'));
  const scheduler = createScheduler({
    ...{
      events: madeUpStore(rate * INTERVAL_S, sleepers),
      publish: bus.publish,
      leases,
      cursors,
      clock,
      yieldTurn: turn,
    },
    sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => {}),
    ...{ fleetSeed: 'bench', rampMinutesPer50: 0, instance: 'bench', log },
    metrics: {
      ...metrics,
      published: (lateMs) => {
        sent.push(lateMs);
        metrics.published(lateMs);
      },
    },
  });
  return { scheduler, clock, sent };
};

const main = async (): Promise<void> => {
  const nats = await startNats();
  const bus = await connectBus({ url: nats.url, name: 'bench scheduler', log });
  const { scheduler, clock, sent } = await openScheduler(bus);
  const actor = fork(import.meta.filename, ['consume', nats.url]);
  const told = <T>() => new Promise<T>((resolve) => actor.once('message', (message) => resolve(message as T)));
  await told();
  const stop = new AbortController();
  const began = performance.now();
  const running = scheduler.run(stop.signal);
  while (!scheduler.caughtUp()) await wait(20);
  const readyS = Math.round((performance.now() - began) / 10) / 100;
  await wait(WARM_UP_MS);
  sent.length = 0;
  actor.send('forget');
  const cpuBefore = process.cpuUsage();
  await wait(seconds * 1_000);
  const { user, system } = process.cpuUsage(cpuBefore);
  const sentMs = quantiles(sent);
  const perSecond = Math.round(sent.length / seconds);
  const rssMb = Math.round(process.memoryUsage().rss / 1e6);
  const taken = told<{ ticks: number; takenMs: ReturnType<typeof quantiles> }>();
  actor.send('tell');
  const { takenMs } = await taken;
  console.log(
    JSON.stringify(
      {
        ...{ agents: rate * INTERVAL_S + sleepers, readyS, wantedPerSecond: rate, perSecond, sentMs, takenMs },
        ...{ cpu: Math.round((user + system) / seconds / 10_000) / 100, rssMb },
      },
      null,
      2,
    ),
  );
  stop.abort();
  await running;
  clock.close();
  await bus.close();
  await nats.stop();
  process.exit(0);
};

if (process.argv[2] === 'consume') await consume(process.argv[3] ?? '');
else await main();
