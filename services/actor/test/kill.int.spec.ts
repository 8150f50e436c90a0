import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActionKind } from '@fleet/domain/activity/activity-events';
import { encode, type FleetDomainEvent } from '@fleet/domain/codec';
import { agentIdOf, factId, partitionOf, STREAM, tickIdOf } from '@fleet/domain/identity';
import type { JobMessage, TickMessage } from '@fleet/domain/messages';
import { connectBus, SUBJECTS } from '@fleet/platform/bus';
import { openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { startNats } from '@fleet/testkit/nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG } from './world.ts';

const KILLS = 20;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TOKEN = 'fst_kill_test_token_0123456789';
/** Steps after whose sending a process dies, in turn. */
const STEPS = ['publish', 'publish', 'compose'] as const;

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
    env: { PATH: process.env.PATH ?? '', ...env },
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

const until = async (what: string, done: () => Promise<boolean>, withinMs = 120_000) => {
  const deadline = performance.now() + withinMs;
  while (!(await done().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
const answers = (url: string) => async () => (await fetch(url)).status < 500;

const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-kill-'));
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
  await control({ humansAct: 30 });

  const bus = await connectBus({ url: nats.url, name: 'kill-spec', log: silentLog() });
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
          correlationId: 'kill-spec',
          causationId: null,
          traceparent: null,
        }),
      ),
      'noStream',
    );
  const agent = async (username: string): Promise<string> => {
    const agentId = agentIdOf(username);
    const created = { agentId, username, persona: null, seedIndex: null, by: 'spec', config: CONFIG };
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
  return { actor, agent, typesOf, publish, calls, control, close };
};

describe('an actor killed with -9 after sending and before the outcome', () => {
  let world: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  it(`${KILLS} times leaves no duplicate by the gallery’s own call log, and every tick ends`, async () => {
    const heir = await world.actor({});
    const agents = await Promise.all(Array.from({ length: 150 }, (_, i) => world.agent(`agent_${i}`)));
    await until('the users', async () => {
      const provisioned = await Promise.all(agents.map((id) => world.typesOf(STREAM.agent(id))));
      return provisioned.every((types) => types.includes('AgentProvisioned'));
    });
    // Answers take their time, so that a process dies while one is under way.
    await world.control({ latencyMs: 100 });

    const kinds = ['like', 'comment', 'post'] as const;
    const used: string[] = [];
    let kills = 0;
    while (kills < KILLS) {
      const step = STEPS[kills % STEPS.length] ?? 'publish';
      const dying = await world.actor({ FLEET_CRASH_AT: `sent-no-answer:${step}`, ACTOR_CONCURRENCY: '2' });
      let gone = false;
      void dying.gone.then(() => {
        gone = true;
      });
      while (!gone && used.length < agents.length) {
        const agentId = agents[used.length] ?? '';
        const kind = step === 'compose' && used.length % 3 === 0 ? 'post' : (kinds[used.length % 3] ?? 'like');
        used.push(agentId);
        await world.publish(agentId, kind);
        await Promise.race([dying.gone, new Promise((resolve) => setTimeout(resolve, 600))]);
      }
      expect(gone, `no tick for an actor: ${dying.said()}`).toBe(true);
      expect(await dying.gone, dying.said()).toBe('SIGKILL');
      kills++;
    }
    expect(kills).toBe(KILLS);

    await until('every tick to end', async () => {
      const streams = await Promise.all(used.map((id) => world.typesOf(STREAM.activity(id))));
      return streams.every((types) => types.includes('TickEnded') || types.includes('TickAbandoned'));
    });
    const streams = await Promise.all(used.map((id) => world.typesOf(STREAM.activity(id))));
    for (const types of streams) {
      expect(types.filter((type) => type === 'TickAccepted')).toHaveLength(1);
      expect(types.filter((type) => type === 'TickEnded' || type === 'TickAbandoned')).toHaveLength(1);
    }
    const effects = (await world.calls()).filter(({ effect }) => /^(post|comment|like|unlike):/.test(effect ?? ''));
    const byAgent = Map.groupBy(effects, ({ agent }) => agent);
    for (const [agent, made] of byAgent) expect(made, `effects of ${agent}`).toHaveLength(1);
    expect(effects.filter(({ effect }) => effect?.startsWith('unlike'))).toEqual([]);
    // What the gallery holds is what the streams say happened, unless they say that it cannot be told.
    for (const [i, types] of streams.entries()) {
      const facts = types.filter((type) => /^(PostPublished|CommentLeft|PostLiked)$/.test(type));
      const made = byAgent.get(`agent_${i}`) ?? [];
      const untold = types.at(-2) === 'EffectUnknown' || types.includes('TickAbandoned');
      if (facts.length > made.length || (facts.length < made.length && !untold))
        expect.fail(`agent_${i}: ${types.join(', ')}, but the gallery has ${JSON.stringify(made)}`);
    }
    heir.child.kill('SIGTERM');
    expect(await heir.gone).toBeNull();
  }, 300_000);
});
