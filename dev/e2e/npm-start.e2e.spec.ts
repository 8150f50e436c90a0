import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, type TestNats } from '@fleet/testkit/nats';
import { createDatabase, type TestDatabase } from '@fleet/testkit/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTimeOf } from '../stack/process-identity.ts';
import { type RunInfo, readRunInfo, runningOwner } from '../stack/run-file.ts';
import { endNpmCommands, type NpmCommand, npmCommand } from './npm-command.ts';
import { eventually, randomPortBase } from './running-fleet.ts';

type FleetAnswer = { agents: { total: number }; clock: { fleet: string } };
type Doctor = { ok: boolean; findings: { part: string; state: string; message: string }[] };

const fleetOf = async ({ api, token }: RunInfo): Promise<{ agents: number; clockMs: number }> => {
  const answer = await fetch(`${api}/fleet`, { headers: { authorization: `Bearer ${token}` } });
  const { agents, clock } = (await answer.json()) as FleetAnswer;
  return { agents: agents.total, clockMs: Date.parse(clock.fleet) };
};
const left = ({ services }: RunInfo): string[] =>
  services.filter(({ pid }) => startTimeOf(pid) !== null).map(({ name }) => name);

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-npm-start-'));
  const dataDir = join(folder, 'data');
  const base = randomPortBase();
  const start = (env: NodeJS.ProcessEnv = {}): NpmCommand =>
    npmCommand('npm', ['start', '--', '--json', '--agents', '6', '--port-base', String(base)], {
      FLEET_DATA_DIR: dataDir,
      ...env,
    });
  let first: NpmCommand;
  let firstInfo: RunInfo;

  afterAll(async () => {
    await endNpmCommands();
    const reset = npmCommand('npm', ['run', 'reset'], { FLEET_DATA_DIR: dataDir });
    await reset.exited;
    rmSync(folder, { recursive: true, force: true });
  });

  test('takes the next free port where one is busy, and says so; stdout is the ready object alone', async () => {
    const busy = createServer().listen(base, '127.0.0.1');
    first = start();
    firstInfo = await first.ready();
    busy.close();
    expect(JSON.parse(first.stdout())).toEqual(readRunInfo(dataDir));
    expect(first.stderr()).toContain(`port ${base} is busy: the dashboard takes `);
    expect(new URL(firstInfo.api).port).not.toBe(String(base));
    expect(firstInfo.services.map(({ name }) => name).sort()).toEqual(
      ['actor-1', 'actor-2', 'gateway', 'llm', 'nats', 'postgres', 'projector', 'scheduler', 'studio'].sort(),
    );
    expect(first.stderr()).not.toMatch(/npm warn|WARN/i);
    expect(await fleetOf(firstInfo)).toMatchObject({ agents: 6 });
  });

  test('fleet doctor finds nothing to mend on it', async () => {
    const healthy = await eventually('a doctor with nothing to say', async () => {
      const doctor = npmCommand('npx', ['fleet', 'doctor', '--json'], { FLEET_DATA_DIR: dataDir });
      const code = await doctor.exited;
      const { ok, findings } = JSON.parse(doctor.stdout()) as Doctor;
      expect({ code, failed: findings.filter(({ state }) => state === 'failed') }).toEqual({ code: 0, failed: [] });
      return ok && findings.every(({ state }) => state === 'ok') ? findings : null;
    });
    expect(healthy.map(({ part }) => part)).toEqual(expect.arrayContaining(['FloImg Studio', 'LLM', 'gateway']));
  });

  test('a second one on the same data says that one runs, and ends with 1', async () => {
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain(`already runs in this checkout (process ${runningOwner(dataDir)})`);
    expect(second.stderr()).toContain(firstInfo.dashboard);
    expect(left(firstInfo)).toHaveLength(firstInfo.services.length);
  });

  test('after kill -9 the next one ends what was left behind and goes on with the same data and a later clock', async () => {
    const then = await fleetOf(firstInfo);
    process.kill(runningOwner(dataDir) ?? 0, 'SIGKILL');
    expect(await first.exited).not.toBe(0);
    expect(left(firstInfo)).not.toEqual([]);

    const next = start();
    const before = firstInfo;
    first = next;
    firstInfo = await next.ready();
    expect(next.stderr()).toContain('ended what a killed run had left behind');
    expect(left(before)).toEqual([]);
    expect(new URL(firstInfo.api).port).toBe(String(base));
    const now = await fleetOf(firstInfo);
    expect(now.agents).toBe(then.agents);
    expect(now.clockMs).toBeGreaterThanOrEqual(then.clockMs);
  });

  test('Ctrl-C, even if npm alone gets it, drains, leaves nothing and ends with 0 within ten seconds', async () => {
    const began = performance.now();
    first.process.kill('SIGINT');
    expect(await first.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(first.stderr()).toMatch(/Stopped in \d/);
    expect(left(firstInfo)).toEqual([]);
    expect(readRunInfo(dataDir)).toBeNull();
  });

  test('npm run reset deletes the local data and says what', async () => {
    const reset = npmCommand('npm', ['run', 'reset'], { FLEET_DATA_DIR: dataDir });
    expect(await reset.exited).toBe(0);
    expect(reset.stdout()).toContain(`Deleted ${dataDir}.`);
    expect(existsSync(dataDir)).toBe(false);
  });

  describe('with parts of one’s own', () => {
    let nats: TestNats;
    let database: TestDatabase;
    beforeAll(async () => {
      [nats, database] = await Promise.all([startNats({ auth: true }), createDatabase()]);
    });
    afterAll(async () => {
      await endNpmCommands();
      await Promise.all([nats?.stop(), database?.drop()]);
    });
    const own = () => ({ NATS_URL: nats.url, DATABASE_URL: database.url });

    test('a wrong variable stops it with the service’s own words: variable, problem, fix, and no secret', async () => {
      const wrong = start({ ...own(), EFFECT_LEASE_MS: '5', LLM_PROVIDER: 'openai', OPENAI_API_KEY: 'sk-canary' });
      expect(await wrong.exited).toBeGreaterThan(0);
      const said = wrong.stderr();
      expect(said).toMatch(/EFFECT_LEASE_MS.*5/);
      expect(said).toContain('its configuration is wrong');
      expect(said).not.toContain('sk-canary');
      expect(wrong.stdout()).toBe('');
    });

    test('uses them and starts none of those itself', async () => {
      const fleet = start(own());
      const info = await fleet.ready();
      expect([info.nats, info.eventStore, info.database]).toEqual([nats.url, nats.url, database.url]);
      const names = info.services.map(({ name }) => name);
      expect(names).not.toContain('nats');
      expect(names).not.toContain('postgres');
      expect(await fleetOf(info)).toMatchObject({ agents: 6 });
      fleet.process.kill('SIGINT');
      expect(await fleet.exited).toBe(0);
      expect(left(info)).toEqual([]);
    });
  });
});
