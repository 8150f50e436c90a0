import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActionKind, ActivityEvent } from '@fleet/domain/activity/activity-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, partitionOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import type { JobMessage, TickMessage } from '@fleet/domain/messages';
import { connectBus, SUBJECTS } from '@fleet/platform/bus';
import { openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { inheritedEnv } from '@fleet/testkit/inherited-env';
import { startNats } from '@fleet/testkit/nats';
import { CONFIG } from './world.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TOKEN = 'fst_actor_test_token_0123456789';
type TickEnd = Extract<ActivityEvent, { type: 'TickEnded' }>['data'];
type Call = { readonly agent: string | null; readonly effect: string | null; readonly idempotencyKey: string | null };

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const children = new Set<ChildProcess>();
// A spec that fails half-way must not leave processes behind.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
const launch = (file: string, env: Record<string, string>) => {
  const child = spawn(process.execPath, [join(ROOT, file)], {
    env: { ...inheritedEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const gone = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_code, signal) => {
      children.delete(child);
      resolve(signal);
    }),
  );
  return { child, gone, said: () => said };
};

/** Waits for a condition, two minutes at most. */
export const until = async (what: string, done: () => Promise<boolean>, withinMs = 120_000) => {
  const deadline = performance.now() + withinMs;
  while (!(await done().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
const answers = (url: string) => async () => (await fetch(url)).status < 500;

/** A real nats-server, the stand-in Studio and model, and actors as processes of their own, on free ports. */
export const openStage = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-actors-'));
  const nats = await startNats();
  const [studioPort, llmPort] = [await freePort(), await freePort()];
  const studioUrl = `http://127.0.0.1:${studioPort}`;
  launch('dev/studio/main.ts', {
    PORT: String(studioPort),
    STUDIO_DATA_DIR: join(folder, 'studio'),
    FLOIMG_SERVICE_TOKEN: TOKEN,
    STUDIO_HUMANS_PER_HOUR: '0',
    STUDIO_FILL_IS_LIKED: 'on',
  });
  launch('dev/llm/main.ts', { PORT: String(llmPort) });
  await until('the stand-ins', async () => {
    const both = [answers(`${studioUrl}/__control`)(), answers(`http://127.0.0.1:${llmPort}/v1/models`)()];
    return (await Promise.all(both)).every(Boolean);
  });
  const control = (body: object) =>
    fetch(`${studioUrl}/__control`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  /** Faults and call log of the stand-in model: see dev/llm/faults.ts. */
  const model = async (change: object | null = null) => {
    const how = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) };
    const answer = await fetch(`http://127.0.0.1:${llmPort}/__control`, change === null ? {} : how);
    return (await answer.json()) as { total: number };
  };
  await control({ humansAct: 30 });

  const bus = await connectBus({ url: nats.url, name: 'actor-spec', log: silentLog() });
  await bus.ensureTopology();
  const events = await openEventStore(nats.url);
  /** Started, and taking ticks. */
  const actor = async (env: Record<string, string>) => {
    const port = await freePort();
    const started = launch('services/actor/src/main.ts', {
      NATS_URL: nats.url,
      PORT: String(port),
      FLOIMG_API_URL: studioUrl,
      FLOIMG_SERVICE_TOKEN: TOKEN,
      LLM_PROVIDER: 'offline',
      LLM_BASE_URL: `http://127.0.0.1:${llmPort}/v1`,
      STOP_WITHIN_MS: '5000',
      EFFECT_SEND_WITHIN_MS: '2000',
      EFFECT_LEASE_MS: '6000',
      EFFECT_SETTLE_MS: '1500',
      TICK_ACK_WAIT_MS: '2000',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'test',
      ...env,
    });
    await until(`an actor: ${started.said()}`, async () => (await fetch(`http://127.0.0.1:${port}/ready`)).ok);
    return started;
  };

  const append = (stream: string, facts: readonly FleetDomainEvent[]) =>
    events.append(
      stream,
      facts.map((fact, i) =>
        encode(fact, {
          id: factId(stream, i),
          occurredAtMs: Date.now(),
          correlationId: 'actor-spec',
          causationId: null,
          traceparent: null,
        }),
      ),
      'noStream',
    );
  type More = { readonly grow?: boolean; readonly persona?: { readonly id: string; readonly version: number } };
  const agent = async (username: string, more: More = {}): Promise<string> => {
    const agentId = agentIdOf(username);
    const created = { agentId, username, persona: null, seedIndex: null, by: 'spec', config: CONFIG, ...more };
    await append(STREAM.agent(agentId), [
      { type: 'AgentCreated', data: created },
      { type: 'AgentStarted', data: { by: 'spec', reason: '' } },
    ]);
    const job: JobMessage = { v: 1, jobId: `provision.${agentId}`, kind: 'provision', agentId };
    await bus.publish(SUBJECTS.job('provision'), JSON.stringify(job), { messageId: job.jobId });
    return agentId;
  };
  const typesOf = async (stream: string) => {
    const types: string[] = [];
    for await (const { type } of events.read(stream, { direction: 'forwards' })) types.push(type);
    return types;
  };
  const endsOf = async (agentId: string) => {
    const ends: TickEnd[] = [];
    for await (const { type, data } of events.read(STREAM.activity(agentId), { direction: 'forwards' }))
      if (type === 'TickEnded') ends.push(data as TickEnd);
    return ends;
  };
  const eventsOf = async (agentId: string) => {
    const all: ActivityEvent[] = [];
    for await (const { type, data } of events.read(STREAM.activity(agentId), { direction: 'forwards' }))
      all.push({ type, data } as ActivityEvent);
    return all;
  };
  const publish = async (agentId: string, kind: ActionKind) => {
    const due = Date.now();
    const tickId = tickIdOf(agentId, due);
    const none = { causationId: null, traceparent: null };
    const tick: TickMessage = { v: 1, tickId, agentId, due, dueWall: due, kind, ...none };
    await bus.publish(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), { messageId: tickId });
  };
  const calls = async (): Promise<Call[]> => {
    const answer = await fetch(`${studioUrl}/__control/calls?limit=20000`);
    return ((await answer.json()) as { calls: Call[] }).calls;
  };
  const close = async () => {
    await events.close();
    await bus.close();
    for (const child of children) child.kill('SIGKILL');
    await until('the processes to end', async () => children.size === 0, 10_000);
    await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { actor, append, agent, typesOf, endsOf, publish, calls, control, model, eventsOf, close };
};
