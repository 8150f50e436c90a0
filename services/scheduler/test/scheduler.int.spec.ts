import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { STREAM } from '@fleet/domain/identity';
import { TickMessage } from '@fleet/domain/messages';
import { BUCKETS, type Bus, connectBus, STREAMS } from '@fleet/platform/bus';
import { openClock } from '@fleet/platform/clock';
import { type EventStore, openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { inheritedEnv } from '@fleet/testkit/inherited-env';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  by,
  created,
  planned,
  provisioned,
  SEED,
  started,
  type TestAgent,
  testAgent,
  writer,
} from './fleet-in-a-box.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SCALE = 40;
const one = testAgent(0);
const crowd = Array.from({ length: 12 }, (_, index) => testAgent(index + 1));
const slower = { ...one, config: { ...one.config, minIntervalS: 100, maxIntervalS: 200 } };

let nats: TestNats;
let bus: Bus;
let events: EventStore;
let clock: Awaited<ReturnType<typeof openClock>>;
const processes: ChildProcess[] = [];
const over = new AbortController();
/** Every tick of the work queue, in the order of the stream. */
const ticks: TickMessage[] = [];
let consuming: Promise<void>;

/** Waits until something holds; the spec's own time limit ends it otherwise. */
const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await wait(20);
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const startScheduler = async (): Promise<ChildProcess> => {
  const fleet = { FLEET_SEED: SEED, FLEET_TIME_SCALE: String(SCALE), FLEET_RAMP: '0', STOP_WITHIN_MS: '5000' };
  const child = spawn(process.execPath, [main], {
    env: { ...inheritedEnv(), NATS_URL: nats.url, PORT: String(await freePort()), ...fleet },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(() => said.includes('all agents known') || child.exitCode !== null);
  expect(child.exitCode).toBeNull();
  return child;
};
/** Partitions held by each scheduler that answers, fewest first. */
const shares = async (): Promise<number[]> =>
  (await bus.services(300, 'fleet-scheduler')).map(({ data }) => Number(data.heldPartitions)).sort((a, b) => a - b);
const sharedAs = (...wanted: number[]) => until(async () => String(await shares()) === String(wanted));

const passed = async (fleetMs: number) => {
  const goal = clock.fleetNow() + fleetMs;
  await until(() => clock.fleetNow() >= goal);
};
const duesOf = (agentId: string, from = 0) =>
  ticks
    .filter((tick) => tick.agentId === agentId && tick.due >= from)
    .map(({ due }) => due)
    .sort((a, b) => a - b);

beforeAll(async () => {
  nats = await startNats({ auth: true });
  bus = await connectBus({ url: nats.url, name: 'test', log: silentLog() });
  await bus.ensureTopology();
  clock = await openClock({ kv: await bus.kv(BUCKETS.control), scale: SCALE, log: silentLog() });
  events = await openEventStore(nats.url);
  const options = {
    stream: STREAMS.ticks,
    consumer: 'actors',
    concurrency: 64,
    ackWaitMs: 30_000,
    maxAckPending: 1_000,
  };
  consuming = bus.consume({ ...options, signal: over.signal }, async (delivery) => {
    ticks.push(TickMessage.parse(JSON.parse(new TextDecoder().decode(delivery.payload))));
    await delivery.ack();
  });
});

afterAll(async () => {
  over.abort();
  await consuming;
  for (const child of processes) child.kill('SIGKILL');
  clock.close();
  await events.close();
  await bus.close();
  await nats.stop();
});

/** Every agent has, from when it is certain to be known, exactly the ticks of its plan. */
const hasItsPlan = async (agent: TestAgent, from: number, to: number) => {
  const wanted = planned(agent, from, to);
  const made = () => duesOf(agent.id, from).filter((due) => due < to);
  await until(() => made().length >= wanted.length);
  expect(made()).toEqual(wanted);
};

describe('schedulers on a real server', () => {
  test('publish what the plan says, through changes, a kill -9 of one and a stop of another', async () => {
    const write = writer(events, clock.fleetNow);
    const first = await startScheduler();
    await sharedAs(64);
    const t0 = clock.fleetNow();
    await write(STREAM.agent(one.id), created(one), provisioned, started);
    const oneFrom = clock.fleetNow();
    for (const agent of crowd) await write(STREAM.agent(agent.id), created(agent), provisioned, started);
    const crowdFrom = clock.fleetNow();
    const second = await startScheduler();
    await sharedAs(32, 32);
    await passed(120_000);

    const changing = clock.fleetNow();
    await write(STREAM.agent(one.id), { type: 'AgentReconfigured', data: { config: slower.config, ...by } });
    const changed = clock.fleetNow();
    await passed(60_000);
    first.kill('SIGKILL');
    await sharedAs(64);
    await passed(60_000);

    const third = await startScheduler();
    const fourth = await startScheduler();
    await sharedAs(16, 24, 24);
    await passed(60_000);
    third.kill('SIGKILL');
    await sharedAs(32, 32);
    const stopped = new Promise((resolve) => second.once('exit', resolve));
    await startScheduler();
    await sharedAs(16, 24, 24);
    second.kill('SIGTERM');
    expect(await stopped).toBe(0);
    await sharedAs(32, 32);
    expect(fourth.exitCode).toBeNull();
    await passed(60_000);

    // A moment's tick is in the stream soon after it; ids tell repeats.
    const end = clock.fleetNow();
    const settledAt = end + 5_000;
    await until(() => clock.fleetNow() > settledAt);
    for (const agent of crowd) await hasItsPlan(agent, crowdFrom, end);
    // Appending takes a moment of fleet time, which counts 40 times: nothing is claimed about it.
    await hasItsPlan(slower, changed, end);
    const before = duesOf(one.id, oneFrom).filter((due) => due < changing);
    expect(before).toEqual(planned(one, oneFrom, changing));
    expect(duesOf(one.id).every((due) => due >= t0)).toBe(true);
    expect(new Set(ticks.map(({ tickId }) => tickId)).size).toBe(ticks.length);
  }, 200_000);

  test('answer as micro services, with figures', async () => {
    const services = await bus.services(500, 'fleet-scheduler');
    expect(services).toHaveLength(2);
    const agents = crowd.length + 1;
    for (const { data } of services)
      expect(data).toMatchObject({ schedulers: 2, agents, planned: agents, unreadableEvents: 0 });
    expect(services.filter(({ data }) => data.leads === true)).toHaveLength(1);
  });
});
