import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectBus } from '@fleet/platform/bus';
import { silentLog } from '@fleet/platform/log';
import { inheritedEnv } from '@fleet/testkit/inherited-env';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { by, historyOf } from './history.ts';
import { patience, type Stage, setStage } from './stage.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

type Started = { child: ChildProcess; output(): string; ended: Promise<number | null> };
const started: ChildProcess[] = [];
const start = (env: Record<string, string>, ...args: string[]): Started => {
  const child = spawn(process.execPath, [main, ...args], { env: { ...inheritedEnv(), ...env } });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  return { child, output: () => text, ended: once(child, 'close').then(([code]) => code as number | null) };
};

describe('the projector process', () => {
  let stage: Stage;
  let env: Record<string, string>;
  beforeAll(async () => {
    stage = await setStage();
    env = { NATS_URL: stage.nats.url, DATABASE_URL: stage.url, STOP_WITHIN_MS: '8000' };
  });
  afterAll(async () => {
    for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
    await stage.close();
  });

  it('serves health, readiness and metrics, answers as a micro service, and ends cleanly on SIGTERM', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const { child, output, ended } = start({ ...env, PORT: String(port) });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    await vi.waitFor(async () => expect((await get('/ready')).status, output()).toBe(200), patience);
    const history = historyOf(stage.store);
    const agentId = await history.agent('main_spec');
    await stage.reached(await history.lifecycle(agentId, { type: 'AgentStarted', data: { by, reason: '' } }));
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' });
    expect(JSON.stringify(await (await get('/ready')).json())).toContain('"projection"');
    expect(await (await get('/metrics')).text()).toMatch(/fleet_projector_events_total\{[^}]*\} 2/);
    const bus = await connectBus({ url: stage.nats.url, name: 'spec', log: silentLog() });
    const [instance] = await bus.services(500, 'fleet-projector');
    expect(instance?.data).toMatchObject({ active: true, unreadable: 0, events: 2 });
    await bus.close();
    child.kill('SIGTERM');
    expect(await ended, output()).toBe(0);
  });

  it('rebuilds by command and ends', async () => {
    const { ended, output } = start(env, 'rebuild');
    expect(await ended, output()).toBe(0);
    expect(output()).toContain('the read models are rebuilt');
    expect(await stage.rows('agents')).toHaveLength(1);
  });

  it('says in /ready and in its stats that the event store was wiped, until it is rebuilt by command', async () => {
    const port = 20_000 + ((process.pid + 1) % 20_000);
    const { child, output, ended } = start({ ...env, PORT: String(port) });
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/ready`);
      return { status: answer.status, text: await answer.text() };
    };
    await vi.waitFor(async () => expect((await ready()).status, output()).toBe(200), patience);
    await stage.nats.restart({ wiped: true });
    await vi.waitFor(async () => {
      const { status, text } = await ready();
      expect(status, text).toBe(503);
      expect(text).toContain('services/projector/src/main.ts rebuild');
    }, patience);
    const bus = await connectBus({ url: stage.nats.url, name: 'spec', log: silentLog() });
    await vi.waitFor(async () => {
      const [instance] = await bus.services(500, 'fleet-projector');
      const problem = { part: 'projector', message: expect.stringContaining('src/main.ts rebuild') };
      expect(instance?.data).toMatchObject({ problems: [problem] });
    }, patience);
    await historyOf(stage.store).agent('after_the_wipe');
    const again = start(env, 'rebuild');
    expect(await again.ended, again.output()).toBe(0);
    await vi.waitFor(async () => expect((await ready()).status, output()).toBe(200), patience);
    expect((await stage.rows('agents')).map(({ username }) => username)).toEqual(['after_the_wipe']);
    await vi.waitFor(async () => {
      const [instance] = await bus.services(500, 'fleet-projector');
      expect(instance?.data).toMatchObject({ problems: [] });
    }, patience);
    await bus.close();
    child.kill('SIGTERM');
    expect(await ended, output()).toBe(0);
  });

  it('names every wrong setting at once and shows no secret', async () => {
    const wrong = { NATS_URL: 'http://x', DATABASE_URL: 'mysql://me:hunter2@db', POOL_SIZE: 'many', PORT: '0' };
    const { ended, output } = start(wrong);
    expect(await ended).toBe(78);
    for (const name of Object.keys(wrong)) expect(output()).toContain(name);
    expect(output()).not.toContain('hunter2');
  });

  it('waits for Postgres and NATS that are not there yet, and can be stopped while it waits', async () => {
    const nowhere = {
      NATS_URL: 'nats://127.0.0.1:1',
      DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x',
      STOP_WITHIN_MS: '8000',
    };
    const { child, ended, output } = start(nowhere);
    await vi.waitFor(() => expect(output()).toMatch(/cannot be reached/), patience);
    child.kill('SIGTERM');
    expect(await ended, output()).toBe(0);
  });
});
