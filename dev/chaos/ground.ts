import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionKind, ActivityEvent } from '@fleet/domain/activity/activity-events';
import type { AgentConfig } from '@fleet/domain/agent/agent-config';
import { decodeActivityEvent, encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, partitionOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import type { JobMessage, TickMessage } from '@fleet/domain/messages';
import { connectBus, SUBJECTS } from '@fleet/platform/bus';
import { openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import type { Call } from './invariants.ts';
import { ownPort } from './ports.ts';
import { createLauncher, type Launched, until } from './processes.ts';

const TOKEN = 'fst_chaos_token_0123456789';
/** Twenty of them on two busy cores take their time. */
const START_WITHIN_MS = 150_000;
/** A job whose answer was lost comes again after 15 s, one whose worker was killed after a minute. */
const PROVISIONED_WITHIN_MS = 240_000;
const CONFIG: AgentConfig = {
  name: 'Mira',
  personality: 'curious',
  vibe: 'calm',
  interests: ['lamps'],
  schedule: {
    timezone: 'UTC',
    activeDays: [0, 1, 2, 3, 4, 5, 6],
    peakHours: [],
    peakMultiplier: 1,
    offPeakMultiplier: 1,
  },
  minIntervalS: 60,
  maxIntervalS: 300,
  weights: { post: 0.3, comment: 0.3, like: 0.3 },
  workflow: 'chart',
};

/** The protocol's times, short: send window, lease (workflow), settle, ack wait. All in ms. */
export const SHORT = { send: 2_000, lease: 4_500, workflowLease: 7_000, settle: 2_500, ackWait: 2_000 };

export type ActorProcess = Launched & {
  /** A number of its `/metrics`, 0 when it is not there. */
  metric(name: string): Promise<number>;
};

/** A stand-in Studio that logs every call, a stand-in model, agents, and real actor processes over one NATS server. */
export const openGround = async (natsUrl: string, { humansAct = 20 } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-chaos-'));
  const processes = createLauncher();
  const [studioPort, llmPort] = [await ownPort(), await ownPort()];
  const studioUrl = `http://127.0.0.1:${studioPort}`;
  const llmUrl = `http://127.0.0.1:${llmPort}/v1`;
  const studio = processes.launchNode('dev/studio/main.ts', {
    PORT: String(studioPort),
    STUDIO_DATA_DIR: join(folder, 'studio'),
    FLOIMG_SERVICE_TOKEN: TOKEN,
    STUDIO_HUMANS_PER_HOUR: '0',
    STUDIO_FILL_IS_LIKED: 'on',
  });
  const llm = processes.launchNode('dev/llm/main.ts', { PORT: String(llmPort) });
  // A first process that ends at once (it has no token) leaves its compiled code to the many that follow: those are killed.
  const first = processes.launchNode('services/actor/src/main.ts', {});
  const standIns = async () => {
    if (studio.isGone() || llm.isGone()) throw new Error(`a stand-in ended: ${studio.said()}${llm.said()}`);
    return (await fetch(`${studioUrl}/__control`)).ok && (await fetch(`${llmUrl}/models`)).status < 500;
  };
  await until('the stand-ins', standIns, START_WITHIN_MS);
  await first.gone;
  /** The Studio's switches. */
  const control = async (body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${studioUrl}/__control`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await control({ humansAct });

  const bus = await connectBus({ url: natsUrl, name: 'fleet-chaos', log: silentLog() });
  await bus.ensureTopology();
  const events = await openEventStore(natsUrl, { name: 'fleet-chaos', log: () => {} });
  const usernames = new Map<string, string>();
  const actors = new Set<Launched>();

  /** Started, and taking ticks. */
  const actor = async (env: Record<string, string> = {}): Promise<ActorProcess> => {
    const port = await ownPort();
    const started = processes.launchNode('services/actor/src/main.ts', {
      NATS_URL: natsUrl,
      PORT: String(port),
      FLOIMG_API_URL: studioUrl,
      FLOIMG_SERVICE_TOKEN: TOKEN,
      LLM_PROVIDER: 'offline',
      LLM_BASE_URL: llmUrl,
      STOP_WITHIN_MS: '5000',
      EFFECT_SEND_WITHIN_MS: String(SHORT.send),
      EFFECT_LEASE_MS: String(SHORT.lease),
      EFFECT_WORKFLOW_LEASE_MS: String(SHORT.workflowLease),
      EFFECT_SETTLE_MS: String(SHORT.settle),
      TICK_ACK_WAIT_MS: String(SHORT.ackWait),
      LOG_LEVEL: 'warn',
      NODE_ENV: 'test',
      ...env,
    });
    actors.add(started);
    const ready = async () => started.isGone() || (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
    await until('an actor', ready, START_WITHIN_MS);
    // One that dies of its first delivery may be gone before anybody asks.
    if (started.isGone() && env.FLEET_CRASH_AT === undefined) throw new Error(`an actor ended: ${started.said()}`);
    const metric = async (name: string) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(name) && !one.startsWith('#'));
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    return { ...started, metric };
  };

  const append = (stream: string, facts: readonly FleetDomainEvent[]) => {
    const none = { correlationId: 'chaos', causationId: null, traceparent: null };
    const encoded = facts.map((fact, i) => encode(fact, { id: factId(stream, i), occurredAtMs: Date.now(), ...none }));
    return events.append(stream, encoded, 'noStream');
  };
  /** A started agent whose platform user an actor has yet to make. */
  const agent = async (username: string): Promise<string> => {
    const agentId = agentIdOf(username);
    usernames.set(agentId, username);
    const created = { agentId, username, persona: null, seedIndex: null, by: 'chaos', config: CONFIG };
    await append(STREAM.agent(agentId), [
      { type: 'AgentCreated', data: created },
      { type: 'AgentStarted', data: { by: 'chaos', reason: '' } },
    ]);
    const job: JobMessage = { v: 1, jobId: `provision.${agentId}`, kind: 'provision', agentId };
    await bus.publish(SUBJECTS.job('provision'), JSON.stringify(job), { messageId: job.jobId });
    return agentId;
  };
  const lifecycle = async (agentId: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of events.read(STREAM.agent(agentId), { direction: 'forwards' })) types.push(type);
    return types;
  };
  const story = async (agentId: string): Promise<ActivityEvent[]> => {
    const told: ActivityEvent[] = [];
    for await (const recorded of events.read(STREAM.activity(agentId), { direction: 'forwards' })) {
      const decoded = decodeActivityEvent(recorded);
      if (decoded.kind === 'event') told.push(decoded.event);
    }
    return told;
  };
  /** `messageId`: another than the tick's own, so that the queue takes a repeat for a new message. */
  const publish = async (
    agentId: string,
    kind: ActionKind,
    { due = Date.now(), messageId }: { readonly due?: number; readonly messageId?: string } = {},
  ): Promise<string> => {
    const tickId = tickIdOf(agentId, due);
    const none = { causationId: null, traceparent: null };
    const tick: TickMessage = { v: 1, tickId, agentId, due, dueWall: due, kind, ...none };
    await bus.publish(SUBJECTS.tick(partitionOf(agentId)), JSON.stringify(tick), { messageId: messageId ?? tickId });
    return tickId;
  };
  /** The gallery's own log of what it was asked and what it did. */
  const calls = async (): Promise<readonly Call[]> => {
    const answer = await fetch(`${studioUrl}/__control/calls?limit=20000`);
    return ((await answer.json()) as { calls: Call[] }).calls;
  };

  return {
    control,
    actor,
    agent,
    story,
    publish,
    calls,
    /** Kills every actor that still runs, so that none takes what is meant for the next. */
    endActors: async () => {
      for (const { child } of actors) child.kill('SIGKILL');
      await Promise.all([...actors].map(({ gone }) => gone));
      actors.clear();
    },
    /** Waits until all of them have their platform user. */
    provisioned: (agentIds: readonly string[]) =>
      until(
        'the users',
        async () => {
          const all = await Promise.all(agentIds.map(lifecycle));
          return all.every((types) => types.includes('AgentProvisioned'));
        },
        PROVISIONED_WITHIN_MS,
      ),
    stories: (agentIds: readonly string[]) =>
      Promise.all(agentIds.map(async (id) => ({ username: usernames.get(id) ?? id, events: await story(id) }))),
    close: async () => {
      await events.close();
      await bus.close();
      await processes.killAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type Ground = Awaited<ReturnType<typeof openGround>>;
