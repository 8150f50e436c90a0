import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActivityEvent } from '@fleet/domain/activity/activity-events';
import { decodeActivityEvent } from '@fleet/domain/codec';
import { STREAM } from '@fleet/domain/identity';
import { type Bus, connectBus } from '@fleet/platform/bus';
import { type EventStore, openEventStore } from '@fleet/platform/eventstore';
import { silentLog } from '@fleet/platform/log';
import { inheritedEnv } from '@fleet/provision/inherited-env';
import { freePort } from '@fleet/provision/ports';
import { openGate } from '@fleet/testkit/gate';
import { startNats } from '@fleet/testkit/nats';
import { createDatabase } from '@fleet/testkit/postgres';
import { expect, vi } from 'vitest';
import type { Call, Story } from '../../chaos/invariants.ts';
import { ADMIN_TOKEN, type ServiceName, type ServiceUnderTest, startService } from './service-under-test.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SERVICE_TOKEN = 'fst_outage_token_0123456789';
export const patience = { timeout: 90_000, interval: 150 };

/** Moments come often, and the protocol's waits are short. */
const QUICK = {
  FLEET_TIME_SCALE: '30',
  FLEET_PRESET: 'lively',
  FLEET_RHYTHM: 'interval',
  FLEET_RAMP: '0',
  EFFECT_SEND_WITHIN_MS: '2000',
  EFFECT_LEASE_MS: '4500',
  EFFECT_WORKFLOW_LEASE_MS: '9000',
  EFFECT_SETTLE_MS: '500',
  TICK_ACK_WAIT_MS: '2000',
  LOG_LEVEL: 'warn',
};

/** Of the event store: enough for a spec, and quickly filled. */
const DISK_MB = 48;

type ApiAnswer = { readonly status: number; readonly body: Record<string, unknown>; readonly headers: Headers };

/**
 * A whole fleet of real processes, as it is run: NATS and the event store are servers of their own, and to the event
 * store, Postgres, the Studio and the model leads a gate each, so that one of them can be taken away.
 */
export const openFleet = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-outage-'));
  const nats = await startNats({ auth: true });
  const store = await startNats({ diskMb: DISK_MB });
  const database = await createDatabase();
  const standIns: ChildProcess[] = [];
  let closing = false;
  const standIn = async (script: string, env: Record<string, string>) => {
    const port = await freePort();
    const child = spawn(process.execPath, [join(ROOT, script)], {
      env: { ...inheritedEnv(), PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000);
      });
    // A stand-in that ends by itself is a bug to be found: what it said last is all there is to go by.
    child.once('exit', (code, signal) => {
      if (!closing) process.stderr.write(`${script} ended by itself (${code ?? signal}):\n${said}\n`);
    });
    process.on('exit', () => child.kill('SIGKILL'));
    standIns.push(child);
    const url = `http://127.0.0.1:${port}`;
    await vi.waitFor(async () => expect((await fetch(url)).status).toBeLessThan(500), patience);
    return url;
  };
  const studio = await standIn('dev/studio/main.ts', {
    STUDIO_DATA_DIR: join(folder, 'studio'),
    FLOIMG_SERVICE_TOKEN: SERVICE_TOKEN,
    STUDIO_HUMANS_PER_HOUR: '0',
    STUDIO_FILL_IS_LIKED: 'on',
  });
  const llm = await standIn('dev/llm/main.ts', {});
  const control = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${studio}/__control`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.ok, await answer.text()).toBe(true);
  };
  await control({ humansAct: 20 });
  const gates = {
    eventStore: await openGate({ url: store.url }),
    postgres: await openGate({ url: database.url }),
    studio: await openGate({ url: studio }),
    llm: await openGate({ url: llm }),
  };
  const at = {
    nats: nats.url,
    eventStore: gates.eventStore.through(store.url),
    postgres: gates.postgres.through(database.url),
  };
  const environment = {
    ...QUICK,
    FLOIMG_API_URL: gates.studio.through(studio).replace(/\/$/, ''),
    FLOIMG_SERVICE_TOKEN: SERVICE_TOKEN,
    LLM_BASE_URL: `${gates.llm.through(llm)}v1`,
  };

  const started: ServiceUnderTest[] = [];
  const start = async (name: ServiceName, env: Readonly<Record<string, string>> = {}) => {
    const service = await startService(name, at, { ...environment, ...env });
    started.push(service);
    return service;
  };
  const isReady = (service: ServiceUnderTest) =>
    vi.waitFor(async () => {
      const ready = await service.ready();
      expect(ready?.status, `${JSON.stringify(ready)} ${service.said()}`).toBe(200);
    }, patience);

  const bus: Bus = await connectBus({ url: nats.url, name: 'outage-spec', log: silentLog() });
  await bus.ensureTopology();
  const events: EventStore = await openEventStore(store.url);

  const api = async (
    gateway: ServiceUnderTest,
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    const answer = await fetch(`${gateway.base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers };
  };
  /** Seeds and starts agents, and waits until the platform has all their users. */
  const agents = async (gateway: ServiceUnderTest, count: number): Promise<string[]> => {
    const seeded = await vi.waitFor(async () => {
      const answer = await api(gateway, 'POST', '/agents/seed', { count });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    }, patience);
    const ids = seeded.created as string[];
    await api(gateway, 'POST', '/operations', { action: 'start', ids, reason: 'spec' });
    await vi.waitFor(async () => {
      const { body } = await api(gateway, 'GET', '/agents?limit=100');
      const provisioned = (body.data as { provisioned: boolean }[]).filter((agent) => agent.provisioned);
      expect(provisioned.length).toBeGreaterThanOrEqual(count);
    }, patience);
    return ids;
  };

  const story = async (agentId: string): Promise<ActivityEvent[]> => {
    const told: ActivityEvent[] = [];
    for await (const recorded of events.read(STREAM.activity(agentId), { direction: 'forwards' })) {
      const decoded = decodeActivityEvent(recorded);
      if (decoded.kind === 'event') told.push(decoded.event);
    }
    return told;
  };
  /** Ticks that ended, by the event store. */
  const ended = async (ids: readonly string[]): Promise<number> => {
    const all = await Promise.all(ids.map(story));
    return all.flat().filter(({ type }) => type === 'TickEnded' || type === 'TickAbandoned').length;
  };
  const goesOn = async (ids: readonly string[], more = 3) => {
    const before = await ended(ids);
    await vi.waitFor(async () => expect(await ended(ids)).toBeGreaterThanOrEqual(before + more), patience);
  };

  return {
    ...{ nats, store, gates, bus, events, studio, control, start, isReady, api, agents, story, ended, goesOn, at },
    /** The gallery's own log of what it was asked and what it did. */
    calls: async (): Promise<readonly Call[]> =>
      ((await (await fetch(`${studio}/__control/calls?limit=20000`)).json()) as { calls: Call[] }).calls,
    stories: async (gateway: ServiceUnderTest, ids: readonly string[]): Promise<Story[]> => {
      const { body } = await api(gateway, 'GET', '/agents?limit=100');
      const names = new Map(
        (body.data as { id: string; username: string }[]).map(({ id, username }) => [id, username]),
      );
      return Promise.all(ids.map(async (id) => ({ username: names.get(id) ?? id, events: await story(id) })));
    },
    problems: async (gateway: ServiceUnderTest): Promise<readonly { part: string; message: string }[]> =>
      (await api(gateway, 'GET', '/fleet')).body.problems as { part: string; message: string }[],
    close: async () => {
      closing = true;
      for (const { child } of started) child.kill('SIGKILL');
      await Promise.all(started.map(({ ended: gone }) => gone));
      await events.close();
      await bus.close();
      for (const gate of Object.values(gates)) await gate.close();
      for (const child of standIns) child.kill('SIGKILL');
      await database.drop();
      await store.stop();
      await nats.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type FleetUnderTest = Awaited<ReturnType<typeof openFleet>>;
